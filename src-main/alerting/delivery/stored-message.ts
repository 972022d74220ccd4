// One message of the outbox as it is stored: what to say, to whom, and how far its delivery came. No setting of a channel is in it;
// those are looked up when it is sent.

import * as z from "zod";

import type { AlertMessage } from "../providers/message.ts";
import { wordsSchema } from "./stored-words.ts";

const condition = z.object({ condition: z.string(), success: z.boolean() });

const messageSchema = z.object({
  id: z.string().min(1),
  incidentId: z.string().min(1),
  kind: z.enum(["triggered", "reminder", "resolved"]),
  endpoint: z.object({ key: z.string().min(1), name: z.string(), group: z.string() }),
  alert: z.object({
    description: z.string().nullable(),
    failureThreshold: z.number(),
    successThreshold: z.number(),
    sendOnResolved: z.boolean().nullable(),
    enabled: z.boolean().nullable(),
    minimumReminderIntervalMs: z.number(),
  }),
  result: z.object({
    timestampMs: z.number(),
    conditions: z.array(condition),
    errors: z.array(z.string()),
    status: z.number(),
    hostname: z.string(),
    ip: z.string(),
    dnsRcode: z.string(),
    degraded: z.boolean().optional(),
  }),
  nowMs: z.number(),
  sinceMs: z.number(),
  durationMs: z.number(),
  alsoAffected: z.array(z.string()),
  notice: z.object({ title: z.string(), body: z.string(), words: wordsSchema.optional() }).nullable(),
  conversation: z.boolean(),
  resolveKey: z.string(),
  reference: z.string(),
});

const storedSchema = z.object({
  version: z.literal(1),
  provider: z.string(),
  /** Whose settings the message is sent with; its subject may have been renamed or have left since. */
  via: z.object({ key: z.string().min(1), alertId: z.string() }),
  /** Messages of one lane are sent in the order of their ids, one at a time. */
  lane: z.string(),
  /** The alert had keys of its own: without them it would reach somebody else. */
  overridden: z.boolean(),
  digest: z.boolean(),
  message: messageSchema,
  attempts: z.number().int().min(0),
  reached: z.array(z.string()),
  state: z.enum(["waiting", "delivered", "failed", "dropped"]),
  /** When `state` became what it is, or the last attempt. */
  atMs: z.number(),
  /** What came of the last attempt, for people. */
  note: z.string(),
});

/** @see storedSchema */
export type StoredMessage = z.infer<typeof storedSchema>;

/** The stored part of an {@link AlertMessage}: what cannot be looked up later. */
export type MessageCore = StoredMessage["message"];

/** What is looked up when the message is sent: it may hold addresses and settings. */
export interface MessageSurroundings {
  readonly endpoint: Omit<AlertMessage["endpoint"], "key" | "name" | "group">;
  readonly providerOverride: AlertMessage["alert"]["providerOverride"];
}

/** The text to store. */
export function formatMessage(stored: StoredMessage): string {
  return JSON.stringify(stored);
}

/** Reads a stored text; null when it is not one of ours. */
export function parseMessage(messageJson: string): StoredMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(messageJson);
  } catch {
    return null;
  }
  const parsed = storedSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The message as its provider reads it. */
export function completeMessage(core: MessageCore, surroundings: MessageSurroundings): AlertMessage {
  return {
    ...core,
    endpoint: { ...core.endpoint, ...surroundings.endpoint },
    alert: { ...core.alert, providerOverride: surroundings.providerOverride },
  };
}
