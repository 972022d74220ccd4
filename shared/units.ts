// Units of time that every floor shares. A moment and a reading of a stopwatch are different things:
// moments come from the wall clock and may jump, stopwatch readings only ever grow.

/** A moment: milliseconds since the Unix epoch, from the wall clock. */
export type EpochMs = number;

/** A length of time in milliseconds; may have a fraction. */
export type DurationMs = number;

declare const monotonic: unique symbol;

/** A stopwatch reading: milliseconds since an arbitrary origin, never decreasing. Subtract two of them to get a {@link DurationMs}. */
export type MonotonicMs = number & { readonly [monotonic]: true };

export const MILLISECOND = 1;
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const WEEK = 604_800_000;
