// The stretches in which nobody watched: those of the file, plus those that wait to be written.

import type { NotObservedSpan } from "../../shared/model/history.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { ReadSide } from "./block-sources.ts";

/** The not-observed spans that concern an endpoint and touch a range, in order. */
export function spansOf(side: ReadSide, key: string, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  return [...everybodysSpans(side, fromMs, toMs), ...ownSpans(side, key, fromMs, toMs)].sort((left, right) => left.fromMs - right.fromMs);
}

/** Those of one endpoint alone. */
export function ownSpans(side: ReadSide, key: string, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  const tail = side.tailOf(key);
  return [...(tail === null ? [] : storedSpans(side, tail.id, fromMs, toMs)), ...pendingSpans(side, key, fromMs, toMs)];
}

interface SpanRow {
  readonly reason: NotObservedSpan["reason"];
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Those of everybody. */
export function everybodysSpans(side: ReadSide, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  return [...storedSpans(side, 0, fromMs, toMs), ...pendingSpans(side, null, fromMs, toMs)];
}

function storedSpans(side: ReadSide, endpointId: number, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  const key = endpointId === 0 ? null : side.keyOf(endpointId);
  return side
    .rows<SpanRow>(
      "SELECT reason, from_ms, to_ms FROM not_observed WHERE endpoint_id = ? AND to_ms > ? AND from_ms < ?",
      endpointId,
      fromMs,
      toMs,
    )
    .map((row) => ({ key, fromMs: row.from_ms, toMs: row.to_ms, reason: row.reason }));
}

function pendingSpans(side: ReadSide, key: string | null, fromMs: EpochMs, toMs: EpochMs): readonly NotObservedSpan[] {
  return side.pending.waiting.flatMap(({ span }) =>
    span !== undefined && span.key === key && span.toMs > fromMs && span.fromMs < toMs ? [span] : [],
  );
}
