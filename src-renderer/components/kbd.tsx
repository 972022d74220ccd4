import type { ReactNode } from "react";
import styles from "./kbd.module.css";

/** A key as it is printed on the keyboard. */
export function Kbd(props: { readonly children: ReactNode }): ReactNode {
  return <kbd className={styles.key}>{props.children}</kbd>;
}
