import { TrendingDown, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import type { EndpointSummary } from "../../shared/model/status.ts";
import { useFormat } from "../hooks/use-format.ts";
import { useText } from "../hooks/use-text.ts";
import { trendOf } from "../state/endpoint-state.ts";
import styles from "./response-time.module.css";

/** The last response time, with an arrow when it is far from the usual one. */
export function ResponseTime({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const format = useFormat();
  const { value, unit } = format.millisecondsParts(endpoint.lastDurationMs);
  const trend = trendOf(endpoint);
  const isUp = trend?.direction === "up";
  const Arrow = isUp ? TrendingUp : TrendingDown;
  const usual = format.milliseconds(trend?.usualMs ?? null);
  const hint = isUp ? t("dashboard.card.trendUp", { usual }) : t("dashboard.card.trendDown", { usual });
  return (
    <span className={styles.time}>
      {trend !== null && (
        <span className={isUp ? styles.up : styles.down} title={hint}>
          <Arrow size={13} aria-hidden />
          <span className="visually-hidden">{hint}</span>
        </span>
      )}
      {value}
      {unit !== "" && <small className={styles.unit}> {unit}</small>}
    </span>
  );
}
