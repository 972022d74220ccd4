// Doing something through the main process, and saying how it went.

import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../api/client.ts";
import { useServices } from "../app/services.ts";
import { useTell } from "./use-tell.ts";

/** Runs `work`; a failure becomes a message in the corner, a text that it returns does too. Resolves to whether it worked. */
export function useAct(): (work: () => Promise<string | null>) => Promise<boolean> {
  const { toasts } = useServices();
  const { t } = useTranslation();
  const tell = useTell();
  return useCallback(
    async (work) => {
      try {
        const text = await work();
        if (text !== null) toasts.show({ tone: "plain", text });
        return true;
      } catch (error) {
        toasts.show({ tone: "failing", text: t("common.failed", { message: tell(describeError(error)) }) });
        return false;
      }
    },
    [toasts, t, tell],
  );
}
