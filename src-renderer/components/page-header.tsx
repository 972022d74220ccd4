import type { ReactNode } from "react";
import styles from "./page-header.module.css";

/** The name of a page, its tools at the end of the line. */
export function PageHeader(props: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{props.title}</h1>
      <div className={styles.tools}>{props.children}</div>
    </header>
  );
}
