import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../components/dialog.tsx";
import { Kbd } from "../../components/kbd.tsx";
import { useSettings } from "../../hooks/use-store.ts";
import styles from "./shortcuts-dialog.module.css";

/** Every key that does something. */
export function ShortcutsDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const isMac = useSettings().info.platform === "darwin";
  const keys = [
    ["palette", [isMac ? "⌘" : "Ctrl", "K"]],
    ["search", ["/"]],
    ["move", ["↑", "↓", "←", "→"]],
    ["open", ["Enter"]],
    ["back", ["Esc"]],
    ["zoom", ["+", "−"]],
    ["pan", ["Shift", "←", "→"]],
    ["unzoom", ["0"]],
    ["checkNow", ["C"]],
    ["layout", ["V"]],
    ["help", ["?"]],
  ] as const;
  const chords = [
    ["dashboard", "D"],
    ["incidents", "I"],
    ["reports", "R"],
    ["settings", "S"],
  ] as const;
  return (
    <Dialog isOpen={props.isOpen} title={t("shell.shortcuts.title")} onClose={props.onClose}>
      <dl className={styles.list}>
        {keys.map(([name, parts]) => (
          <div key={name} className={styles.row}>
            <dt>{t(`shell.shortcuts.${name}`)}</dt>
            <dd>
              {parts.map((part) => (
                <Kbd key={part}>{part}</Kbd>
              ))}
            </dd>
          </div>
        ))}
        {chords.map(([name, key]) => (
          <div key={name} className={styles.row}>
            <dt>{t(`shell.shortcuts.${name}`)}</dt>
            <dd>
              <Kbd>G</Kbd> {t("shell.shortcuts.andThen")} <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
