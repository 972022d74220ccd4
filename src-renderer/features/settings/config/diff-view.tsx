// Lines that went and lines that came, told apart by sign as well as by colour.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DiffHunk, FileDiff } from "../../../../shared/model/settings.ts";
import { baseName } from "../../../components/problem-list.tsx";
import { SCROLLABLE } from "../../../components/scrollable.ts";
import { shorten } from "../../../components/text.ts";
import styles from "./diff-view.module.css";

/** A screen takes no more, and a dialog needs no more to decide. */
const SHOWN_LINES = 400;

export function DiffView({ diffs }: { readonly diffs: readonly FileDiff[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className={styles.diff} aria-label={t("settings.diff.label")} {...SCROLLABLE}>
      {diffs.map(({ file, hunks }) => (
        <figure key={file} className={styles.file}>
          <figcaption className={styles.name} title={file}>
            {baseName(file)}
          </figcaption>
          {hunks.map((hunk) => (
            <Hunk key={`${hunk.beforeLine}:${hunk.afterLine}`} hunk={hunk} />
          ))}
        </figure>
      ))}
    </section>
  );
}

function Hunk({ hunk }: { readonly hunk: DiffHunk }): ReactNode {
  const { t } = useTranslation();
  const lines = [
    ...hunk.before.map((text, index) => ({ kind: "removed" as const, line: hunk.beforeLine + index, text })),
    ...hunk.after.map((text, index) => ({ kind: "added" as const, line: hunk.afterLine + index, text })),
  ];
  return (
    <table className={styles.hunk} aria-label={t("settings.diff.hunk", { line: hunk.afterLine })}>
      <tbody>
        {lines.slice(0, SHOWN_LINES).map(({ kind, line, text }) => (
          <tr key={`${kind}:${line}`} className={styles[kind]}>
            <th scope="row" className={styles.line}>
              {line}
            </th>
            <td className={styles.sign}>
              <span className="visually-hidden">{t(`settings.diff.${kind}`)}</span>
              <span aria-hidden>{kind === "added" ? "+" : "−"}</span>
            </td>
            <td className={styles.text}>{shorten(text, 300)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
