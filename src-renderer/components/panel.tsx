import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";
import styles from "./panel.module.css";

/** A titled part of a page. `aside` stands at the end of the title's line. */
export function Panel(props: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}): ReactNode {
  const id = useId();
  return (
    <section className={cx(styles.panel, props.className)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title}>
          {props.title}
        </h2>
        {props.aside !== undefined && <div className={styles.aside}>{props.aside}</div>}
      </header>
      {props.children}
    </section>
  );
}

/** Says that there is nothing, and what would make it appear. Where it is all that a page has, its title is the page's heading. */
export function Empty(props: { readonly title: string; readonly isPage?: boolean; readonly children?: ReactNode }): ReactNode {
  return (
    <div className={styles.empty}>
      {props.isPage === true ? <h1 className={styles.page}>{props.title}</h1> : <p>{props.title}</p>}
      {props.children !== undefined && <div className={styles.help}>{props.children}</div>}
    </div>
  );
}
