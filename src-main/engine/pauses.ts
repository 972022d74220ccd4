// Which endpoints the user paused, and until when. Pure, with its stored form.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Scope } from "../ports/monitor.ts";

export interface Pause {
  readonly scope: Scope;
  /** null = until resumed. */
  readonly untilMs: EpochMs | null;
  readonly sinceMs: EpochMs;
}

export type Pauses = readonly Pause[];

/** Adds a pause, in place of one for the same scope. */
export function addPause(pauses: Pauses, pause: Pause): Pauses {
  return [...removePause(pauses, pause.scope), pause];
}

/** Takes the pause of exactly this scope back; resuming everything takes back all of them. */
export function removePause(pauses: Pauses, scope: Scope): Pauses {
  if (scope.kind === "everything") return [];
  return pauses.filter((pause) => !sameScope(pause.scope, scope));
}

/** Without the pauses that have ended. */
export function livePauses(pauses: Pauses, nowMs: EpochMs): Pauses {
  return pauses.every((pause) => isLive(pause, nowMs)) ? pauses : pauses.filter((pause) => isLive(pause, nowMs));
}

/** The moment when the next pause ends by itself; null = none will. */
export function nextPauseEnd(pauses: Pauses): EpochMs | null {
  const ends = pauses.flatMap((pause) => (pause.untilMs === null ? [] : [pause.untilMs]));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** The pause that keeps an endpoint from being checked; the one that lasts longest when there are several. */
export function pauseOf(pauses: Pauses, endpoint: Pick<EndpointConfig, "key" | "group">): Pause | null {
  let longest: Pause | null = null;
  for (const pause of pauses) {
    if (!covers(pause.scope, endpoint)) continue;
    if (longest === null || endOf(pause) > endOf(longest)) longest = pause;
  }
  return longest;
}

/** Whether an action on `scope` is about this endpoint. A group covers the groups nested in it by `/`. */
export function covers(scope: Scope, endpoint: Pick<EndpointConfig, "key" | "group">): boolean {
  switch (scope.kind) {
    case "everything":
      return true;
    case "group":
      return endpoint.group === scope.group || endpoint.group.startsWith(`${scope.group}/`);
    case "endpoint":
      return endpoint.key === scope.key;
  }
}

/** Reads what {@link formatPauses} wrote; anything else counts as no pauses. */
export function parsePauses(json: string | null): Pauses {
  if (json === null) return [];
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter(isPause) : [];
  } catch {
    return [];
  }
}

export function formatPauses(pauses: Pauses): string {
  return JSON.stringify(pauses);
}

function isPause(value: unknown): value is Pause {
  if (typeof value !== "object" || value === null) return false;
  const { scope, untilMs, sinceMs } = value as Record<string, unknown>;
  return (
    typeof scope === "object" &&
    scope !== null &&
    "kind" in scope &&
    typeof sinceMs === "number" &&
    (untilMs === null || typeof untilMs === "number")
  );
}

function isLive(pause: Pause, nowMs: EpochMs): boolean {
  return pause.untilMs === null || pause.untilMs > nowMs;
}

function endOf(pause: Pause): number {
  return pause.untilMs ?? Number.POSITIVE_INFINITY;
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);
}
