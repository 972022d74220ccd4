// Saving edits: from the attempt through questions and refusals to the message that offers to take it back.

import { useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigSaveOutcome, Edit } from "../../../../shared/model/settings.ts";
import { describeError } from "../../../api/client.ts";
import { useServices } from "../../../app/services.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { editsPayload } from "./payload.ts";

export interface SaveWish {
  readonly edits: readonly Edit[];
  /** What they do, in a few words: for *undo* and the list of backups. */
  readonly reason: string;
  /** The revision that the edits were made on; absent = the one that is shown. */
  readonly base?: string;
}

/** An outcome that the user must see or decide about. `null` as the answer leaves everything as it is. */
export interface SaveQuestion {
  readonly outcome: Exclude<ConfigSaveOutcome, { readonly outcome: "saved" | "unsaved" }>;
  readonly answer: (choice: "this-one" | "all" | null) => void;
}

interface SaverOptions {
  readonly revision: string | null;
  readonly ask: (question: Omit<SaveQuestion, "answer">) => Promise<"this-one" | "all" | null>;
  readonly reload: () => void;
}

export const LONGEST_REASON = 200;

export function useSaver(options: SaverOptions): {
  readonly save: (wish: SaveWish) => Promise<boolean>;
  readonly undo: () => Promise<void>;
} {
  const { client, toasts } = useServices();
  const { t } = useTranslation();
  const tell = useTell();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const fail = useCallback(
    (error: unknown) => toasts.show({ tone: "failing", text: t("common.failed", { message: tell(describeError(error)) }) }),
    [toasts, t, tell],
  );
  const undo = useCallback(async () => {
    try {
      const outcome = await client.request("settings:undo", undefined);
      if (outcome.outcome === "saved") toasts.show({ tone: "plain", text: t("settings.save.undone") });
      else if (outcome.outcome !== "unsaved") await latest.current.ask({ outcome });
    } catch (error) {
      fail(error);
    }
    latest.current.reload();
  }, [client, toasts, t, fail]);
  const save = useCallback(
    async (wish: SaveWish): Promise<boolean> => {
      const { edits, reason } = wish;
      const base = wish.base ?? latest.current.revision;
      if (base === null || edits.length === 0) return edits.length === 0;
      let shared: "ask" | "this-one" | "all" = "ask";
      try {
        for (;;) {
          const outcome: ConfigSaveOutcome = await client.request("settings:apply-edits", {
            base,
            edits: editsPayload(edits),
            shared,
            reason: reason.slice(0, LONGEST_REASON),
          });
          if (outcome.outcome === "unsaved") return true;
          if (outcome.outcome === "saved") {
            latest.current.reload();
            toasts.show({
              tone: "plain",
              text: outcome.rebased ? t("settings.save.rebased", { reason }) : reason,
              action: { label: t("common.action.undo"), run: () => void undo() },
            });
            return true;
          }
          const choice = await latest.current.ask({ outcome });
          if (outcome.outcome === "conflict") latest.current.reload();
          if (choice === null || outcome.outcome !== "shared") return false;
          shared = choice;
        }
      } catch (error) {
        fail(error);
        return false;
      }
    },
    [client, toasts, t, undo, fail],
  );
  return { save, undo };
}
