// The latest checks as shapes: one path for each outcome, so that a card costs a handful of elements. Pure.

import type { DurationMs } from "../../shared/units.ts";

/** One of the characters of `EndpointSummary.barOutcomes`. */
export type BarOutcome = "h" | "d" | "f" | "m" | "n";

/** The drawing's own units: each bar has a slot of this width, the height is {@link BARS_HEIGHT}. */
export const SLOT = 10;
export const BARS_HEIGHT = 100;
export const SLOTS = 44;

const BAR = 7;
const MIN_HEIGHT = 26;
const MAX_HEIGHT = 74;

/**
 * Path data for each outcome that occurs, newest bar at the right end. Height follows the duration; outcomes differ in shape:
 * degraded has a slanted top, failing reaches the ceiling with a gap below its cap, maintenance is two blocks, not observed a stub.
 */
export function drawBars(outcomes: string, durationsMs: readonly DurationMs[]): ReadonlyMap<BarOutcome, string> {
  const paths = new Map<BarOutcome, string>();
  const first = Math.max(0, outcomes.length - SLOTS);
  const ceilingMs = ceilingOf(durationsMs.slice(first));
  for (let index = first; index < outcomes.length; index += 1) {
    const outcome = outcomeAt(outcomes, index);
    const x = (SLOTS - (outcomes.length - index)) * SLOT + (SLOT - BAR) / 2;
    const height = MIN_HEIGHT + (MAX_HEIGHT - MIN_HEIGHT) * Math.min(1, (durationsMs[index] ?? 0) / ceilingMs);
    paths.set(outcome, (paths.get(outcome) ?? "") + drawBar(outcome, x, height));
  }
  return paths;
}

/** The outcome of a bar; what is not one of the known characters counts as not observed. */
export function outcomeAt(outcomes: string, index: number): BarOutcome {
  const character = outcomes.charAt(index);
  return character === "h" || character === "d" || character === "f" || character === "m" ? character : "n";
}

/** The duration that reaches the top: one slow check must not flatten the others. */
function ceilingOf(durationsMs: readonly DurationMs[]): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return Math.max(1, (sorted[Math.floor(sorted.length * 0.9)] ?? 0) * 1.15);
}

function drawBar(outcome: BarOutcome, x: number, height: number): string {
  const top = BARS_HEIGHT - height;
  switch (outcome) {
    case "h":
      return block(x, top, height);
    case "d":
      return `M${x} ${round(top)}L${x + BAR} ${round(Math.max(0, top - 18))}V100H${x}Z`;
    case "f":
      return block(x, 0, 14) + block(x, 22, 78);
    case "m":
      return block(x, 58, 18) + block(x, 82, 18);
    default:
      return block(x, 88, 12);
  }
}

function block(x: number, y: number, height: number): string {
  return `M${x} ${round(y)}h${BAR}v${round(height)}h-${BAR}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
