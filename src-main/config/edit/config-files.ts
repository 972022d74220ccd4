// The configuration's files as the editor reads them: exactly as they are, with words for what stands in the way.

import { access, constants, readFile, stat } from "node:fs/promises";

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import { err, ok } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import { decodeText } from "../source/encoding.ts";

const LARGEST_FILE_BYTES = 16 * 1024 * 1024;

/** The text with its byte order mark and line breaks. @returns `config_unreadable`, naming the file and the place in it */
export async function readExactly(path: string): Promise<Result<string>> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return err("config_unreadable", say("editing.notRegular", { file: path }));
    if (info.size > LARGEST_FILE_BYTES) return err("config_unreadable", say("editing.tooLarge", { file: path }));
    const bytes = await readFile(path);
    const decoded = decodeText(bytes);
    if (decoded.kind === "badByte") return err("config_unreadable", say("editing.ofFile", { file: path, fault: decoded.said }));
    return ok(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return err("config_unreadable", say("editing.cannotRead", { file: path, reason: reasonOf(error) }));
  }
}

/** Why a file of a backup is none of those that are edited. */
export async function whyMissing(path: string): Promise<Said> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return say("editing.otherBackup", { file: path });
  return say("editing.fileGone", { file: path });
}

/** Whether a file can be written. */
export async function isWritable(path: string): Promise<boolean> {
  return await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** What the system says, for the end of a sentence. */
export function reasonOf(error: unknown): Said {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return say("editing.mayNotWrite");
  if (code === "ENOSPC") return say("editing.diskFull");
  return code === "" ? say("editing.unexpected") : say("editing.systemSays", { code });
}
