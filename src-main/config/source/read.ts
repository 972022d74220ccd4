// Finds and reads the files of a configuration: one file, or every YAML file below a folder. What can't be read becomes a problem.

import { open, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import { toldAs } from "../../../shared/i18n/tell.ts";
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
      problems.push(wholeFile(root, say("problem.filesTooLarge", { size: megabytes(LARGEST_TOTAL_BYTES) })));
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
    problems.push(wholeFile(root, say("problem.noYamlFile")));
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
      else problems.push(wholeFile(path, say("problem.foldersTooDeep", { levels: DEEPEST_FOLDER })));
    } else if (/\.ya?ml$/.test(entry.name) && !entry.name.startsWith(".#") && (await isFile(path))) {
      if (paths.length === MOST_FILES) {
        problems.push(wholeFile(folder, say("problem.tooManyFiles", { most: MOST_FILES })));
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
    if (!info.isFile()) return { problem: wholeFile(path, say("problem.notRegular")) };
    if (info.size > LARGEST_FILE_BYTES)
      return { problem: wholeFile(path, say("problem.fileTooLarge", { size: megabytes(LARGEST_FILE_BYTES) })) };
    const limited = await readLimited(path);
    if (limited === null) return { problem: wholeFile(path, say("problem.fileTooLarge", { size: megabytes(LARGEST_FILE_BYTES) })) };
    bytes = limited;
  } catch (error) {
    return { problem: wholeFile(path, cannotRead(error)) };
  }
  const decoded = decodeText(bytes);
  if (decoded.kind === "text") return { text: decoded.text, bytes: bytes.length };
  const before = decoded.kind === "badByte" ? decoded.textBefore : decoded.text;
  const offset = decoded.kind === "badByte" ? before.length : decoded.offset;
  const { line, column } = lineAndColumn(createSourceText(path, before), offset);
  return { problem: { severity: "error", ...toldAs(decoded.said), file: path, line, column, path: "" } };
}

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

function wholeFile(file: string, said: Said): ConfigProblem {
  return { severity: "error", ...toldAs(said), file, line: 0, column: 0, path: "" };
}

const REASONS: Readonly<Record<string, Said>> = {
  ENOENT: say("problem.notThere"),
  EACCES: say("problem.mayNotRead"),
  EPERM: say("problem.mayNotRead"),
  ELOOP: say("problem.linkCircle"),
  EMFILE: say("problem.tooManyOpen"),
  EIO: say("problem.diskError"),
};

function cannotRead(error: unknown): Said {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return REASONS[code] ?? (code === "" ? say("problem.cannotRead") : say("problem.cannotReadCode", { code }));
}

function megabytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}
