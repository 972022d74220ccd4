import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import { SCROLLABLE } from "../../../components/scrollable.ts";
import { shorten } from "../../../components/text.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import styles from "./problem-pane.module.css";

/** All problems of the file that is open, each a way to its place. */
export function ProblemPane(props: {
  readonly problems: readonly ConfigProblem[];
  readonly onJump: (problem: ConfigProblem) => void;
}): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { problems, onJump } = props;
  if (problems.length === 0) return <p className={styles.none}>{t("settings.yaml.noProblems")}</p>;
  return (
    <section className={styles.pane} aria-label={t("settings.yaml.problems", { count: problems.length })} {...SCROLLABLE}>
      <ul>
        {problems.map((problem) => {
          const { severity, message, line, column, path } = problem;
          return (
            <li key={`${line}:${column}:${path}:${message}`}>
              <button type="button" className={styles.problem} onClick={() => onJump(problem)}>
                <span className={styles[severity]}>{t(`shell.problem.${severity}`)}</span>
                <code>{`${line}:${column}`}</code>
                <span>{shorten(tell(problem), 400)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
