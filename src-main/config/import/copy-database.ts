// Copies a SQLite database that another program may be writing to, with its write-ahead log, so that only the copy is opened.

import { copyFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";

import { say } from "../../../shared/i18n/said.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";

/** Who writes may do so while the file is copied; then the copy is made again, this often. */
const COPY_ATTEMPTS = 5;

/**
 * Copies `file` into `folder`.
 * @param writer who writes it, for people
 * @param largestBytes of the file and of its log
 * @returns the copy's path; `not_found`, `bad_request` when it is too large, `conflict` when it never holds still, `unavailable` when it cannot be copied
 */
export async function copyDatabase(file: string, folder: string, writer: string, largestBytes = Infinity): Promise<Result<string>> {
  const copy = join(folder, basename(file));
  try {
    for (let attempt = 0; attempt < COPY_ATTEMPTS; attempt += 1) {
      const before = await look(file);
      if (before === null) return err("not_found", say("importing.noFile", { file }));
      if (before.largest > largestBytes) return err("bad_request", say("importing.tooLarge"));
      await copyFile(file, copy);
      await rm(`${copy}-wal`, { force: true });
      if (before.hasLog) await copyFile(`${file}-wal`, `${copy}-wal`);
      const after = await look(file);
      if (after?.stamp === before.stamp) return ok(copy);
    }
    return err("conflict", say("importing.changesTooFast", { file, writer }));
  } catch (error) {
    return err("unavailable", say("importing.notCopied", { file, reason: error instanceof Error ? error.message : String(error) }));
  }
}

interface Look {
  /** Changes when one of the two files is written to. */
  readonly stamp: string;
  readonly hasLog: boolean;
  /** Bytes of the larger file. */
  readonly largest: number;
}

/** null = there is no such file. */
async function look(file: string): Promise<Look | null> {
  const [main, log] = await Promise.all([file, `${file}-wal`].map(regularFile));
  if (main === undefined || main === null) return null;
  const stamp = [main, log].map((found) => (found ? `${found.size} ${found.mtimeMs}` : "none")).join(" ");
  return { stamp, hasLog: Boolean(log), largest: Math.max(main.size, log?.size ?? 0) };
}

/** A pipe or a device would be copied for ever. */
async function regularFile(path: string): Promise<{ readonly size: number; readonly mtimeMs: number } | null> {
  const info = await stat(path).catch(() => null);
  return info?.isFile() === true ? info : null;
}
