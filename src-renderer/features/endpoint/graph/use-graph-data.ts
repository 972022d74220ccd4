// Everything that the graph shows, asked for together and again when a check ended.

import { useMemo } from "react";
import type { EndpointEvent, Series } from "../../../../shared/model/history.ts";
import type { EndpointSummary } from "../../../../shared/model/status.ts";
import type { EndpointKey } from "../../../../shared/model/endpoint.ts";
import { useServices } from "../../../app/services.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { type GraphRange, PRESET_MS, type Span, spanBefore, spanOf } from "./graph-range.ts";

const MAX_POINTS = 400;
const MAX_NOTES = 1_000;

export interface GraphData {
  readonly span: Span;
  readonly series: Series | null;
  readonly before: Series | null;
  readonly overlay: Series | null;
  readonly notes: readonly EndpointEvent[];
  readonly failure: string | null;
  readonly isLoading: boolean;
}

/** A range that follows the present is renewed as its picture would change by a pixel, and no more often. */
export function useGraphData(
  endpoint: EndpointSummary,
  range: GraphRange,
  wantsBefore: boolean,
  overlayKey: EndpointKey | null,
): GraphData {
  const { ticker } = useServices();
  const stepMs = range.kind === "preset" ? PRESET_MS[range.preset] / MAX_POINTS : 1;
  const revision = range.kind === "preset" ? Math.floor((endpoint.lastCheckMs ?? 0) / stepMs) : 0;
  const span = useMemo(() => spanOf(range, revision < 0 ? 0 : ticker.now()), [range, revision, ticker]);
  const previous = spanBefore(span);
  const { key } = endpoint;
  const series = useRequest("endpoint:get-series", { key, ...span, maxPoints: MAX_POINTS });
  const before = useRequest("endpoint:get-series", wantsBefore ? { key, ...previous, maxPoints: MAX_POINTS } : null);
  const overlay = useRequest("endpoint:get-series", overlayKey === null ? null : { key: overlayKey, ...span, maxPoints: MAX_POINTS });
  const events = useRequest("history:get-events", { key, ...span, limit: MAX_NOTES });
  const notes = useMemo(() => (events.data ?? []).filter((event) => event.kind === "note"), [events.data]);
  return {
    span,
    series: series.data,
    before: wantsBefore ? before.data : null,
    overlay: overlayKey === null ? null : overlay.data,
    notes,
    failure: series.failure,
    isLoading: series.isLoading,
  };
}
