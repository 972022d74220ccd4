// Forms that were left half filled, in one small JSON file that only the user can read.

import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

import { draftSchema } from "../../../shared/ipc/settings-schemas.ts";
import type { Draft } from "../../../shared/model/settings.ts";
import { writeAtomically } from "./atomic-write.ts";

const MOST_DRAFTS = 50;
const LARGEST_BYTES = 4 * 1024 * 1024;

const storedSchema = z.array(draftSchema.extend({ savedAtEpochMs: z.number() }));

export interface DraftStore {
  /** Newest first. */
  list(): Promise<readonly Draft[]>;
  /** Replaces the one of the same id; the oldest go when there are too many. */
  keep(draft: Draft): Promise<void>;
  drop(id: string): Promise<void>;
}

/** Drafts in `file`; an unreadable one counts as empty. */
export function openDrafts(file: string): DraftStore {
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<readonly Draft[]> => {
    try {
      const parsed = storedSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
      return parsed.success ? parsed.data : [];
    } catch {
      // No file yet, or one that somebody damaged: drafts are worth less than a window that opens.
      return [];
    }
  };
  const change = async (update: (drafts: readonly Draft[]) => readonly Draft[]): Promise<void> => {
    const next = turn.then(async () => {
      const kept: Draft[] = [];
      let bytes = 0;
      for (const draft of update(await read()).slice(0, MOST_DRAFTS)) {
        bytes += Buffer.byteLength(JSON.stringify(draft));
        if (bytes > LARGEST_BYTES) break;
        kept.push(draft);
      }
      await mkdir(dirname(file), { recursive: true });
      await writeAtomically(file, JSON.stringify(kept), 0o600);
    });
    turn = next.catch(() => undefined);
    await next;
  };
  return {
    list: async () => {
      await turn;
      return await read();
    },
    keep: async (draft) => await change((drafts) => [draft, ...drafts.filter(({ id }) => id !== draft.id)]),
    drop: async (id) => await change((drafts) => drafts.filter((draft) => draft.id !== id)),
  };
}
