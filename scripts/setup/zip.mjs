// Unpacks a zip archive with nothing but Node: a bare machine has no `unzip`, and this runs before any package is there to help.
// Stored and deflated entries, permissions and symbolic links; no encryption, no archives above 4 GB.

import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir, open, symlink } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { crc32, createInflateRaw } from "node:zlib";

/** @import { FileHandle } from "node:fs/promises" */
/** @import { Readable } from "node:stream" */

/**
 * @typedef {object} ZipEntry
 * @property {string} name path inside the archive; ends in `/` for a folder
 * @property {number} mode Unix mode bits with the file type; 0 when the archive was made elsewhere
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc
 * @property {number} compressedBytes
 * @property {number} sizeBytes
 * @property {number} headerOffset
 */

const endRecordSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endRecordBytes = 22;
const longestComment = 0xffff;
const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

/**
 * Unpacks an archive.
 * @param {string} archive
 * @param {string} folder where to; made if missing
 * @param {{ select?: (name: string) => string | null, onProgress?: (doneBytes: number, totalBytes: number) => void }} [options]
 *   `select` gives the path below `folder` for an entry's name, or `null` to leave it out
 * @returns {Promise<void>}
 * @throws {Error} when the archive is damaged or an entry would land outside of `folder`
 */
export async function unzip(archive, folder, { select = (name) => name, onProgress } = {}) {
  const file = await open(archive, "r");
  try {
    const entries = (await readEntries(file)).flatMap((entry) => {
      const path = select(entry.name);
      return path === null ? [] : [{ ...entry, path: insideOf(folder, path) }];
    });
    const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let doneBytes = 0;
    for (const entry of entries) {
      await extract(file, archive, entry);
      doneBytes += entry.sizeBytes;
      onProgress?.(doneBytes, totalBytes);
    }
  } finally {
    await file.close();
  }
}

/**
 * @param {string} folder
 * @param {string} path
 */
function insideOf(folder, path) {
  const base = resolve(folder);
  const target = resolve(base, path);
  if (target !== base && !target.startsWith(base + sep)) throw new Error(`the archive has an entry that leads outside: ${path}`);
  return target;
}

/**
 * Reads the central directory at the archive's end.
 * @param {FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 */
export async function readEntries(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - endRecordBytes - longestComment), Math.min(size, endRecordBytes + longestComment));
  let end = tail.length - endRecordBytes;
  while (end >= 0 && tail.readUInt32LE(end) !== endRecordSignature) end -= 1;
  if (end < 0) throw new Error("not a zip archive, or cut off");
  const count = tail.readUInt16LE(end + 10);
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));

  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0, index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== centralSignature) throw new Error("the archive's directory is damaged");
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      sizeBytes: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      headerOffset: directory.readUInt32LE(at + 42),
      name: directory.toString("utf8", at + 46, at + 46 + nameBytes),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * @param {FileHandle} file
 * @param {number} position
 * @param {number} length
 */
async function readAt(file, position, length) {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead !== length) throw new Error("the archive is cut off");
  return bytes;
}

/**
 * @param {FileHandle} file
 * @param {string} archive
 * @param {ZipEntry & { path: string }} entry
 */
async function extract(file, archive, entry) {
  if (entry.name.endsWith("/")) {
    await mkdir(entry.path, { recursive: true });
    return;
  }
  await mkdir(dirname(entry.path), { recursive: true });
  const content = await openContent(file, archive, entry);
  if ((entry.mode & fileTypeMask) === symbolicLink) {
    await symlink((await buffer(content)).toString("utf8"), entry.path);
    return;
  }
  await pipeline(content, createWriteStream(entry.path));
  const permissions = entry.mode & 0o777;
  if (permissions !== 0) await chmod(entry.path, permissions);
}

/**
 * @param {FileHandle} file
 * @param {string} archive
 * @param {ZipEntry} entry
 * @returns {Promise<Readable>} the entry's bytes; fails at the end when they are not what the directory promised
 */
async function openContent(file, archive, { name, method, crc, compressedBytes, sizeBytes, headerOffset }) {
  if (method !== 0 && method !== 8) throw new Error(`${name} is packed by method ${method}, which this does not know`);
  const header = await readAt(file, headerOffset, 30);
  if (header.readUInt32LE(0) !== localSignature) throw new Error(`${name} is not where the archive's directory says`);
  const start = headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const check = createCheck(name, crc, sizeBytes);
  if (compressedBytes === 0) {
    check.end();
    return check;
  }
  const raw = createReadStream(archive, { start, end: start + compressedBytes - 1 });
  const steps = method === 8 ? [raw, createInflateRaw(), check] : [raw, check];
  // Its failure surfaces through `check`, which `pipeline` destroys with the same error.
  pipeline(steps).catch(() => undefined);
  return check;
}

/**
 * @param {string} name
 * @param {number} crc
 * @param {number} sizeBytes
 */
function createCheck(name, crc, sizeBytes) {
  let sum = 0;
  let seen = 0;
  return new Transform({
    transform(/** @type {Buffer} */ chunk, _encoding, done) {
      sum = crc32(chunk, sum);
      seen += chunk.length;
      done(seen > sizeBytes ? new Error(`${name} is longer than the archive says`) : null, chunk);
    },
    flush(done) {
      done(seen === sizeBytes && sum === crc ? null : new Error(`${name} is damaged in the archive`));
    },
  });
}
