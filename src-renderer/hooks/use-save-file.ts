import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { RequestPayload } from "../../shared/ipc/contract.ts";
import { useServices } from "../app/services.ts";
import { useAct } from "./use-act.ts";

/** Saves an export where the user says; closing the dialog is no failure. */
export function useSaveFile(): (file: RequestPayload<"app:save-file">) => Promise<boolean> {
  const { client } = useServices();
  const act = useAct();
  const { t } = useTranslation();
  return useCallback(
    (file) =>
      act(async () => {
        const { saved } = await client.request("app:save-file", file);
        return saved ? t("shell.toast.saved", { name: file.suggestedName }) : null;
      }),
    [act, client, t],
  );
}
