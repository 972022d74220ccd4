import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CheckResult } from "../../../shared/model/result.ts";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { ConditionList } from "./condition-list.tsx";
import styles from "./result-details.module.css";

/** Everything that is stored of one result. */
export function ResultDetails({ result }: { readonly result: CheckResult }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    result.ip === "" ? null : `${t("endpoint.results.address")}: ${result.ip}`,
    result.dnsRcode === "" ? null : `${t("endpoint.results.rcode")}: ${result.dnsRcode}`,
    result.inMaintenance ? t("endpoint.results.inMaintenance") : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={styles.details}>
      {result.conditions.length === 0 && <p>{t("endpoint.results.noConditions")}</p>}
      <ConditionList conditions={result.conditions} failedAs="failing" />
      {result.degradedConditions.length > 0 && <ConditionList conditions={result.degradedConditions} failedAs="degraded" />}
      {result.errors.map((error) => (
        <p key={error} className={styles.error}>
          <bdi>{shorten(error, 600)}</bdi>
        </p>
      ))}
      {result.attempts.length > 0 && (
        <>
          <p>{t("endpoint.results.attempts", { count: result.attempts.length })}</p>
          <ul className={styles.attempts}>
            {result.attempts.map((attempt) => (
              <li key={attempt.atEpochMs}>
                {t("endpoint.results.attempt", { time: format.time(attempt.atEpochMs), duration: format.milliseconds(attempt.durationMs) })}
                {attempt.errors.length > 0 && <bdi> – {shorten(attempt.errors.join(", "), 300)}</bdi>}
              </li>
            ))}
          </ul>
        </>
      )}
      {facts.length > 0 && <p className={styles.facts}>{facts.join(" · ")}</p>}
    </div>
  );
}
