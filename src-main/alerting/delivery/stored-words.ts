// What a notice tells, as it is stored beside its text, so that a restart in another language still finds the words.

import * as z from "zod";

import type { NotificationWords } from "../../ports/alerting.ts";

const name = z.string();
const cause = z.string();
const span = { sinceMs: z.number(), durationMs: z.number() };

const newsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["failing", "degraded", "reminder", "resolved"]), name, cause, ...span }),
  z.object({
    kind: z.literal("incident"),
    failing: z.number(),
    total: z.number(),
    group: z.string(),
    members: z.array(z.object({ name, cause })).readonly(),
    ...span,
  }),
  z.object({ kind: z.literal("flapping"), name, cause }),
  z.object({ kind: z.literal("settled"), name, isFailing: z.boolean(), ...span }),
  z.object({ kind: z.literal("quiet-over") }),
]);

/** @see NotificationWords */
export const wordsSchema = z.object({
  news: newsSchema,
  missedCount: z.number(),
  missed: z.array(z.object({ name, outages: z.number() })).readonly(),
}) satisfies z.ZodType<NotificationWords>;
