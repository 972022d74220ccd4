import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointDetail } from "../../../shared/model/status.ts";
import { Panel } from "../../components/panel.tsx";
import { SCROLLABLE } from "../../components/scrollable.ts";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import styles from "./answer-panel.module.css";

/** What the server answered when it failed last. Shown as text, whatever it is. */
export function AnswerPanel({ failure }: { readonly failure: NonNullable<EndpointDetail["latestFailure"]> }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { result, extras } = failure;
  if (extras.headers.length === 0 && extras.bodyText === "") return null;
  return (
    <Panel
      title={t("endpoint.answer.failureTitle")}
      aside={`${format.moment(result.timestampMs)}${result.status > 0 ? ` · ${result.status}` : ""}`}
    >
      <h3 className={styles.subtitle}>{t("endpoint.answer.headers")}</h3>
      <dl className={styles.headers}>
        {extras.headers.map(([name, value], index) => (
          // Headers may repeat: their place is part of what they are.
          <div key={`${index} ${name}`}>
            <dt>{shorten(name, 80)}:</dt>
            <dd>{shorten(value, 400)}</dd>
          </div>
        ))}
      </dl>
      <h3 className={styles.subtitle}>
        {t("endpoint.answer.body")}
        {extras.bodyTruncated && ` (${t("endpoint.answer.truncated")})`}
      </h3>
      {extras.bodyText === "" ? (
        <p>{t("endpoint.answer.emptyBody")}</p>
      ) : (
        <section className={styles.body} aria-label={t("endpoint.answer.body")} {...SCROLLABLE}>
          <pre>{extras.bodyText}</pre>
        </section>
      )}
    </Panel>
  );
}
