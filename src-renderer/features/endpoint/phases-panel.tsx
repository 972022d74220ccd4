// Where the time of the last check went, as a waterfall.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointDetail } from "../../../shared/model/status.ts";
import type { Phases } from "../../../shared/model/observation.ts";
import { Empty, Panel } from "../../components/panel.tsx";
import { useFormat } from "../../hooks/use-format.ts";
import styles from "./phases-panel.module.css";

const PHASES = [
  ["dns", "dnsMs"],
  ["connect", "connectMs"],
  ["tls", "tlsMs"],
  ["firstByte", "firstByteMs"],
  ["transfer", "transferMs"],
] as const satisfies ReadonlyArray<readonly [string, keyof Phases]>;

export function PhasesPanel({ detail }: { readonly detail: EndpointDetail | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const latest = detail?.latest ?? null;
  const extras = detail?.latestExtras ?? null;
  const facts =
    latest === null
      ? []
      : [
          format.time(latest.timestampMs),
          format.milliseconds(latest.durationMs),
          latest.ip,
          extras !== null && extras.httpVersion !== "" ? `HTTP/${extras.httpVersion}` : "",
          extras?.reusedConnection === true ? t("endpoint.phases.reused") : "",
          extras !== null && extras.hops.length > 0 ? t("endpoint.phases.hops", { count: extras.hops.length }) : "",
        ];
  return (
    <Panel title={t("endpoint.phases.title")} aside={facts.filter((fact) => fact !== "").join(" · ")}>
      {latest === null ? <Empty title={t("endpoint.conditions.notYet")} /> : <Waterfall phases={latest.phases} />}
    </Panel>
  );
}

function Waterfall({ phases }: { readonly phases: Phases }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const totalMs = PHASES.reduce((sum, [, field]) => sum + phases[field], 0);
  if (totalMs === 0) return <Empty title={t("endpoint.phases.none")} />;
  return (
    <dl className={styles.waterfall}>
      {PHASES.map(([name, field], index) => {
        const startMs = PHASES.slice(0, index).reduce((sum, [, earlier]) => sum + phases[earlier], 0);
        return (
          <div key={name} className={styles.phase}>
            <dt>{t(`endpoint.phases.${name}`)}</dt>
            <dd className={styles.track} aria-hidden>
              {phases[field] > 0 && (
                <span
                  className={styles.bar}
                  style={{ left: `${(startMs / totalMs) * 100}%`, width: `max(2px, ${(phases[field] / totalMs) * 100}%)` }}
                />
              )}
            </dd>
            <dd className={styles.figure}>{phases[field] === 0 ? t("common.none") : format.milliseconds(phases[field])}</dd>
          </div>
        );
      })}
    </dl>
  );
}
