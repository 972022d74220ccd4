import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointDetail } from "../../../shared/model/status.ts";
import { Empty, Panel } from "../../components/panel.tsx";
import { shorten } from "../../components/text.ts";
import { ConditionList } from "./condition-list.tsx";
import styles from "./conditions-panel.module.css";

/** The conditions as the last check found them. */
export function ConditionsPanel({ detail }: { readonly detail: EndpointDetail | null }): ReactNode {
  const { t } = useTranslation();
  const latest = detail?.latest ?? null;
  const degraded = latest?.degradedConditions ?? [];
  return (
    <Panel title={t("endpoint.conditions.title")}>
      {latest === null ? (
        <Empty title={t("endpoint.conditions.notYet")} />
      ) : (
        <ConditionList conditions={latest.conditions} failedAs="failing" />
      )}
      {degraded.length > 0 && (
        <>
          <h3 className={styles.subtitle}>{t("endpoint.conditions.degradedWhen")}</h3>
          <ConditionList conditions={degraded} failedAs="degraded" />
        </>
      )}
      {latest !== null && latest.errors.length > 0 && (
        <>
          <h3 className={styles.subtitle}>{t("endpoint.results.errors")}</h3>
          {latest.errors.map((error) => (
            <p key={error} className={styles.error}>
              <bdi>{shorten(error, 600)}</bdi>
            </p>
          ))}
        </>
      )}
    </Panel>
  );
}
