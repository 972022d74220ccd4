// Lengths of time as the configuration writes them (`1h30m`) and as people read them. Pure text work; no calendar.

import type { DurationMs } from "./units.ts";

/** Nanoseconds per unit: counting in them is exact, as it is in Go. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const LONG_UNITS: Readonly<Record<string, bigint>> = { ...UNITS, d: 86_400_000_000_000n, w: 604_800_000_000_000n };

/** What 64 bits hold, about 292 years. */
const MOST_NANOSECONDS = 2n ** 63n - 1n;
/** No honest text is longer, and a hostile one is not worth counting. */
const LONGEST_TEXT = 100;

const PART = /(?:(\d+)\.?(\d*)|\.(\d+))(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w)/y;

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
  if (unsigned === "" || unsigned.length > LONGEST_TEXT) return null;

  const units = grammar.longUnits ? LONG_UNITS : UNITS;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const [, whole = "0", fraction = "", bareFraction, unit = ""] = PART.exec(unsigned) ?? [];
    const factor = units[unit];
    if (factor === undefined) return null;
    const digits = bareFraction ?? fraction;
    total += BigInt(whole) * factor + (BigInt(digits || "0") * factor) / 10n ** BigInt(digits.length);
  }
  if (total > MOST_NANOSECONDS) return null;
  const milliseconds = toMilliseconds(total);
  return negative && milliseconds !== 0 ? -milliseconds : milliseconds;
}

function toMilliseconds(nanoseconds: bigint): DurationMs {
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}

function toNanoseconds(milliseconds: DurationMs): bigint {
  const whole = Math.trunc(milliseconds);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((milliseconds - whole) * 1e6));
}

/**
 * Writes a length of time as Go does: `0s`, `300ms`, `1.5s`, `1m30s`, `36h0m0s`. Hours are never folded into days.
 * Fractions are kept down to the nanosecond.
 */
export function formatGoDuration(durationMs: DurationMs): string {
  const nanoseconds = toNanoseconds(Math.abs(durationMs));
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
