// What people asked to be quiet about: snoozed, muted, acknowledged, in maintenance for a while. Pure lookups over a list that its
// owner stores.

import * as z from "zod";

import type { SilenceScope, SilenceState } from "../../../shared/model/alert-status.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { EpochMs } from "../../../shared/units.ts";

/** What a silence may cover: one endpoint on one channel. */
export interface SilenceSubject {
  readonly key: EndpointKey;
  readonly group: string;
  readonly provider: string;
}

const scopeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("endpoint"), key: z.string() }),
  z.object({ kind: z.literal("endpoints"), keys: z.array(z.string()) }),
  z.object({ kind: z.literal("group"), group: z.string() }),
  z.object({ kind: z.literal("provider"), provider: z.string() }),
  z.object({ kind: z.literal("everything") }),
]);

const common = { id: z.string().min(1), scope: scopeSchema, note: z.string(), createdMs: z.number() };

const silenceSchema = z.discriminatedUnion("action", [
  z.object({ ...common, action: z.literal("acknowledge") }),
  z.object({ ...common, action: z.literal("snooze"), untilMs: z.number() }),
  z.object({ ...common, action: z.literal("mute") }),
  z.object({ ...common, action: z.literal("maintenance"), untilMs: z.number() }),
]);

/** Reads the stored list; entries that are not ours are left out. */
export function parseSilences(json: string | null): readonly SilenceState[] {
  if (json === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const parsed = silenceSchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Whether a scope covers a subject. */
export function covers(scope: SilenceScope, subject: SilenceSubject): boolean {
  switch (scope.kind) {
    case "endpoint":
      return scope.key === subject.key;
    case "endpoints":
      return scope.keys.includes(subject.key);
    case "group":
      return scope.group === subject.group;
    case "provider":
      return scope.provider === subject.provider;
    case "everything":
      return true;
  }
}

/** Until when the silence lasts; null = until it is taken back, or ends by itself with its outage. */
export function endOf(silence: SilenceState): EpochMs | null {
  return silence.action === "snooze" || silence.action === "maintenance" ? silence.untilMs : null;
}

/** Whether the silence is still in force. */
export function isCurrent(silence: SilenceState, nowMs: EpochMs): boolean {
  const endMs = endOf(silence);
  return endMs === null || nowMs < endMs;
}

/** Whether messages about the subject are kept back: it is snoozed or muted, or its whole channel is in maintenance. */
export function isSilenced(silences: readonly SilenceState[], subject: SilenceSubject, nowMs: EpochMs): boolean {
  return silences.some((silence) => silence.action !== "acknowledge" && isCurrent(silence, nowMs) && covers(silence.scope, subject));
}

/** Until when an endpoint is in a maintenance that was asked for by hand; null = it is not. */
export function maintenanceUntil(
  silences: readonly SilenceState[],
  endpoint: { readonly key: EndpointKey; readonly group: string },
  nowMs: EpochMs,
): EpochMs | null {
  let untilMs: EpochMs | null = null;
  for (const silence of silences) {
    // A channel cannot be under maintenance: such a silence keeps messages back and leaves the results alone.
    if (silence.action !== "maintenance" || silence.scope.kind === "provider" || !isCurrent(silence, nowMs)) continue;
    if (covers(silence.scope, { ...endpoint, provider: "" })) untilMs = Math.max(untilMs ?? 0, silence.untilMs);
  }
  return untilMs;
}

/** The next moment at which a silence ends by itself; null = none does. */
export function nextEnd(silences: readonly SilenceState[]): EpochMs | null {
  let nextMs: EpochMs | null = null;
  for (const silence of silences) {
    const endMs = endOf(silence);
    if (endMs !== null && (nextMs === null || endMs < nextMs)) nextMs = endMs;
  }
  return nextMs;
}
