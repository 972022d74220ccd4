import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "../../shared/model/config.ts";
import { useTell } from "../hooks/use-tell.ts";
import styles from "./problem-list.module.css";
import { shorten } from "./text.ts";

/** Problems of the configuration, each with its place in the text. */
export function ProblemList(props: { readonly problems: readonly ConfigProblem[] }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  return (
    <ul className={styles.list}>
      {props.problems.map((problem) => {
        const { severity, file, line, column, path, message } = problem;
        return (
          <li key={`${file}:${line}:${column}:${path}:${message}`} className={styles.item}>
            <span className={styles[severity]}>{t(`shell.problem.${severity}`)}</span>
            <code className={styles.place} title={file}>
              {line === 0 ? baseName(file) : t("shell.problem.place", { file: baseName(file), line, column })}
            </code>
            <span className={styles.message}>{shorten(tell(problem), 600)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The last part of a path of any system. */
export function baseName(path: string): string {
  return path.split(/[/\\]/u).at(-1) ?? path;
}
