import type { ReactNode } from "react";
import type { EndpointSummary } from "../../shared/model/status.ts";
import { useFormat } from "../hooks/use-format.ts";
import { useNow } from "../hooks/use-store.ts";
import { useText } from "../hooks/use-text.ts";

/** Counts down to the next check, or says until when it is paused. Apart from its card, because it changes every second. */
export function NextCheck({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  if (endpoint.state === "paused") {
    return endpoint.pausedUntilMs === null
      ? t("common.state.paused")
      : t("common.until", { time: format.shortMoment(endpoint.pausedUntilMs, now) });
  }
  if (endpoint.nextCheckMs === null) return null;
  const leftMs = endpoint.nextCheckMs - now;
  const text = leftMs < 500 ? t("common.now") : format.duration(Math.ceil(leftMs / 1_000) * 1_000);
  return <span title={leftMs < 500 ? t("dashboard.card.checking") : t("dashboard.card.next", { duration: text })}>{text}</span>;
}
