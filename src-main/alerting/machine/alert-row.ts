// The stored form of an alert: its state, and enough about the alert to end it properly when it has left the configuration.

import * as z from "zod";

import type { AlertState } from "./alert-state.ts";

const moment = z.number();

const stateSchema = z.object({
  successes: z.number().int().min(0),
  triggered: z.object({ sinceMs: moment, atMs: moment, acknowledgedAtMs: moment.nullable() }).nullable(),
  told: z.object({ incidentId: z.string().min(1), sinceMs: moment, lastToldMs: moment, lost: z.boolean() }).nullable(),
  restlessness: z.object({ triggersMs: z.array(moment), changedMs: moment, flappingSinceMs: moment.nullable() }).nullable(),
});

const rowSchema = z.object({
  version: z.literal(1),
  type: z.string(),
  position: z.number().int().min(0),
  /** The queue in the outbox that this alert's messages take. */
  lane: z.string().min(1),
  /** The endpoint's name and group when the outage was told; its end is told of the same. */
  name: z.string(),
  group: z.string(),
  /** The keys of `provider-override` were set: without them a message would reach somebody else. */
  overridden: z.boolean(),
  description: z.string(),
  failureThreshold: z.number(),
  successThreshold: z.number(),
  sendOnResolved: z.boolean(),
  resolveKey: z.string(),
  reference: z.string(),
  state: stateSchema,
});

/** What is stored of an alert that is triggered or told. */
export type AlertRow = z.infer<typeof rowSchema>;

/** The text to store. A count of failures is left out: a triggered alert has reached its threshold. */
export function formatRow(row: Omit<AlertRow, "version" | "state"> & { readonly state: AlertState }): string {
  const { successes, triggered, told, restlessness } = row.state;
  return JSON.stringify({ ...row, version: 1, state: { successes, triggered, told, restlessness } });
}

/** Reads a stored text; null when it is not one of ours. */
export function parseRow(stateJson: string): AlertRow | null {
  let value: unknown;
  try {
    value = JSON.parse(stateJson);
  } catch {
    return null;
  }
  const parsed = rowSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The state that a stored one goes on from; a triggered alert counts as having just reached its threshold, as in Gatus. */
export function restoreState(row: AlertRow, failureThreshold: number): AlertState {
  const { successes, triggered, told, restlessness } = row.state;
  const isFailing = triggered !== null && successes === 0;
  return {
    failures: isFailing ? failureThreshold : 0,
    successes,
    failingSinceMs: isFailing ? triggered.sinceMs : null,
    triggered,
    told,
    restlessness,
  };
}
