// What the packed records of one block have in common: each record says only what differs from the one before it, and
// texts and contexts are written once in a block. Shared by the encoder and the cursor, so that both count alike.

import type { DurationMs, EpochMs } from "../../shared/units.ts";
import type { CheckOutcome, CheckResult } from "../../shared/model/result.ts";

/** A condition as a context remembers it; what was seen is kept with each record. */
export interface StoredCondition {
  readonly condition: string;
  readonly success: boolean;
}

/** The part of a result that mostly stays the same from check to check. */
export interface StoredContext {
  readonly outcome: CheckOutcome;
  readonly connected: boolean;
  readonly inMaintenance: boolean;
  readonly status: number;
  readonly hostname: string;
  readonly ip: string;
  readonly dnsRcode: string;
  readonly conditions: readonly StoredCondition[];
  readonly degradedConditions: readonly StoredCondition[];
  readonly errors: readonly string[];
}

/** Shown texts by condition, conditions before degraded ones; null = as written. */
export type Displays = ReadonlyArray<string | null>;

/** Where a chain of records stands. */
export interface ChainState {
  timestampMs: EpochMs;
  stepMs: DurationMs;
  contextIndex: number;
  readonly contexts: StoredContext[];
  readonly texts: string[];
  displays: Displays | null;
  phaseMask: number;
  certificateEndsMs: EpochMs | null;
  domainEndsMs: EpochMs | null;
}

export function startOfChain(): ChainState {
  return {
    timestampMs: 0,
    stepMs: 0,
    contextIndex: -1,
    contexts: [],
    texts: [],
    displays: null,
    phaseMask: 0,
    certificateEndsMs: null,
    domainEndsMs: null,
  };
}

/** In the order of their numbers in the packed form; never reorder. */
export const OUTCOMES: readonly CheckOutcome[] = ["healthy", "degraded", "failing"];

/** In the order of the bits of the phase mask; never reorder. */
export const PHASE_NAMES = ["dnsMs", "connectMs", "tlsMs", "firstByteMs", "transferMs"] as const;

/** The bits of a record's first byte. */
export const RECORD_FLAGS = {
  newContext: 0x01,
  sameDisplays: 0x02,
  ownDisplays: 0x04,
  attempts: 0x08,
  phases: 0x10,
  certificate: 0x20,
  domain: 0x40,
  samePhaseMask: 0x80,
} as const;

/** Texts are cut here, so that no answer whatever swells the file. */
export const LONGEST_TEXT = 4_096;

/** The text as it is kept. */
export function keptText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/** Whether a result fits a context without change. Most checks say what the one before said, so this is the quick way. */
export function matchesContext(context: StoredContext, result: CheckResult): boolean {
  return (
    context.outcome === result.outcome &&
    context.status === result.status &&
    context.connected === result.connected &&
    context.inMaintenance === result.inMaintenance &&
    context.ip === result.ip &&
    context.hostname === result.hostname &&
    context.dnsRcode === result.dnsRcode &&
    sameConditions(context.conditions, result.conditions) &&
    sameConditions(context.degradedConditions, result.degradedConditions) &&
    sameTexts(context.errors, result.errors)
  );
}

/** The context of a result, as it is kept. */
export function contextOf(result: CheckResult): StoredContext {
  const kept = ({ condition, success }: StoredCondition): StoredCondition => ({ condition: keptText(condition), success });
  return {
    outcome: result.outcome,
    connected: result.connected,
    inMaintenance: result.inMaintenance,
    status: Math.max(0, Math.trunc(result.status)),
    hostname: keptText(result.hostname),
    ip: keptText(result.ip),
    dnsRcode: keptText(result.dnsRcode),
    conditions: result.conditions.map(kept),
    degradedConditions: result.degradedConditions.map(kept),
    errors: result.errors.map(keptText),
  };
}

/** The shown texts of a result where they differ from the conditions as written; null when none does. */
export function displaysOf(result: CheckResult): Displays | null {
  const all = [...result.conditions, ...result.degradedConditions];
  if (all.every((outcome) => outcome.display === outcome.condition)) return null;
  return all.map((outcome) => (outcome.display === outcome.condition ? null : keptText(outcome.display)));
}

export function sameDisplays(left: Displays | null, right: Displays | null): boolean {
  if (left === null || right === null) return left === right;
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

function sameConditions(left: readonly StoredCondition[], right: readonly StoredCondition[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    const one = left[index];
    const other = right[index];
    if (one?.success !== other?.success || one?.condition !== other?.condition) return false;
  }
  return true;
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
