import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { SCROLLABLE } from "./scrollable.ts";
import styles from "./table.module.css";

/** A table with our looks. Cells with `data-figure` are set to the right. `isScrolling` bounds its height and lets the keyboard scroll it. */
export function Table(props: { readonly label: string; readonly isScrolling?: boolean; readonly children: ReactNode }): ReactNode {
  const table = (
    <table className={styles.table} aria-label={props.label}>
      {props.children}
    </table>
  );
  if (props.isScrolling !== true) return <div className={styles.frame}>{table}</div>;
  return (
    <section className={cx(styles.frame, styles.scrolling)} aria-label={props.label} {...SCROLLABLE}>
      {table}
    </section>
  );
}
