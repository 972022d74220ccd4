// The stretch of time that a graph shows. Pure.

import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE } from "../../../../shared/units.ts";

export const PRESETS = ["h1", "h24", "d7", "d30", "y1"] as const;

export type Preset = (typeof PRESETS)[number];

export const PRESET_MS: Record<Preset, DurationMs> = { h1: HOUR, h24: DAY, d7: 7 * DAY, d30: 30 * DAY, y1: 365 * DAY };

/** An endpoint that is watched for less than this starts with the shortest range, where its graph is more than a sliver. */
const NEW_FOR_MS = 3 * HOUR;

/** The range that a page begins with. `watchedSinceMs` null = for long. */
export function firstPreset(watchedSinceMs: EpochMs | null, nowMs: EpochMs): Preset {
  return watchedSinceMs !== null && nowMs - watchedSinceMs < NEW_FOR_MS ? "h1" : "h24";
}

/** A preset follows the present; a window that was zoomed or moved stays where it is. */
export type GraphRange =
  | { readonly kind: "preset"; readonly preset: Preset }
  | ({ readonly kind: "window"; readonly preset: Preset } & Span);

export interface Span {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

const SHORTEST_MS = 2 * MINUTE;

/** The span of a range when the present is `nowMs`. */
export function spanOf(range: GraphRange, nowMs: EpochMs): Span {
  return range.kind === "window" ? { fromMs: range.fromMs, toMs: range.toMs } : { fromMs: nowMs - PRESET_MS[range.preset], toMs: nowMs };
}

/** The period of the same length just before. */
export function spanBefore({ fromMs, toMs }: Span): Span {
  return { fromMs: fromMs - (toMs - fromMs), toMs: fromMs };
}

/** A window for a span: whole milliseconds, in order, not too short to hold anything, not beyond the present. */
export function windowOf(span: Span, preset: Preset, nowMs: EpochMs): GraphRange {
  const length = Math.max(SHORTEST_MS, Math.round(Math.abs(span.toMs - span.fromMs)));
  const toMs = Math.min(nowMs, Math.round(Math.max(span.fromMs, span.toMs)));
  return { kind: "window", preset, fromMs: toMs - length, toMs };
}

/** The span moved by a share of its length; negative = earlier. */
export function moveSpan(span: Span, share: number): Span {
  const by = (span.toMs - span.fromMs) * share;
  return { fromMs: span.fromMs + by, toMs: span.toMs + by };
}

/** The span made longer (`factor` above 1) or shorter around a moment, which stays where it is on the screen. */
export function zoomSpan({ fromMs, toMs }: Span, factor: number, aroundMs: EpochMs): Span {
  return { fromMs: aroundMs - (aroundMs - fromMs) * factor, toMs: aroundMs + (toMs - aroundMs) * factor };
}

/** What a key does to the span; null = nothing, "reset" = back to the whole range. `readMs` is the point being read. */
export function spanForKey(key: string, isShift: boolean, span: Span, readMs: EpochMs | null): Span | "reset" | null {
  const isRead = readMs !== null && readMs >= span.fromMs && readMs <= span.toMs;
  const aroundMs = isRead ? readMs : (span.fromMs + span.toMs) / 2;
  switch (key) {
    case "+":
    case "=":
      return zoomSpan(span, 1 / 2, aroundMs);
    case "-":
    case "_":
      return zoomSpan(span, 2, aroundMs);
    case "0":
      return "reset";
    case "ArrowLeft":
      return isShift ? moveSpan(span, -1 / 4) : null;
    case "ArrowRight":
      return isShift ? moveSpan(span, 1 / 4) : null;
    default:
      return null;
  }
}
