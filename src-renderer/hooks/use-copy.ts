import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../app/services.ts";

/** Puts text on the clipboard and says whether that worked. */
export function useCopy(): (text: string) => Promise<void> {
  const { toasts } = useServices();
  const { t } = useTranslation();
  return useCallback(
    async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        toasts.show({ tone: "plain", text: t("shell.toast.copied") });
      } catch {
        toasts.show({ tone: "failing", text: t("shell.toast.copyFailed") });
      }
    },
    [toasts, t],
  );
}
