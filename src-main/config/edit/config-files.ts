// The configuration's files as the editor reads them: exactly as they are, with words for what stands in the way.

import { access, constants, readFile, stat } from "node:fs/promises";

import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { decodeText } from "../source/encoding.ts";

const LARGEST_FILE_BYTES = 16 * 1024 * 1024;

/** The text with its byte order mark and line breaks. @returns `config_unreadable`, naming the file and the place in it */
export async function readExactly(path: string): Promise<Result<string>> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return err("config_unreadable", `${path} is not a regular file.`);
    if (info.size > LARGEST_FILE_BYTES) return err("config_unreadable", `${path} is too large to be edited.`);
    const bytes = await readFile(path);
    const decoded = decodeText(bytes);
    if (decoded.kind === "badByte") return err("config_unreadable", `${path}: ${decoded.message}`);
    return ok(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return err("config_unreadable", `${path} cannot be read: ${reasonOf(error)}`);
  }
}

/** Why a file of a backup is none of those that are edited. */
export async function whyMissing(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return `${path} does not belong to this configuration: the backup is of another one.`;
  return `${path} is not there any more. Put a file of that name there, an empty one will do, and restore the backup again.`;
}

/** Whether a file can be written. */
export async function isWritable(path: string): Promise<boolean> {
  return await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** What the system says, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "it, or the folder it is in, may not be written to.";
  if (code === "ENOSPC") return "the disk is full.";
  return code === "" ? "an unexpected error." : `the system says ${code}.`;
}
