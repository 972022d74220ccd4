// A button with a menu: Radix for focus, keyboard and screen readers, our looks.

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./menu.module.css";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly run: () => void;
}

/** `items` in sections; a line stands between two sections. `children` is the button that opens the menu. */
export function Menu(props: { readonly sections: ReadonlyArray<readonly MenuItem[]>; readonly children: ReactNode }): ReactNode {
  const sections = props.sections.filter((items) => items.length > 0);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{props.children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.content} align="end" sideOffset={5} collisionPadding={8}>
          {sections.map((items, index) => (
            <DropdownMenu.Group key={items[0]?.id}>
              {index > 0 && <DropdownMenu.Separator className={styles.separator} />}
              {items.map((item) => (
                <DropdownMenu.Item key={item.id} className={styles.item} onSelect={item.run}>
                  <span>{item.label}</span>
                  {item.detail !== undefined && <span className={styles.detail}>{item.detail}</span>}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
