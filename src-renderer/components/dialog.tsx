import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

/** A dialog with a title; Escape and a click outside close it. */
export function Dialog(props: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <Primitive.Root open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.overlay} />
        <Primitive.Content className={styles.content} aria-describedby={undefined} onOpenAutoFocus={focusField}>
          <header className={styles.header}>
            <Primitive.Title className={styles.title}>{props.title}</Primitive.Title>
            <Primitive.Close asChild>
              <Button variant="quiet" size="small" icon={X} aria-label={t("common.action.close")} />
            </Primitive.Close>
          </header>
          {props.children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A dialog that asks for something begins with its first field, and not with the button that closes it. */
function focusField(event: Event): void {
  const field = event.currentTarget instanceof Element ? event.currentTarget.querySelector<HTMLElement>("input, textarea, select") : null;
  if (field === null) return;
  event.preventDefault();
  field.focus();
}
