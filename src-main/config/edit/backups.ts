// The states of the configuration before the last saves, one JSON file each in a folder that only the user can read.

import { mkdir, readFile, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

import type { Backup } from "../../../shared/model/settings.ts";
import { writeAtomically } from "./atomic-write.ts";
import type { ConfigText } from "./open-files.ts";

/** How many are kept. */
export const MOST_BACKUPS = 20;
const LARGEST_BYTES = 256 * 1024 * 1024;

const storedSchema = z.object({
  atEpochMs: z.number(),
  reason: z.string(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
});

export interface BackupStore {
  /** Rejects with Node's errors: nothing must be saved then. */
  keep(files: readonly ConfigText[], reason: string, atEpochMs: number): Promise<void>;
  /** Newest first. */
  list(): Promise<readonly Backup[]>;
  /** null = there is none of this name, or it cannot be read. */
  read(id: string): Promise<readonly ConfigText[] | null>;
}

const ID = /^\d{13,16}-\d{3}$/;

/** Backups in `folder`, which is made when the first one is kept. */
export function openBackups(folder: string): BackupStore {
  const ids = async (): Promise<readonly string[]> => {
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length))
      .filter((id) => ID.test(id))
      .toSorted()
      .reverse();
  };
  const readOne = async (id: string): Promise<z.output<typeof storedSchema> | null> => {
    if (!ID.test(id)) return null;
    try {
      const file = join(folder, `${id}.json`);
      if ((await stat(file)).size > LARGEST_BYTES) return null;
      const parsed = storedSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
      return parsed.success ? parsed.data : null;
    } catch {
      // Gone, or no JSON: not a backup that could be restored.
      return null;
    }
  };
  return {
    keep: async (files, reason, atEpochMs) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const known = await ids();
      const stamp = String(Math.max(0, Math.trunc(atEpochMs))).padStart(13, "0");
      const sameMoment = known.filter((id) => id.startsWith(`${stamp}-`)).length;
      const id = `${stamp}-${String(sameMoment).padStart(3, "0")}`;
      await writeAtomically(join(folder, `${id}.json`), JSON.stringify({ atEpochMs, reason, files }), 0o600);
      for (const old of [id, ...known].toSorted().reverse().slice(MOST_BACKUPS)) await unlink(join(folder, `${old}.json`));
    },
    list: async () => {
      const found: Backup[] = [];
      for (const id of (await ids()).slice(0, MOST_BACKUPS)) {
        const stored = await readOne(id);
        if (stored === null) continue;
        const sizeBytes = stored.files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
        found.push({ id, atEpochMs: stored.atEpochMs, reason: stored.reason, files: stored.files.map(({ path }) => path), sizeBytes });
      }
      return found;
    },
    read: async (id) => (await readOne(id))?.files ?? null,
  };
}
