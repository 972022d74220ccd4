// Compares what the monitor made of a simulated world with what was true in it. Written apart from the engine and the history, and
// in the plainest way, so that no mistake of theirs is made here again.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import type { NotObservedSpan, UptimeSummary } from "../../../shared/model/history.ts";
import { MINUTE, SECOND } from "../../../shared/units.ts";
import type { Simulation } from "./run.ts";
import type { Stretch } from "./world.ts";

/** Grace, the spread after it, the time to notice and a check that takes its time. */
const PATIENCE_MS = 45 * SECOND;
/** Interfaces that keep changing hold judgement back this long. */
const LONGEST_PATIENCE_MS = 75 * SECOND;
/** The outside is looked for this often while it is away. */
const RECHECK_MS = 5 * SECOND;

/** Results that say something else than what was true when they ended; empty = none lied. */
export function lies({ results, world }: Simulation): readonly string[] {
  return results
    .filter(({ key, timestampMs, outcome }) => (outcome === "failing") !== world.isDown(key, timestampMs))
    .map(({ key, timestampMs, outcome, errors }) => `${key} ${outcome} at ${new Date(timestampMs).toISOString()} ${errors.join()}`);
}

/** Messages about an outage that never was; empty = none. */
export function falseAlarms({ told, world }: Simulation): readonly string[] {
  return told
    .filter(({ kind, key, atMs }) => kind === "triggered" && !world.outagesOf(key).some(({ fromMs }) => fromMs <= atMs))
    .map(({ key, atMs }) => `${key} at ${new Date(atMs).toISOString()}`);
}

/**
 * Outages that could be seen for long enough and were not told before the next one, and told ones that were never resolved. Messages
 * that must leave the machine wait while the outside is away, so that some come after the end.
 */
export function lost(simulation: Simulation): { readonly missing: readonly string[]; readonly expected: number } {
  const { endpoints, world, told } = simulation;
  const missing: string[] = [];
  let expected = 0;
  for (const endpoint of endpoints) {
    const { key } = endpoint;
    const messages = told.filter((message) => message.key === key);
    const ended = new Set(messages.filter(({ kind }) => kind === "resolved").map(({ incidentId }) => incidentId));
    for (const { kind, incidentId, atMs } of messages) {
      if (kind === "triggered" && !ended.has(incidentId)) missing.push(`${key} never resolved, told ${new Date(atMs).toISOString()}`);
    }
    const outages = world.outagesOf(key);
    for (const [index, outage] of outages.entries()) {
      const nextMs = outages[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      if (!isTellable(simulation, endpoint, outage)) continue;
      expected += 1;
      const isTold = messages.some(({ kind, atMs }) => kind === "triggered" && atMs >= outage.fromMs && atMs <= nextMs);
      const isStillTold = messages.filter(({ kind, atMs }) => kind !== "reminder" && atMs < outage.fromMs).at(-1)?.kind === "triggered";
      if (!isTold && !isStillTold)
        missing.push(`${key} ${new Date(outage.fromMs).toISOString()} to ${new Date(outage.toMs).toISOString()}`);
    }
  }
  return { missing, expected };
}

/** Whether there is an undisturbed stretch in which the outage could be seen often enough. */
function isTellable({ world, isLocal }: Simulation, { key, intervalMs, alerts }: EndpointConfig, outage: Stretch): boolean {
  const hidden = isLocal(key) ? world.allHidden : [...world.allHidden, ...world.outsideHidden];
  const threshold = alerts[0]?.failureThreshold ?? 1;
  const neededMs = LONGEST_PATIENCE_MS + PATIENCE_MS + threshold * (intervalMs + SECOND);
  const inside = (atMs: number): boolean => atMs > outage.fromMs && atMs < outage.toMs;
  const breaks = [...world.disturbedMs, ...hidden.flatMap(({ fromMs, toMs }) => [fromMs, toMs])].filter(inside);
  const points = [outage.fromMs, ...breaks.sort((a, b) => a - b), outage.toMs];
  return points.some((fromMs, index) => {
    const toMs = points[index + 1];
    if (toMs === undefined || toMs - fromMs < neededMs) return false;
    return !hidden.some((stretch) => stretch.fromMs < toMs && stretch.toMs > fromMs);
  });
}

/** Spans that are not true: outside of what really hid an endpoint, but for the time that noticing takes. */
export function untrueSpans({ spans, world, isLocal }: Simulation): readonly NotObservedSpan[] {
  return spans.filter(({ key, reason, fromMs, toMs }) => {
    const isOutside = reason === "offline" || reason === "captive-portal";
    if (isOutside && (key === null || isLocal(key))) return true;
    // Cut off and asleep in turn may be one span; before sleep a machine may be awake for a moment.
    const hidden = [...world.allHidden, ...(isOutside ? world.outsideHidden : [])];
    const laterMs = isOutside ? RECHECK_MS + SECOND : 1_100;
    const earlierMs = isOutside ? 0 : (EARLIER_MS[reason] ?? 1_100);
    return !covers(hidden, fromMs + earlierMs, toMs - laterMs);
  });
}

/** Stretches in which nothing could be seen that were not written down; empty = none. Shorter ones are ordinary busy moments. */
export function unwrittenStretches({ spans, world }: Simulation): readonly Stretch[] {
  const forAll = spans.filter(({ key }) => key === null).map(({ fromMs, toMs }) => ({ fromMs, toMs }));
  return world.allHidden.filter(({ fromMs, toMs }) => toMs - fromMs > 31 * SECOND && !covers(forAll, fromMs + 1, toMs - 1));
}

function covers(stretches: readonly Stretch[], fromMs: number, toMs: number): boolean {
  let reachedMs = fromMs;
  for (const stretch of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (stretch.fromMs <= reachedMs) reachedMs = Math.max(reachedMs, stretch.toMs);
  }
  return reachedMs >= toMs;
}

/** By how much a span may begin before what it tells of: before sleep a machine is awake for a moment, and a kill leaves no word. */
const EARLIER_MS: Readonly<Partial<Record<NotObservedSpan["reason"], number>>> = { asleep: 3 * SECOND, stopped: 31 * SECOND };

export interface Shares {
  upMs: number;
  downMs: number;
}

/** Up and down time by the rule of time: every check holds until the next one, three intervals at most, outside of what was hidden. */
export function paint(simulation: Simulation, { key, intervalMs }: EndpointConfig): Shares {
  const { results, spans, world } = simulation;
  const own = results.filter((result) => result.key === key);
  const holdMs = Math.max(MINUTE, 3 * intervalMs);
  const shares: Shares = { upMs: 0, downMs: 0 };
  const hidden = inOrder(spans.filter((span) => span.key === null || span.key === key));
  let next = 0;
  own.forEach(({ timestampMs, outcome }, index) => {
    const fromMs = Math.round(timestampMs);
    const toMs = Math.round(Math.min(own[index + 1]?.timestampMs ?? world.clock.nowMs(), timestampMs + holdMs));
    while ((hidden[next]?.toMs ?? Number.POSITIVE_INFINITY) <= fromMs) next += 1;
    const visibleMs = lengthOutside(fromMs, toMs, hidden, next);
    if (outcome === "failing") shares.downMs += visibleMs;
    else shares.upMs += visibleMs;
  });
  return shares;
}

/** By their beginnings, those that overlap made one. */
function inOrder(stretches: readonly Readonly<Stretch>[]): readonly Stretch[] {
  const merged: Stretch[] = [];
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else merged.push({ fromMs, toMs });
  }
  return merged;
}

function lengthOutside(fromMs: number, toMs: number, holes: readonly Stretch[], firstHole: number): number {
  let lengthMs = 0;
  let atMs = fromMs;
  for (let index = firstHole; atMs < toMs; index += 1) {
    const hole = holes[index];
    if (hole === undefined || hole.fromMs >= toMs) return lengthMs + toMs - atMs;
    lengthMs += Math.max(0, hole.fromMs - atMs);
    atMs = Math.max(atMs, hole.toMs);
  }
  return lengthMs;
}

/** By how much the history's figures differ from the painted ones. */
export function difference(shares: Shares, { downMs, observedMs }: UptimeSummary): number {
  return Math.max(Math.abs(shares.downMs - downMs), Math.abs(shares.upMs + shares.downMs - observedMs));
}
