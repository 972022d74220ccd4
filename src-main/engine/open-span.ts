// A span of time without observation that has begun and not ended, as it is stored for the case that the app is killed in it. Pure.

import * as z from "zod";
import type { EpochMs } from "../../shared/units.ts";

export interface OpenSpan {
  readonly reason: "asleep" | "offline" | "captive-portal";
  readonly sinceMs: EpochMs;
}

const schema = z.object({ reason: z.enum(["asleep", "offline", "captive-portal"]), sinceMs: z.number() });

export function formatOpenSpan(span: OpenSpan): string {
  return JSON.stringify(span);
}

/** null = none, or not readable. */
export function parseOpenSpan(json: string | null): OpenSpan | null {
  if (json === null) return null;
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
