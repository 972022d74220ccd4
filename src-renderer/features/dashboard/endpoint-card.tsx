// One endpoint as a card.

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
import { type UptimeFigure, uptimeFigures } from "../../state/data-since.ts";
import { toneOf } from "../../state/endpoint-state.ts";
import styles from "./endpoint-card.module.css";

export const EndpointCard = memo(function EndpointCard(props: { readonly endpointKey: EndpointKey }): ReactNode {
  const endpoint = useEndpoint(props.endpointKey);
  return endpoint === null ? null : <Card endpoint={endpoint} />;
});

function Card({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const tone = toneOf(endpoint.state);
  const label = useCardLabel(endpoint);
  return (
    <article className={cx(styles.card, tone === "failing" && styles.failing, tone === "degraded" && styles.degraded)}>
      <div className={styles.row}>
        <StatusShape state={endpoint.state} isDecorative />
        <a
          className={styles.name}
          href={hrefOf({ to: "endpoint", key: endpoint.key })}
          data-key={endpoint.key}
          aria-label={label}
          title={shorten(endpoint.name, 300)}
        >
          <bdi>{shorten(endpoint.name)}</bdi>
        </a>
        <ResponseTime endpoint={endpoint} />
      </div>
      <p className={styles.target} title={shorten(endpoint.target, 300)}>
        {endpoint.target !== "" && (
          <>
            <bdi>{shorten(endpoint.target)}</bdi> ·{" "}
          </>
        )}
        {endpoint.kind}
      </p>
      {endpoint.cause !== "" && (
        <p className={cx(styles.cause, tone === "degraded" && styles.causeDegraded)} title={shorten(endpoint.cause, 600)}>
          <bdi>{shorten(endpoint.cause)}</bdi>
        </p>
      )}
      <div className={styles.bars}>
        <Bars endpoint={endpoint} />
      </div>
      <Uptimes endpoint={endpoint} />
    </article>
  );
}

/** What a screen reader says for a card's link. */
function useCardLabel(endpoint: EndpointSummary): string {
  const t = useText();
  const format = useFormat();
  const name = shorten(endpoint.name);
  const state = t(`common.state.${endpoint.state}`);
  return endpoint.lastDurationMs === null
    ? t("dashboard.card.label", { name, state })
    : t("dashboard.card.labelDuration", { name, state, duration: format.milliseconds(endpoint.lastDurationMs) });
}

function Uptimes({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const format = useFormat();
  const labelOf = (figure: UptimeFigure): string => {
    if (figure.window !== "since") return t(`dashboard.card.${figure.window}`);
    const time = figure.isRecent ? format.shortMoment(figure.sinceMs, endpoint.lastCheckMs ?? 0) : format.dayMonth(figure.sinceMs);
    return t("dashboard.card.since", { time });
  };
  return (
    <dl className={styles.uptimes} aria-label={t("dashboard.card.uptime")}>
      {uptimeFigures(endpoint).map((figure) => (
        <div key={figure.window}>
          <dt>{labelOf(figure)}</dt>
          <dd>{format.percent(figure.ratio)}</dd>
        </div>
      ))}
      <div className={styles.next}>
        <dt className="visually-hidden">{t("dashboard.list.next")}</dt>
        <dd>
          <NextCheck endpoint={endpoint} />
        </dd>
      </div>
    </dl>
  );
}
