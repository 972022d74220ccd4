// What the engine remembers of one endpoint between checks, as pure transitions: (state, input) => state.

import type { CheckOutcome, CheckResult, ResultExtras } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import { NO_BARS } from "./bars.ts";
import type { Bars } from "./bars.ts";

export interface Uptimes {
  readonly day: number | null;
  readonly week: number | null;
  readonly month: number | null;
  /** Where the history of the last 30 days begins; null = before them, or there is none. */
  readonly sinceMs: EpochMs | null;
}

const NO_UPTIMES: Uptimes = { day: null, week: null, month: null, sinceMs: null };

/** Whether nobody could see the difference: shares are shown with two decimals of a percent at most. */
export function looksLike(uptimes: Uptimes, other: Uptimes): boolean {
  const isSame = (a: number | null, b: number | null): boolean => a?.toFixed(5) === b?.toFixed(5);
  return (
    isSame(uptimes.day, other.day) &&
    isSame(uptimes.week, other.week) &&
    isSame(uptimes.month, other.month) &&
    uptimes.sinceMs === other.sinceMs
  );
}

export interface EndpointMemory {
  readonly latest: CheckResult | null;
  readonly extras: ResultExtras | null;
  /** Since when the outcome of the latest check holds; null before the first check, or when that was too long ago to know. */
  readonly sinceMs: EpochMs | null;
  readonly bars: Bars;
  readonly uptimes: Uptimes;
}

export const NEW_MEMORY: EndpointMemory = { latest: null, extras: null, sinceMs: null, bars: NO_BARS, uptimes: NO_UPTIMES };

/** Takes a finished check in. */
export function remember(memory: EndpointMemory, result: CheckResult, extras: ResultExtras | null): EndpointMemory {
  return {
    latest: result,
    extras: extras ?? memory.extras,
    sinceMs: isTransition(memory, result) ? result.timestampMs : memory.sinceMs,
    bars: memory.bars.with(barOf(result), result.durationMs, result.timestampMs),
    uptimes: memory.uptimes,
  };
}

/** Adds a bar for time in which nothing was observed; one that follows another such bar is not repeated. */
export function rememberGap(memory: EndpointMemory, atMs: EpochMs): EndpointMemory {
  if (memory.bars.newest === "n") return memory;
  return { ...memory, bars: memory.bars.with("n", 0, atMs) };
}

/** Whether a result changes what the endpoint's state says: the moment for an event. */
export function isTransition(memory: EndpointMemory, result: CheckResult): boolean {
  return memory.latest?.outcome !== result.outcome;
}

/** The one-character form of a result on a card. */
function barOf(result: Pick<CheckResult, "outcome" | "inMaintenance">): string {
  if (result.inMaintenance) return "m";
  return BAR_LETTERS[result.outcome];
}

const BAR_LETTERS: Readonly<Record<CheckOutcome, string>> = { healthy: "h", degraded: "d", failing: "f" };

/** Why a check is not healthy, in one line with the value that was seen: its first error, else its first failed condition. Empty when healthy. */
export function causeOf(result: CheckResult): string {
  if (result.outcome === "healthy") return "";
  if (result.outcome === "degraded") return result.degradedConditions.find((condition) => !condition.success)?.display ?? "";
  return result.errors[0] ?? result.conditions.find((condition) => !condition.success)?.display ?? "";
}
