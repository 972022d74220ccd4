// The moment in which a save reaches the disk: the old state is kept, no other process of ours writes, and all files change or none.

import { say } from "../../../shared/i18n/said.ts";
import { err } from "../../../shared/errors.ts";
import type { Result } from "../../../shared/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FileLocks } from "../../ports/file-locks.ts";
import { writeAtomically } from "./atomic-write.ts";
import type { BackupStore } from "./backups.ts";
import { readExactly, reasonOf } from "./config-files.ts";
import type { ConfigText } from "./open-files.ts";

export interface ReplacePorts {
  readonly backups: BackupStore;
  readonly clock: Clock;
  readonly whileLocked: FileLocks["whileLocked"];
}

/**
 * Writes `changed` over `old`, the same files as they were read. `overtaken`: somebody has changed one of them since, and nothing was
 * written. An error says why they could not be written; they are as they were then.
 */
export async function replaceFiles(
  { backups, clock, whileLocked }: ReplacePorts,
  old: readonly ConfigText[],
  changed: readonly ConfigText[],
  reason: string,
): Promise<Result<"written" | "overtaken">> {
  try {
    await backups.keep(old, reason, clock.nowMs());
    return await whileLocked(
      old.map(({ path }) => path),
      async () => {
        // As late as can be: other programs know of no lock, and have only the moment of a renaming to write unseen.
        if (!(await areAsRead(old))) return "overtaken";
        await writeAll(changed, old);
        return "written";
      },
    );
  } catch (error) {
    return err("config_unreadable", say("editing.notSaved", { reason: reasonOf(error) }));
  }
}

/** Whether files still say what they said. */
async function areAsRead(files: readonly ConfigText[]): Promise<boolean> {
  for (const { path, text } of files) {
    const now = await readExactly(path);
    if (!now.ok || now.value !== text) return false;
  }
  return true;
}

async function writeAll(changed: readonly ConfigText[], old: readonly ConfigText[]): Promise<void> {
  const written: ConfigText[] = [];
  try {
    for (const file of changed) {
      await writeAtomically(file.path, file.text);
      written.push(file);
    }
  } catch (error) {
    await takeBack(written, old);
    throw error;
  }
}

/** Writes the older texts again. What cannot be written is in the backup of that moment. */
async function takeBack(written: readonly ConfigText[], old: readonly ConfigText[]): Promise<void> {
  for (const { path } of written) {
    const before = old.find((file) => file.path === path);
    if (before !== undefined) await writeAtomically(path, before.text).catch(() => undefined);
  }
}
