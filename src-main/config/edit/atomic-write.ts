// Replaces a file so that every reader sees the old text or the new one, whole, also after a power cut.

import { randomBytes } from "node:crypto";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Writes beside the file and renames over it; a link stays a link. Keeps the file's mode; `mode` is for a new one. Rejects with Node's errors. */
export async function writeAtomically(file: string, text: string, mode = 0o644): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const existing = await stat(target).catch(() => null);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx", existing === null ? mode : existing.mode & 0o777);
  try {
    if (existing !== null) await handle.chmod(existing.mode & 0o7777);
    await handle.writeFile(text, "utf8");
    await handle.sync();
    await handle.close();
    await rename(temporary, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(target));
}

/** The new name must reach the disk as well. Windows cannot open folders, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
