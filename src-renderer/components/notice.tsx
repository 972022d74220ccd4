import type { ReactNode } from "react";
import styles from "./notice.module.css";

/** A remark above a form, with what can be done about it. `isNews`: it appeared by itself, and is told to whoever cannot see it. */
export function Notice(props: { readonly text: string; readonly isNews?: boolean; readonly children?: ReactNode }): ReactNode {
  return (
    <div className={styles.notice} role={props.isNews === true ? "status" : undefined}>
      <span>{props.text}</span>
      {props.children}
    </div>
  );
}
