// One schema for each payload that the renderer may send. The main process parses with these and uses only what they return.

import { z } from "zod";

const MAX_TEXT = 4_096;
const MAX_KEYS = 5_000;

/** A moment: a whole number of milliseconds within what a Date can hold. */
export const epochMsSchema = z.number().int().min(-8.64e15).max(8.64e15);

export const endpointKeySchema = z.string().min(1).max(16_384);

const textSchema = z.string().max(MAX_TEXT);

export const nothingSchema = z.undefined();

export const keySchema = z.strictObject({ key: endpointKeySchema });

export const scopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("endpoint"), key: endpointKeySchema }),
  z.strictObject({ kind: z.literal("group"), group: z.string().max(16_384) }),
  z.strictObject({ kind: z.literal("everything") }),
]);

export const pauseSchema = z.strictObject({ scope: scopeSchema, untilMs: epochMsSchema.nullable() });

export const silenceScopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("endpoint"), key: endpointKeySchema }),
  z.strictObject({ kind: z.literal("endpoints"), keys: z.array(endpointKeySchema).min(1).max(MAX_KEYS).readonly() }),
  z.strictObject({ kind: z.literal("group"), group: z.string().max(16_384) }),
  z.strictObject({ kind: z.literal("provider"), provider: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal("everything") }),
]);

export const silenceRequestSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("acknowledge"), scope: silenceScopeSchema, note: textSchema }),
  z.strictObject({ action: z.literal("snooze"), scope: silenceScopeSchema, untilMs: epochMsSchema, note: textSchema }),
  z.strictObject({ action: z.literal("mute"), scope: silenceScopeSchema, note: textSchema }),
  z.strictObject({ action: z.literal("maintenance"), scope: silenceScopeSchema, untilMs: epochMsSchema, note: textSchema }),
]);

export const silenceIdSchema = z.strictObject({ id: z.string().min(1).max(128) });

export const resultsQuerySchema = z.strictObject({
  key: endpointKeySchema,
  limit: z.number().int().min(1).max(500),
  beforeMs: epochMsSchema.optional(),
  outcome: z.enum(["failing", "degraded"]).optional(),
});

const rangeShape = { fromMs: epochMsSchema, toMs: epochMsSchema };

export const eventsQuerySchema = z.strictObject({
  key: endpointKeySchema.nullable(),
  ...rangeShape,
  limit: z.number().int().min(1).max(1_000),
});

export const outagesQuerySchema = z.strictObject({
  keys: z.array(endpointKeySchema).max(MAX_KEYS).nullable(),
  ...rangeShape,
  limit: z.number().int().min(1).max(5_000),
});

export const seriesQuerySchema = z.strictObject({ key: endpointKeySchema, ...rangeShape, maxPoints: z.number().int().min(10).max(4_000) });

export const uptimeQuerySchema = z.strictObject({ keys: z.array(endpointKeySchema).min(1).max(MAX_KEYS), ...rangeShape });

export const noteSchema = z.strictObject({ key: endpointKeySchema, atEpochMs: epochMsSchema, text: textSchema.min(1) });

export const externalUrlSchema = z.strictObject({ url: z.string().max(8_192) });

/** Which configuration file to open; absent = the first. Only files of the running configuration are opened. */
export const openConfigSchema = z.strictObject({ file: z.string().min(1).max(MAX_TEXT) }).optional();

/** Where the main window goes. */
export const navigationSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("dashboard") }),
  z.strictObject({ to: z.literal("incidents") }),
  z.strictObject({ to: z.literal("reports") }),
  z.strictObject({ to: z.literal("settings") }),
  z.strictObject({ to: z.literal("endpoint"), key: endpointKeySchema }),
]);

export type NavigationTarget = z.output<typeof navigationSchema>;

/** A file's name to propose in a save dialog: no path, no control characters, nothing that only an operating system would understand. */
const fileNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\:*?"<>|\p{Cc}]+$/u)
  .refine((name) => !/^\.|[. ]$/u.test(name));

/** An export of what the window shows. `png` content is base64, the others are text. */
export const saveFileSchema = z.strictObject({
  suggestedName: fileNameSchema,
  format: z.enum(["csv", "json", "png"]),
  content: z.string().max(64 * 1024 * 1024),
});

/** The page that the asking window shows, printed to a file. */
export const savePdfSchema = z.strictObject({ suggestedName: fileNameSchema });

export const glanceHeightSchema = z.strictObject({ heightPx: z.number().int().min(80).max(1_200) });

/** What the user prefers; kept apart from the configuration of what is watched. */
export const preferencesSchema = z.strictObject({
  theme: z.enum(["system", "light", "dark"]),
  language: z.enum(["system", "en", "zh-TW"]),
  launchAtLogin: z.boolean(),
  closeToTray: z.boolean(),
  nativeNotifications: z.boolean(),
  notificationSound: z.boolean(),
  automaticUpdates: z.boolean(),
  compactDashboard: z.boolean(),
  collapsedGroups: z.array(z.string().max(16_384)).max(MAX_KEYS),
});

export type Preferences = z.output<typeof preferencesSchema>;

export const preferencesChangeSchema = preferencesSchema.partial();
