// The end of a check: its time is up, or nobody wants the answer any more. Bounds every wait of every phase.

import type { DurationMs } from "../../shared/units.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import { asError, ProbeFailure } from "./failure.ts";
import { formatDuration } from "./pure/duration-text.ts";
import { PHASE_ACTIVITY, type Stopwatch } from "./stopwatch.ts";

/** The bound on one check. */
export interface Deadline {
  /** Aborts with a {@link ProbeFailure} (`timeout` or `cancelled`). */
  readonly signal: AbortSignal;
  /** Never below 0. */
  remainingMs(): DurationMs;
  /** The work's outcome, or the abort's failure if that comes first. The work goes on by itself until what it waits for is closed. */
  bound<T>(work: Promise<T>): Promise<T>;
  /** Ends the watch; must be called once the check is over. */
  end(): void;
}

function timeoutText(timeoutMs: DurationMs, stopwatch: Stopwatch): string {
  const activity = stopwatch.current === null ? "" : ` while ${PHASE_ACTIVITY[stopwatch.current]}`;
  return `timed out after ${formatDuration(timeoutMs)}${activity}`;
}

/** What a deadline is measured with. */
export interface DeadlineTools {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Starts the watch. `parent` is the caller's signal; the stopwatch tells what was being waited for. */
export function startDeadline(timeoutMs: DurationMs, parent: AbortSignal, stopwatch: Stopwatch, tools: DeadlineTools): Deadline {
  const startedMs = tools.clock.monotonicMs();
  const controller = new AbortController();
  let onAbort: ((failure: ProbeFailure) => void) | null = null;
  const abort = (failure: ProbeFailure) => {
    if (!controller.signal.aborted) {
      controller.abort(failure);
      onAbort?.(failure);
    }
  };
  const cancel = () => {
    abort(new ProbeFailure("cancelled", "check was cancelled"));
  };
  const timer = tools.timers.setTimer(timeoutMs, () => {
    abort(new ProbeFailure("timeout", timeoutText(timeoutMs, stopwatch)));
  });
  if (parent.aborted) {
    cancel();
  } else {
    parent.addEventListener("abort", cancel, { once: true });
  }
  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, timeoutMs - (tools.clock.monotonicMs() - startedMs)),
    bound: <T>(work: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        work.then(resolve, reject);
        onAbort = reject;
        if (controller.signal.aborted) {
          reject(asError(controller.signal.reason));
        }
      }),
    end: () => {
      timer.cancel();
      parent.removeEventListener("abort", cancel);
    },
  };
}
