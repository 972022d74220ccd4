// The end of a check: its time is up, or nobody wants the answer any more. Bounds every wait of every phase.

import type { DurationMs, MonotonicMs } from "../../shared/units.ts";
import type { Clock, TimerHandle, Timers } from "../ports/clock.ts";
import type { Cancellations } from "./cancellations.ts";
import { ProbeFailure } from "./failure.ts";
import { formatDuration } from "./pure/duration-text.ts";
import { PHASE_ACTIVITY, type Stopwatch } from "./stopwatch.ts";

/** The bound on one check. */
export interface Deadline {
  /** Aborts with a {@link ProbeFailure} (`timeout` or `cancelled`). */
  readonly signal: AbortSignal;
  /** The time is up, or the caller gave up. */
  readonly isOver: boolean;
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
  readonly cancellations: Cancellations;
}

/** The watch over one check. The signal is made when somebody asks for it: most checks need none, and signals are dear. */
class Watch implements Deadline {
  readonly #tools: DeadlineTools;
  readonly #timeoutMs: DurationMs;
  readonly #startedMs: MonotonicMs;
  readonly #parent: AbortSignal;
  readonly #timer: TimerHandle;
  readonly #cancel: () => void;
  #controller: AbortController | null = null;
  #failure: ProbeFailure | null = null;
  #onFailure: ((failure: ProbeFailure) => void) | null = null;

  constructor(timeoutMs: DurationMs, parent: AbortSignal, stopwatch: Stopwatch, tools: DeadlineTools) {
    this.#tools = tools;
    this.#timeoutMs = timeoutMs;
    this.#startedMs = tools.clock.monotonicMs();
    this.#parent = parent;
    this.#cancel = () => {
      this.#fail(new ProbeFailure("cancelled", "check was cancelled"));
    };
    this.#timer = tools.timers.setTimer(timeoutMs, () => {
      this.#fail(new ProbeFailure("timeout", timeoutText(timeoutMs, stopwatch)));
    });
    if (parent.aborted) {
      this.#cancel();
    } else {
      tools.cancellations.on(parent, this.#cancel);
    }
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#failure !== null) {
        this.#controller.abort(this.#failure);
      }
    }
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#failure !== null;
  }

  remainingMs(): DurationMs {
    return Math.max(0, this.#timeoutMs - (this.#tools.clock.monotonicMs() - this.#startedMs));
  }

  bound<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      work.then(resolve, reject);
      this.#onFailure = reject;
      if (this.#failure !== null) {
        reject(this.#failure);
      }
    });
  }

  end(): void {
    this.#timer.cancel();
    this.#tools.cancellations.off(this.#parent, this.#cancel);
  }

  #fail(failure: ProbeFailure): void {
    if (this.#failure === null) {
      this.#failure = failure;
      this.#controller?.abort(failure);
      this.#onFailure?.(failure);
    }
  }
}

/** Starts the watch. `parent` is the caller's signal; the stopwatch tells what was being waited for. */
export function startDeadline(timeoutMs: DurationMs, parent: AbortSignal, stopwatch: Stopwatch, tools: DeadlineTools): Deadline {
  return new Watch(timeoutMs, parent, stopwatch, tools);
}
