import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Names the window after its page. */
export function useDocumentTitle(page: string): void {
  const { t } = useTranslation();
  const app = t("common.appName");
  useEffect(() => {
    document.title = `${page} – ${app}`;
  }, [page, app]);
}
