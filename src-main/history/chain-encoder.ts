// Packs results of one endpoint, one after the other, into the records of a block. The cursor reads them back.

import type { Attempt, CheckResult } from "../../shared/model/result.ts";
import type { Phases } from "../../shared/model/observation.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { BlockCursor } from "./block-cursor.ts";
import type { ByteWriter } from "./bytes.ts";
import {
  contextOf,
  displaysOf,
  keptText,
  matchesContext,
  OUTCOMES,
  PHASE_NAMES,
  RECORD_FLAGS,
  sameDisplays,
  startOfChain,
  type ChainState,
  type Displays,
  type StoredCondition,
  type StoredContext,
} from "./chain-state.ts";
import { TICKS_PER_MS } from "./rollup.ts";

/** Ends of certificates and domains that differ by less are the same one, measured a moment later. */
const SAME_EXPIRY_MS = 1_000;

/** How many of the latest contexts are compared before a new one is written. */
const CONTEXT_LOOK_BACK = 32;

/** A duration in whole ticks; what is no sensible duration counts as none. */
export function ticksOf(durationMs: DurationMs): number {
  const ticks = Math.round(durationMs * TICKS_PER_MS);
  return ticks > 0 && ticks < 2 ** 45 ? ticks : 0;
}

/** A moment as it is kept: whole milliseconds, not before 1970. */
export function keptMoment(timestampMs: EpochMs): EpochMs {
  return Math.max(0, Math.round(timestampMs));
}

/** Writes records that continue a block. */
export class ChainEncoder {
  readonly #state: ChainState;
  readonly #textIndex: Map<string, number>;

  private constructor(state: ChainState) {
    this.#state = state;
    this.#textIndex = new Map(state.texts.map((text, index) => [text, index]));
  }

  /** For a new block. */
  static start(): ChainEncoder {
    return new ChainEncoder(startOfChain());
  }

  /** For a block that holds records already; null when they are damaged and can't be continued. */
  static resume(block: Uint8Array): ChainEncoder | null {
    const cursor = new BlockCursor(block);
    while (cursor.next()) continue;
    return cursor.damaged ? null : new ChainEncoder(cursor.state);
  }

  /** Appends one record. */
  write(out: ByteWriter, result: CheckResult): void {
    const state = this.#state;
    const timestampMs = keptMoment(result.timestampMs);
    const contextIndex = this.#findContext(result);
    const displays = displaysOf(result);
    const repeatsDisplays = displays !== null && contextIndex === state.contextIndex && sameDisplays(displays, state.displays);
    const phaseMask = maskOf(result.phases);
    const certificateEndsMs = endOf(timestampMs, result.certificateExpiresInMs, state.certificateEndsMs);
    const domainEndsMs = endOf(timestampMs, result.domainExpiresInMs, state.domainEndsMs);

    const newContext = contextIndex !== state.contextIndex;
    const newCertificate = certificateEndsMs !== state.certificateEndsMs;
    const newDomain = domainEndsMs !== state.domainEndsMs;
    out.byte(
      (newContext ? RECORD_FLAGS.newContext : 0) |
        (repeatsDisplays ? RECORD_FLAGS.sameDisplays : 0) |
        (displays !== null && !repeatsDisplays ? RECORD_FLAGS.ownDisplays : 0) |
        (result.attempts.length > 0 ? RECORD_FLAGS.attempts : 0) |
        (phaseMask !== 0 ? RECORD_FLAGS.phases : 0) |
        (newCertificate ? RECORD_FLAGS.certificate : 0) |
        (newDomain ? RECORD_FLAGS.domain : 0) |
        (phaseMask === state.phaseMask ? RECORD_FLAGS.samePhaseMask : 0),
    );
    const stepMs = timestampMs - state.timestampMs;
    out.signed(stepMs - state.stepMs);
    const durationTicks = ticksOf(result.durationMs);
    out.unsigned(durationTicks);
    if (newContext) this.#writeContext(out, contextIndex, result);
    if (phaseMask !== 0) writePhases(out, result.phases, phaseMask, phaseMask === state.phaseMask, durationTicks);
    if (newCertificate) writeEnd(out, certificateEndsMs);
    if (newDomain) writeEnd(out, domainEndsMs);
    if (displays !== null && !repeatsDisplays) writeDisplays(out, displays, result);
    if (result.attempts.length > 0) this.#writeAttempts(out, result.attempts, timestampMs);

    state.stepMs = stepMs;
    state.timestampMs = timestampMs;
    state.contextIndex = contextIndex;
    state.displays = displays;
    state.phaseMask = phaseMask;
    state.certificateEndsMs = certificateEndsMs;
    state.domainEndsMs = domainEndsMs;
  }

  /** The number of the result's context; the number after the last one when it is new. */
  #findContext(result: CheckResult): number {
    const { contexts, contextIndex } = this.#state;
    const current = contexts[contextIndex];
    if (current !== undefined && matchesContext(current, result)) return contextIndex;
    const oldest = Math.max(0, contexts.length - CONTEXT_LOOK_BACK);
    for (let index = contexts.length - 1; index >= oldest; index -= 1) {
      const context = contexts[index];
      if (context !== undefined && matchesContext(context, result)) return index;
    }
    return contexts.length;
  }

  #writeContext(out: ByteWriter, index: number, result: CheckResult): void {
    out.unsigned(index);
    if (index < this.#state.contexts.length) return;
    const context = contextOf(result);
    this.#state.contexts.push(context);
    out.byte(OUTCOMES.indexOf(context.outcome) | (context.connected ? 4 : 0) | (context.inMaintenance ? 8 : 0));
    out.unsigned(context.status);
    this.#writeText(out, context.hostname);
    this.#writeText(out, context.ip);
    this.#writeText(out, context.dnsRcode);
    this.#writeConditions(out, context.conditions);
    this.#writeConditions(out, context.degradedConditions);
    this.#writeTexts(out, context.errors);
  }

  #writeConditions(out: ByteWriter, conditions: StoredContext["conditions"]): void {
    out.unsigned(conditions.length);
    for (const { condition, success } of conditions) {
      out.byte(success ? 1 : 0);
      this.#writeText(out, condition);
    }
  }

  #writeTexts(out: ByteWriter, texts: readonly string[]): void {
    out.unsigned(texts.length);
    for (const text of texts) this.#writeText(out, text);
  }

  /** A text that the block holds already is its number plus one; a new one follows a zero. */
  #writeText(out: ByteWriter, text: string): void {
    const known = this.#textIndex.get(text);
    if (known !== undefined) {
      out.unsigned(known + 1);
      return;
    }
    out.unsigned(0);
    out.text(text);
    this.#textIndex.set(text, this.#state.texts.length);
    this.#state.texts.push(text);
  }

  #writeAttempts(out: ByteWriter, attempts: readonly Attempt[], timestampMs: EpochMs): void {
    out.unsigned(attempts.length);
    for (const attempt of attempts) {
      out.byte(attempt.success ? 1 : 0);
      out.signed(timestampMs - Math.round(attempt.atEpochMs));
      out.unsigned(ticksOf(attempt.durationMs));
      this.#writeTexts(out, attempt.errors.map(keptText));
    }
  }
}

function maskOf(phases: Phases): number {
  let mask = 0;
  for (let bit = 0; bit < PHASE_NAMES.length; bit += 1) {
    const name = PHASE_NAMES[bit];
    if (name !== undefined && ticksOf(phases[name]) > 0) mask |= 1 << bit;
  }
  return mask;
}

/** The phases mostly add up to the duration, so the last one is written as what is missing to it. */
function writePhases(out: ByteWriter, phases: Phases, mask: number, sameMask: boolean, durationTicks: number): void {
  if (!sameMask) out.byte(mask);
  let rest = durationTicks;
  for (let bit = 0; bit < PHASE_NAMES.length; bit += 1) {
    const name = PHASE_NAMES[bit];
    if (name === undefined || (mask & (1 << bit)) === 0) continue;
    const ticks = ticksOf(phases[name]);
    const isLast = mask >> (bit + 1) === 0;
    if (isLast) out.signed(rest - ticks);
    else out.unsigned(ticks);
    rest -= ticks;
  }
}

/** When something ends, as a moment: that stays the same while the time until then shrinks with every check. */
function endOf(timestampMs: EpochMs, expiresInMs: DurationMs | null, known: EpochMs | null): EpochMs | null {
  if (expiresInMs === null || !Number.isFinite(expiresInMs)) return null;
  const endsMs = Math.round(timestampMs + expiresInMs);
  return known !== null && Math.abs(known - endsMs) < SAME_EXPIRY_MS ? known : endsMs;
}

function writeEnd(out: ByteWriter, endsMs: EpochMs | null): void {
  out.byte(endsMs === null ? 0 : 1);
  if (endsMs !== null) out.signed(endsMs);
}

/** A shown text is mostly the condition with a value put in: what both begin and end with is not repeated. */
function writeDisplays(out: ByteWriter, displays: Displays, result: CheckResult): void {
  const conditions: readonly StoredCondition[] = [...result.conditions, ...result.degradedConditions];
  for (const [index, display] of displays.entries()) {
    out.byte(display === null ? 0 : 1);
    if (display === null) continue;
    const written = keptText(conditions[index]?.condition ?? "");
    const prefix = commonPrefix(written, display);
    const suffix = commonSuffix(written.slice(prefix), display.slice(prefix));
    out.unsigned(prefix);
    out.unsigned(suffix);
    out.text(display.slice(prefix, display.length - suffix));
  }
}

function commonPrefix(left: string, right: string): number {
  const limit = Math.min(left.length, right.length);
  let length = 0;
  while (length < limit && left.charCodeAt(length) === right.charCodeAt(length)) length += 1;
  return insidePair(right, length) ? length - 1 : length;
}

function commonSuffix(left: string, right: string): number {
  const limit = Math.min(left.length, right.length);
  let length = 0;
  while (length < limit && left.charCodeAt(left.length - 1 - length) === right.charCodeAt(right.length - 1 - length)) length += 1;
  return insidePair(right, right.length - length) ? length - 1 : length;
}

/** A cut between the two halves of a character would not survive UTF-8. */
function insidePair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
