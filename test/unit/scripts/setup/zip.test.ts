import { mkdtemp, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unzip } from "../../../../scripts/setup/zip.mjs";

interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly mode?: number;
  readonly stored?: boolean;
  readonly crc?: number;
}

const regularFile = 0o100644;

/** Writes an archive by the format's specification (APPNOTE.TXT 4.3): local headers with data, then the directory, then its end. */
function makeArchive(entries: readonly Entry[], comment = ""): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = "", mode = regularFile, stored = false, crc } of entries) {
    const raw = Buffer.from(content);
    const data = stored ? raw : deflateRawSync(raw);
    const sum = crc ?? crc32(raw);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(stored ? 0 : 8, 10);
    central.writeUInt32LE(sum, 16);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(raw.length, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE((mode * 0x10000) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, end, Buffer.from(comment)]);
}

describe("unzip", () => {
  let folder = "";
  const archive = () => join(folder, "archive.zip");
  const target = () => join(folder, "out");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sentray-zip-"));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("unpacks stored, deflated and empty files in folders", async () => {
    await writeFile(
      archive(),
      makeArchive([
        { name: "a/", mode: 0o40755 },
        { name: "a/deflated.txt", content: "x".repeat(100_000) },
        { name: "a/b/stored.txt", content: "as it is", stored: true },
        { name: "empty.txt", stored: true },
      ]),
    );
    await unzip(archive(), target());
    expect(await readFile(join(target(), "a/deflated.txt"), "utf8")).toBe("x".repeat(100_000));
    expect(await readFile(join(target(), "a/b/stored.txt"), "utf8")).toBe("as it is");
    expect(await readFile(join(target(), "empty.txt"), "utf8")).toBe("");
  });

  it.skipIf(process.platform === "win32")("keeps permissions and symbolic links", async () => {
    await writeFile(
      archive(),
      makeArchive([
        { name: "program", content: "#!/bin/sh\n", mode: 0o100755 },
        { name: "link", content: "program", mode: 0o120777, stored: true },
      ]),
    );
    await unzip(archive(), target());
    expect((await stat(join(target(), "program"))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(target(), "link"))).toBe("program");
  });

  it("leaves out and renames what the selection says, and tells its progress", async () => {
    await writeFile(
      archive(),
      makeArchive([
        { name: "old/one", content: "1" },
        { name: "old/two", content: "22" },
      ]),
    );
    const progress: [number, number][] = [];
    await unzip(archive(), target(), {
      select: (name) => (name === "old/two" ? "new/two" : null),
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(await readFile(join(target(), "new/two"), "utf8")).toBe("22");
    await expect(stat(join(target(), "old"))).rejects.toThrow("ENOENT");
    expect(progress).toEqual([[2, 2]]);
  });

  it("finds the directory behind a comment", async () => {
    await writeFile(archive(), makeArchive([{ name: "a", content: "b" }], "made for a test"));
    await unzip(archive(), target());
    expect(await readFile(join(target(), "a"), "utf8")).toBe("b");
  });

  it.each([
    ["an entry that leads outside", makeArchive([{ name: "../evil", content: "x" }]), "leads outside"],
    ["content that does not match its checksum", makeArchive([{ name: "a", content: "x", crc: 1 }]), "damaged"],
    ["a file that is no archive", Buffer.from("not a zip"), "not a zip archive"],
    ["an archive that was cut off", makeArchive([{ name: "a", content: "x" }]).subarray(20, 40), "not a zip archive"],
  ])("refuses %s", async (_case, bytes, message) => {
    await writeFile(archive(), bytes);
    await expect(unzip(archive(), target())).rejects.toThrow(message);
    await expect(stat(join(folder, "evil"))).rejects.toThrow("ENOENT");
  });
});
