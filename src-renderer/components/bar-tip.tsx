import { type ReactNode, useEffect, useState } from "react";
import type { EndpointSummary } from "../../shared/model/status.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { useFormat } from "../hooks/use-format.ts";
import { useRequest } from "../hooks/use-request.ts";
import { useText } from "../hooks/use-text.ts";
import { outcomeAt } from "./bars-path.ts";
import styles from "./bar-tip.module.css";
import { StatusShape } from "./status-shape.tsx";
import { shorten } from "./text.ts";

const ASK_AFTER_MS = 120;
const SHOWN_LINES = 6;
const STATES = { h: "healthy", d: "degraded", f: "failing", m: "maintenance", n: "not-observed" } as const;

/** What one bar stands for. What went wrong is asked for only when the pointer rests on a check that went wrong. */
export function BarTip(props: {
  readonly endpoint: EndpointSummary;
  readonly index: number;
  readonly x: number;
  readonly y: number;
}): ReactNode {
  const t = useText();
  const format = useFormat();
  const { endpoint, index, x, y } = props;
  const outcome = outcomeAt(endpoint.barOutcomes, index);
  const timestampMs = endpoint.barTimestampsMs[index] ?? 0;
  const hasRested = useHasRested(timestampMs);
  const wantsDetails = hasRested && (outcome === "f" || outcome === "d" || outcome === "m");
  const request = useRequest("endpoint:get-results", wantsDetails ? { key: endpoint.key, limit: 1, beforeMs: timestampMs + 1 } : null);
  const result = request.data?.results.find((each) => each.timestampMs === timestampMs);
  const half = 150;
  const left = Math.min(Math.max(x, half + 8), window.innerWidth - half - 8);
  return (
    <div className={styles.tip} role="tooltip" style={{ left, bottom: window.innerHeight - y + 8 }}>
      <div className={styles.head}>
        <StatusShape state={STATES[outcome]} size={10} isDecorative />
        <b>{t(`dashboard.bar.${outcome}`)}</b>
        <span>{format.time(timestampMs)}</span>
        {outcome !== "n" && <span className={styles.duration}>{format.milliseconds(endpoint.barDurationsMs[index] ?? null)}</span>}
      </div>
      {result !== undefined && <Lines result={result} />}
      {wantsDetails && !request.isLoading && result === undefined && (
        <p className={styles.line}>{request.failure ?? t("dashboard.bar.gone")}</p>
      )}
    </div>
  );
}

function Lines({ result }: { readonly result: CheckResult }): ReactNode {
  const failed = [...result.conditions, ...result.degradedConditions]
    .filter((condition) => !condition.success)
    .map(({ display }) => display);
  const lines = [...failed, ...result.errors].slice(0, SHOWN_LINES);
  return lines.map((line) => (
    <p key={line} className={styles.line}>
      <bdi>{shorten(line, 200)}</bdi>
    </p>
  ));
}

function useHasRested(what: number): boolean {
  const [rested, setRested] = useState<number | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(what), ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return rested === what;
}
