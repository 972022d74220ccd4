// Lengths of time as the configuration writes them (`1h30m`) and as people read them. Pure text work; no calendar.

import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, WEEK } from "./units.ts";
import type { DurationMs } from "./units.ts";

const UNITS: Readonly<Record<string, number>> = {
  ns: MILLISECOND / 1e6,
  us: MILLISECOND / 1e3,
  "\u00b5s": MILLISECOND / 1e3,
  "\u03bcs": MILLISECOND / 1e3,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
};

const LONG_UNITS: Readonly<Record<string, number>> = { ...UNITS, d: DAY, w: WEEK };

/** The largest length that fits 64-bit nanoseconds, about 292 years. */
const LONGEST_MS = 2 ** 63 / 1e6;

const PART = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w)/y;

/** Whether days and weeks are units too: they are in Sentray's own keys, not in those it shares with Gatus. */
export interface DurationGrammar {
  readonly longUnits: boolean;
}

/**
 * Reads a length of time such as `90s`, `1.5h`, `-5s` or `1m1m`.
 *
 * @returns milliseconds (a fraction where the text has microseconds), or null when the text is no duration or exceeds ±292 years.
 * @see https://pkg.go.dev/time#ParseDuration for the grammar
 */
export function parseGoDuration(text: string, grammar: DurationGrammar = { longUnits: false }): DurationMs | null {
  const negative = text.startsWith("-");
  const unsigned = negative || text.startsWith("+") ? text.slice(1) : text;
  if (unsigned === "0") return 0;
  if (unsigned === "") return null;

  const units = grammar.longUnits ? LONG_UNITS : UNITS;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const part = PART.exec(unsigned);
    const factor = part?.[2] === undefined ? undefined : units[part[2]];
    if (part?.[1] === undefined || factor === undefined) return null;
    total += scaled(part[1], factor);
  }
  if (total > LONGEST_MS) return null;
  const rounded = total < 1e9 ? Math.round(total * 1e6) / 1e6 : total;
  return negative && rounded !== 0 ? -rounded : rounded;
}

/** `number × unit` without the error that multiplying by 1e-3 or 1e-6 would bring in: dividing by a whole number rounds once. */
function scaled(digits: string, factor: number): number {
  return factor >= 1 ? Number(digits) * factor : Number(digits) / Math.round(1 / factor);
}

/**
 * Writes a length of time as Go does: `0s`, `300ms`, `1.5s`, `1m30s`, `36h0m0s`. Hours are never folded into days.
 * Fractions are kept down to the nanosecond.
 */
export function formatGoDuration(durationMs: DurationMs): string {
  const nanoseconds = BigInt(Math.round(Math.abs(durationMs) * 1e6));
  if (nanoseconds === 0n) return "0s";
  const sign = durationMs < 0 ? "-" : "";
  if (nanoseconds < 1_000n) return `${sign}${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${sign}${decimal(nanoseconds, 3)}\u00b5s`;
  if (nanoseconds < 1_000_000_000n) return `${sign}${decimal(nanoseconds, 6)}ms`;

  const minute = 60_000_000_000n;
  const hours = nanoseconds / (60n * minute);
  const minutes = (nanoseconds / minute) % 60n;
  const seconds = `${decimal(nanoseconds % minute, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

/**
 * Writes a length of time as people would put it into a configuration: `90s` stays `1m30s`, but `10m0s` becomes `10m`.
 * Reads back to the same length.
 */
export function formatShortDuration(durationMs: DurationMs): string {
  const text = formatGoDuration(durationMs);
  return text.replace(/(?<=[hm])0s$/, "").replace(/(?<=h)0m$/, "");
}

function decimal(value: bigint, places: number): string {
  const scale = 10n ** BigInt(places);
  const fraction = (value % scale).toString().padStart(places, "0").replace(/0+$/, "");
  return fraction === "" ? `${value / scale}` : `${value / scale}.${fraction}`;
}
