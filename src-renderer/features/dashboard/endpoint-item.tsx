// One endpoint as a line of the compact list.

import { memo, type ReactNode } from "react";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { hrefOf } from "../../app/router.ts";
import { Bars } from "../../components/bars.tsx";
import { cx } from "../../components/cx.ts";
import { NextCheck } from "../../components/next-check.tsx";
import { ResponseTime } from "../../components/response-time.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useEndpoint } from "../../hooks/use-store.ts";
import { useText } from "../../hooks/use-text.ts";
import { uptimeFigures } from "../../state/data-since.ts";
import { toneOf } from "../../state/endpoint-state.ts";
import styles from "./endpoint-item.module.css";

/** The names of the columns. Screen readers get each value with its own words instead. */
export function ItemHeader(): ReactNode {
  const t = useText();
  return (
    <div className={cx(styles.line, styles.header)} aria-hidden>
      <span />
      <span>{t("dashboard.list.name")}</span>
      <span className={styles.target}>{t("dashboard.list.target")}</span>
      <span className={styles.history}>{t("dashboard.list.history")}</span>
      <span className={styles.figure}>{t("dashboard.list.response")}</span>
      <span className={styles.figure}>{t("dashboard.list.uptime")}</span>
      <span className={cx(styles.figure, styles.next)}>{t("dashboard.list.next")}</span>
    </div>
  );
}

export const EndpointItem = memo(function EndpointItem(props: { readonly endpointKey: EndpointKey }): ReactNode {
  const endpoint = useEndpoint(props.endpointKey);
  return endpoint === null ? null : <Item endpoint={endpoint} />;
});

function Item({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const tone = toneOf(endpoint.state);
  const name = shorten(endpoint.name);
  const state = t(`common.state.${endpoint.state}`);
  return (
    <article className={cx(styles.line, styles.item, tone === "failing" && styles.failing)}>
      <StatusShape state={endpoint.state} isDecorative />
      <a
        className={styles.name}
        href={hrefOf({ to: "endpoint", key: endpoint.key })}
        data-key={endpoint.key}
        aria-label={t("dashboard.card.label", { name, state })}
        title={name}
      >
        <bdi>{name}</bdi>
      </a>
      <span className={cx(styles.target, tone === "failing" && styles.cause, tone === "degraded" && styles.causeDegraded)}>
        <bdi>{shorten(endpoint.cause === "" ? endpoint.target : endpoint.cause)}</bdi>
      </span>
      <span className={styles.history}>
        <Bars endpoint={endpoint} />
      </span>
      <span className={styles.figure}>
        <ResponseTime endpoint={endpoint} />
      </span>
      <DayUptime endpoint={endpoint} />
      <span className={cx(styles.figure, styles.next)}>
        <NextCheck endpoint={endpoint} />
      </span>
    </article>
  );
}

/** The uptime of a day, or of the time since the watching began when that is less. */
function DayUptime({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const format = useFormat();
  const [day] = uptimeFigures(endpoint);
  const isPart = day?.window === "since";
  const title = isPart ? t("dashboard.card.since", { time: format.shortMoment(day.sinceMs, endpoint.lastCheckMs ?? 0) }) : undefined;
  return (
    <span className={cx(styles.figure, isPart && styles.part)} title={title}>
      {format.percent(endpoint.uptime24h)}
    </span>
  );
}
