// The latest checks of one endpoint as a card shows them.

import type { DurationMs, EpochMs } from "../../shared/units.ts";

/** How many of the latest checks a card shows. */
export const BAR_COUNT = 45;

/** How many bars share one tape before the ones still shown are copied to a new one. */
const TAPE_LENGTH = 2 * BAR_COUNT;

/** Bars one after the other; it only ever grows at its end, so that whoever looks at a stretch of it sees it unchanged. */
interface Tape {
  readonly outcomes: string[];
  readonly durationsMs: DurationMs[];
  readonly timestampsMs: EpochMs[];
}

/**
 * The latest checks, oldest first, at most {@link BAR_COUNT}. A value: adding a bar makes another one and leaves this as it was.
 * Both look at the same tape, so a check costs no copy of all the bars before it.
 */
export class Bars {
  readonly #tape: Tape;
  readonly #end: number;

  private constructor(tape: Tape) {
    this.#tape = tape;
    this.#end = tape.outcomes.length;
  }

  static of(outcomes: string, durationsMs: readonly DurationMs[], timestampsMs: readonly EpochMs[]): Bars {
    return new Bars({ outcomes: outcomes.split(""), durationsMs: [...durationsMs], timestampsMs: [...timestampsMs] });
  }

  /** One letter for each check; see `EndpointSummary`. */
  get outcomes(): string {
    return this.#latest(this.#tape.outcomes).join("");
  }

  get durationsMs(): readonly DurationMs[] {
    return this.#latest(this.#tape.durationsMs);
  }

  get timestampsMs(): readonly EpochMs[] {
    return this.#latest(this.#tape.timestampsMs);
  }

  /** The letter of the newest bar; undefined = there is none. */
  get newest(): string | undefined {
    return this.#tape.outcomes[this.#end - 1];
  }

  with(outcome: string, durationMs: DurationMs, atMs: EpochMs): Bars {
    const isAtEnd = this.#end === this.#tape.outcomes.length;
    const tape = isAtEnd && this.#end > 0 && this.#end < TAPE_LENGTH ? this.#tape : this.#copy();
    tape.outcomes.push(outcome);
    tape.durationsMs.push(durationMs);
    tape.timestampsMs.push(atMs);
    return new Bars(tape);
  }

  #copy(): Tape {
    const { outcomes, durationsMs, timestampsMs } = this.#tape;
    return { outcomes: this.#latest(outcomes), durationsMs: this.#latest(durationsMs), timestampsMs: this.#latest(timestampsMs) };
  }

  #latest<T>(list: readonly T[]): T[] {
    return list.slice(Math.max(0, this.#end - BAR_COUNT), this.#end);
  }
}

export const NO_BARS: Bars = Bars.of("", [], []);
