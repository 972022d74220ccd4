// A button with a small panel of controls: Radix for focus, Escape and screen readers, our looks.

import { Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./popover.module.css";

/** `trigger` is the button that opens the panel; `label` names the panel. */
export function Popover(props: { readonly label: string; readonly trigger: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <RadixPopover.Root>
      <RadixPopover.Trigger asChild>{props.trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content className={styles.content} align="end" sideOffset={5} collisionPadding={8} aria-label={props.label}>
          {props.children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
