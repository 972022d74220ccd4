import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../app/services.ts";
import { useStore } from "../hooks/use-store.ts";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";
import styles from "./toasts.module.css";

/** The messages in the corner, read out as they come. */
export function Toasts(): ReactNode {
  const { toasts } = useServices();
  const { t } = useTranslation();
  return (
    <section className={styles.region} aria-label={t("shell.toast.label")} aria-live="polite">
      {useStore(toasts).map((toast) => {
        const { id, text, tone, action } = toast;
        return (
          <div key={id} className={cx(styles.toast, tone === "failing" && styles.failing)}>
            <span className={styles.text}>{text}</span>
            {action !== undefined && (
              <Button
                size="small"
                onClick={() => {
                  toasts.dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            <Button variant="quiet" size="small" icon={X} aria-label={t("common.action.dismiss")} onClick={() => toasts.dismiss(id)} />
          </div>
        );
      })}
    </section>
  );
}
