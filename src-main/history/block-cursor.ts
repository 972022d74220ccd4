// Reads the records of a block in order. Walking costs next to nothing per record; a whole result is only built when asked for.

import type { Attempt, CheckResult, ConditionOutcome } from "../../shared/model/result.ts";
import { NO_PHASES, type Phases } from "../../shared/model/observation.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { ByteReader } from "./bytes.ts";
import {
  OUTCOMES,
  PHASE_NAMES,
  RECORD_FLAGS,
  startOfChain,
  type ChainState,
  type Displays,
  type StoredCondition,
  type StoredContext,
} from "./chain-state.ts";
import { TICKS_PER_MS, type RolledCheck } from "./rollup.ts";

const NO_ATTEMPTS: readonly Attempt[] = [];

/** Walks a block; after `next()` the fields hold the record it stands on. A damaged block ends where the damage begins. */
export class BlockCursor implements RolledCheck {
  readonly state: ChainState = startOfChain();
  durationTicks = 0;
  /** The bytes make no sense from here on. */
  damaged = false;
  readonly #from: ByteReader;
  readonly #phaseTicks: number[] = [0, 0, 0, 0, 0];
  #hasPhases = false;
  #attempts: readonly Attempt[] = NO_ATTEMPTS;

  constructor(block: Uint8Array) {
    this.#from = new ByteReader(block);
  }

  get timestampMs(): EpochMs {
    return this.state.timestampMs;
  }

  get context(): StoredContext {
    const context = this.state.contexts[this.state.contextIndex];
    if (context === undefined) throw new Error("the cursor stands on no record");
    return context;
  }

  get failing(): boolean {
    return this.context.outcome === "failing";
  }

  get degraded(): boolean {
    return this.context.outcome === "degraded";
  }

  get inMaintenance(): boolean {
    return this.context.inMaintenance;
  }

  /** Moves to the next record; false at the end. */
  next(): boolean {
    if (this.damaged || this.#from.done) return false;
    try {
      this.#readRecord();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.damaged = true;
      return false;
    }
    return true;
  }

  #readRecord(): void {
    const { state } = this;
    const from = this.#from;
    const flags = from.byte();
    state.stepMs += from.signed();
    state.timestampMs += state.stepMs;
    this.durationTicks = from.unsigned();
    if ((flags & RECORD_FLAGS.newContext) !== 0) this.#readContext();
    if (state.contexts[state.contextIndex] === undefined)
      throw new RangeError("packed record names a context that its block does not hold");
    this.#readPhases(flags);
    if ((flags & RECORD_FLAGS.certificate) !== 0) state.certificateEndsMs = this.#readEnd();
    if ((flags & RECORD_FLAGS.domain) !== 0) state.domainEndsMs = this.#readEnd();
    if ((flags & RECORD_FLAGS.ownDisplays) !== 0) state.displays = this.#readDisplays();
    else if ((flags & RECORD_FLAGS.sameDisplays) === 0) state.displays = null;
    this.#attempts = (flags & RECORD_FLAGS.attempts) === 0 ? NO_ATTEMPTS : this.#readAttempts();
  }

  /** The record as a result; independent of the cursor afterwards. */
  result(key: string): CheckResult {
    const { context, state } = this;
    return {
      key,
      timestampMs: state.timestampMs,
      durationMs: this.durationTicks / TICKS_PER_MS,
      outcome: context.outcome,
      connected: context.connected,
      status: context.status,
      hostname: context.hostname,
      ip: context.ip,
      dnsRcode: context.dnsRcode,
      certificateExpiresInMs: timeUntil(state.certificateEndsMs, state.timestampMs),
      domainExpiresInMs: timeUntil(state.domainEndsMs, state.timestampMs),
      phases: this.#phases(),
      conditions: outcomesOf(context.conditions, state.displays, 0),
      degradedConditions: outcomesOf(context.degradedConditions, state.displays, context.conditions.length),
      errors: context.errors,
      attempts: this.#attempts,
      inMaintenance: context.inMaintenance,
    };
  }

  #phases(): Phases {
    if (!this.#hasPhases) return NO_PHASES;
    const [dns = 0, connect = 0, tls = 0, firstByte = 0, transfer = 0] = this.#phaseTicks;
    return {
      dnsMs: dns / TICKS_PER_MS,
      connectMs: connect / TICKS_PER_MS,
      tlsMs: tls / TICKS_PER_MS,
      firstByteMs: firstByte / TICKS_PER_MS,
      transferMs: transfer / TICKS_PER_MS,
    };
  }

  #readPhases(flags: number): void {
    const { state } = this;
    this.#hasPhases = (flags & RECORD_FLAGS.phases) !== 0;
    const sameMask = (flags & RECORD_FLAGS.samePhaseMask) !== 0;
    if (!sameMask) state.phaseMask = this.#hasPhases ? this.#from.byte() : 0;
    if (!this.#hasPhases) return;
    const last = 31 - Math.clz32(state.phaseMask);
    let rest = this.durationTicks;
    for (let bit = 0; bit < PHASE_NAMES.length; bit += 1) {
      let ticks = 0;
      if ((state.phaseMask & (1 << bit)) !== 0) ticks = bit === last ? rest - this.#from.signed() : this.#from.unsigned();
      this.#phaseTicks[bit] = ticks;
      rest -= ticks;
    }
  }

  #readContext(): void {
    const { state } = this;
    state.contextIndex = this.#from.unsigned();
    if (state.contextIndex < state.contexts.length) return;
    const bits = this.#from.byte();
    const outcome = OUTCOMES[bits & 3];
    if (outcome === undefined) throw new RangeError("packed record has an unknown outcome");
    state.contexts.push({
      outcome,
      connected: (bits & 4) !== 0,
      inMaintenance: (bits & 8) !== 0,
      status: this.#from.unsigned(),
      hostname: this.#readText(),
      ip: this.#readText(),
      dnsRcode: this.#readText(),
      conditions: this.#readConditions(),
      degradedConditions: this.#readConditions(),
      errors: this.#readTexts(),
    });
  }

  #readConditions(): readonly StoredCondition[] {
    return this.#readList(() => ({ success: this.#from.byte() === 1, condition: this.#readText() }));
  }

  #readTexts(): readonly string[] {
    return this.#readList(() => this.#readText());
  }

  #readText(): string {
    const { texts } = this.state;
    const index = this.#from.unsigned();
    if (index === 0) {
      const text = this.#from.text();
      texts.push(text);
      return text;
    }
    const known = texts[index - 1];
    if (known === undefined) throw new RangeError("packed record names a text that its block does not hold");
    return known;
  }

  #readDisplays(): Displays {
    const { context } = this;
    return [...context.conditions, ...context.degradedConditions].map(({ condition }) => {
      if (this.#from.byte() === 0) return null;
      const prefix = this.#from.unsigned();
      const suffix = this.#from.unsigned();
      return condition.slice(0, prefix) + this.#from.text() + condition.slice(condition.length - suffix);
    });
  }

  #readAttempts(): readonly Attempt[] {
    return this.#readList(() => ({
      success: this.#from.byte() === 1,
      atEpochMs: this.state.timestampMs - this.#from.signed(),
      durationMs: this.#from.unsigned() / TICKS_PER_MS,
      errors: this.#readTexts(),
    }));
  }

  #readEnd(): EpochMs | null {
    return this.#from.byte() === 0 ? null : this.#from.signed();
  }

  #readList<T>(read: () => T): readonly T[] {
    const list: T[] = [];
    for (let left = this.#from.unsigned(); left > 0; left -= 1) list.push(read());
    return list;
  }
}

function timeUntil(endsMs: EpochMs | null, nowMs: EpochMs): DurationMs | null {
  return endsMs === null ? null : endsMs - nowMs;
}

function outcomesOf(conditions: readonly StoredCondition[], displays: Displays | null, offset: number): readonly ConditionOutcome[] {
  return conditions.map(({ condition, success }, index) => ({
    condition,
    success,
    display: displays?.[offset + index] ?? condition,
  }));
}
