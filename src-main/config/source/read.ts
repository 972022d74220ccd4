// Finds and reads the files of a configuration: one file, or every YAML file below a folder. What can't be read becomes a problem.

import { open, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { ConfigProblem } from "../../../shared/model/config.ts";
import { decodeText } from "./encoding.ts";
import { createSourceText, lineAndColumn } from "./source-text.ts";

/** One file as it was read. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** What was found. `files` are in merge order and hold those that could be read. */
export interface ReadSources {
  readonly files: readonly SourceFile[];
  /** Every file that belongs to the configuration, readable or not. */
  readonly paths: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/** Far beyond any honest configuration (5,000 endpoints take 2 MB), and still quick to refuse. */
const LARGEST_FILE_BYTES = 16 * 1024 * 1024;
const LARGEST_TOTAL_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 2_000;
const DEEPEST_FOLDER = 32;

/** Reads a file, or a folder with everything below it. Never rejects for what is on the disk. */
export async function readSources(path: string): Promise<ReadSources> {
  const root = resolve(path);
  const found = await findFiles(root);
  const files: SourceFile[] = [];
  const problems: ConfigProblem[] = [...found.problems];
  let totalBytes = 0;
  for (const file of found.paths) {
    const read = await readOne(file);
    if ("problem" in read) {
      problems.push(read.problem);
      continue;
    }
    totalBytes += read.bytes;
    if (totalBytes > LARGEST_TOTAL_BYTES) {
      problems.push(wholeFile(root, `The files are larger than ${megabytes(LARGEST_TOTAL_BYTES)} together.`));
      break;
    }
    files.push({ path: file, text: read.text });
  }
  return { files, paths: found.paths, problems };
}

interface Found {
  readonly paths: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

async function findFiles(root: string): Promise<Found> {
  try {
    const info = await stat(root);
    if (!info.isDirectory()) return { paths: [root], problems: [] };
  } catch (error) {
    return { paths: [], problems: [wholeFile(root, cannotRead(error))] };
  }
  const paths: string[] = [];
  const problems: ConfigProblem[] = [];
  await collect(root, 0, paths, problems);
  if (paths.length === 0 && problems.length === 0) {
    problems.push(wholeFile(root, "The folder holds no file whose name ends in .yaml or .yml."));
  }
  return { paths, problems };
}

/** Depth first, names by their bytes. Links to files are followed, links to folders are not: they could go in circles. */
async function collect(folder: string, depth: number, paths: string[], problems: ConfigProblem[]): Promise<void> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    problems.push(wholeFile(folder, cannotRead(error)));
    return;
  }
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    // Kubernetes keeps the real files of a mounted volume in folders such as `..2026_11_22`, beside links to them.
    if (entry.name.startsWith("..")) continue;
    if (entry.isDirectory()) {
      if (depth < DEEPEST_FOLDER) await collect(path, depth + 1, paths, problems);
      else problems.push(wholeFile(path, `Folders are nested more than ${DEEPEST_FOLDER} deep.`));
    } else if (/\.ya?ml$/.test(entry.name) && !entry.name.startsWith(".#") && (await isFile(path))) {
      if (paths.length === MOST_FILES) {
        problems.push(wholeFile(folder, `There are more than ${MOST_FILES} YAML files.`));
        return;
      }
      paths.push(path);
    }
  }
}

/** A broken link counts as a file, so that it is reported when it is read. */
async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory();
  } catch {
    return true;
  }
}

type ReadFile = { readonly text: string; readonly bytes: number } | { readonly problem: ConfigProblem };

async function readOne(path: string): Promise<ReadFile> {
  let bytes: Uint8Array;
  try {
    // A pipe would be waited for until somebody writes: ask what it is before opening it.
    const info = await stat(path);
    if (!info.isFile()) return { problem: wholeFile(path, "This is not a regular file.") };
    if (info.size > LARGEST_FILE_BYTES) return { problem: wholeFile(path, tooLarge) };
    const limited = await readLimited(path);
    if (limited === null) return { problem: wholeFile(path, tooLarge) };
    bytes = limited;
  } catch (error) {
    return { problem: wholeFile(path, cannotRead(error)) };
  }
  const decoded = decodeText(bytes);
  if (decoded.kind === "text") return { text: decoded.text, bytes: bytes.length };
  const before = decoded.kind === "badByte" ? decoded.textBefore : decoded.text;
  const offset = decoded.kind === "badByte" ? before.length : decoded.offset;
  const { line, column } = lineAndColumn(createSourceText(path, before), offset);
  return { problem: { severity: "error", message: decoded.message, file: path, line, column, path: "" } };
}

const tooLarge = `The file is larger than ${megabytes(LARGEST_FILE_BYTES)}.`;

/** The whole file, or null when it grew beyond the limit while it was read. */
async function readLimited(path: string): Promise<Uint8Array | null> {
  const handle = await open(path, "r");
  try {
    const chunks: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const buffer = new Uint8Array(256 * 1024);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return Buffer.concat(chunks, total);
      total += bytesRead;
      if (total > LARGEST_FILE_BYTES) return null;
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function wholeFile(file: string, message: string): ConfigProblem {
  return { severity: "error", message, file, line: 0, column: 0, path: "" };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "There is no such file or folder.",
  EACCES: "The file may not be read: check its permissions.",
  EPERM: "The file may not be read: check its permissions.",
  ELOOP: "The links go in a circle.",
  EMFILE: "Too many files are open at the moment.",
  EIO: "The disk reports an error when the file is read.",
};

function cannotRead(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? `The file cannot be read${code === "" ? "" : ` (${code})`}.`;
}

function megabytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}
