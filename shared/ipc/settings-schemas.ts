// One schema for each payload of the settings' requests. The main process parses with these and uses only what they return.

import { z } from "zod";
import type { PlainValue } from "../model/alert.ts";
import { ENDPOINT_KINDS } from "../model/endpoint.ts";
import { ENTRY_LISTS } from "../model/settings.ts";

const MAX_TEXT = 4_096;
const MAX_NAME = 16_384;
/** One value may be a certificate or a script. */
const MAX_VALUE = 1024 * 1024;
/** The loader refuses larger files. */
const MAX_FILE = 16 * 1024 * 1024;
const MAX_EDITS = 10_000;
const MAX_DEPTH = 32;

const fileSchema = z.string().min(1).max(MAX_TEXT);
const revisionSchema = z.string().min(1).max(128);
const idSchema = z.string().min(1).max(128);
const indexSchema = z.number().int().min(0).max(1_000_000);
const nameSchema = z.string().max(MAX_NAME);

/** As POSIX' variables are called, so that `${NAME}` finds it. */
export const secretNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/);

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth < MAX_DEPTH && Object.values(value).every((member) => isShallow(member, depth + 1));
}

const nestedValueSchema: z.ZodType<PlainValue> = z.lazy(() =>
  z.union([
    z.string().max(MAX_VALUE),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(nestedValueSchema).max(MAX_EDITS),
    z.record(z.string().max(MAX_TEXT), nestedValueSchema),
  ]),
);

/** A value as YAML can say it. Depth is looked at first: the schema recurses. */
export const plainValueSchema = z
  .unknown()
  .refine((value) => isShallow(value, 0))
  .pipe(nestedValueSchema);

export const plainMappingSchema = z
  .unknown()
  .refine((value) => isShallow(value, 0))
  .pipe(z.record(z.string().max(MAX_TEXT), nestedValueSchema));

export const valuePathSchema = z.array(z.union([z.string().max(MAX_TEXT), indexSchema])).max(MAX_DEPTH);

const nonEmptyPathSchema = valuePathSchema.min(1);

export const entryRefSchema = z.strictObject({
  file: fileSchema,
  list: z.enum(ENTRY_LISTS),
  index: indexSchema,
  name: nameSchema,
  group: nameSchema,
});

export const editTargetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("entry"), entry: entryRefSchema }),
  z.strictObject({ kind: z.literal("root"), file: fileSchema.nullable() }),
]);

export const entryPlaceSchema = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("before"), entry: entryRefSchema }),
  z.strictObject({ at: z.literal("after"), entry: entryRefSchema }),
  z.strictObject({ at: z.literal("end-of-group"), group: nameSchema }),
  z.strictObject({ at: z.literal("end-of-file"), file: fileSchema }),
]);

export const editSchema = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("set"), target: editTargetSchema, path: nonEmptyPathSchema, value: plainValueSchema }),
  z.strictObject({ op: z.literal("unset"), target: editTargetSchema, path: nonEmptyPathSchema }),
  z.strictObject({ op: z.literal("insert"), target: editTargetSchema, path: valuePathSchema, index: indexSchema, value: plainValueSchema }),
  z.strictObject({ op: z.literal("move"), target: editTargetSchema, path: valuePathSchema, from: indexSchema, to: indexSchema }),
  z.strictObject({ op: z.literal("add-entry"), list: z.enum(ENTRY_LISTS), place: entryPlaceSchema, value: plainMappingSchema }),
  z.strictObject({ op: z.literal("duplicate-entry"), entry: entryRefSchema, name: nameSchema.min(1) }),
  z.strictObject({ op: z.literal("delete-entry"), entry: entryRefSchema }),
  z.strictObject({ op: z.literal("move-entry"), entry: entryRefSchema, place: entryPlaceSchema, group: nameSchema.optional() }),
  z.strictObject({ op: z.literal("keep-secret"), target: editTargetSchema, path: nonEmptyPathSchema, name: secretNameSchema }),
]);

/** What a save does, in the words of the window: the backups list it. */
const reasonSchema = z.string().min(1).max(200);

/** `reason`: what the edits do, in a few words, for *undo* and the list of backups. */
const editsShape = {
  base: revisionSchema,
  edits: z.array(editSchema).min(1).max(MAX_EDITS),
  shared: z.enum(["ask", "this-one", "all"]),
  reason: reasonSchema,
};

export const applyEditsSchema = z.strictObject(editsShape);

export const saveTextSchema = z.strictObject({
  base: revisionSchema,
  file: fileSchema,
  text: z.string().max(MAX_FILE),
  isPreview: z.boolean(),
  reason: reasonSchema,
});

export const fileRequestSchema = z.strictObject({ file: fileSchema });

export const checkTextSchema = z.strictObject({ file: fileSchema, text: z.string().max(MAX_FILE) });

export const writtenValueSchema = z.strictObject({ target: editTargetSchema, path: valuePathSchema });

export const backupIdSchema = z.strictObject({ id: idSchema });

/** Names the form and what it edits: a monitor's key, a file's path. */
const draftNameSchema = z
  .string()
  .min(1)
  .max(MAX_NAME + 64);

export const draftSchema = z.strictObject({
  id: draftNameSchema,
  title: z.string().max(MAX_TEXT),
  entry: entryRefSchema.nullable(),
  value: plainValueSchema,
});

export const draftIdSchema = z.strictObject({ id: draftNameSchema });

export const inferSchema = z.strictObject({ text: z.string().max(256 * 1024) });

/** `tryId`: chosen by the asker, to cancel it and to refer to its answer. */
export const trySchema = z.strictObject({ tryId: idSchema, value: plainMappingSchema });

export const tryIdSchema = z.strictObject({ tryId: idSchema });

export const checkConditionSchema = z.strictObject({
  text: z.string().max(16_384),
  kind: z.enum(ENDPOINT_KINDS),
  insideSuite: z.boolean(),
  /** All conditions of the entry, this one among them. */
  all: z.array(z.string().max(16_384)).max(1_000),
  tryId: idSchema.nullable(),
});

export const completionsSchema = z.strictObject({ kind: z.enum(ENDPOINT_KINDS), insideSuite: z.boolean(), tryId: idSchema.nullable() });

/** `block`: the unsaved form; null = as configured. `entry`: about this one, with its override; null = an example. */
export const testAlertSchema = z.strictObject({
  provider: z.string().min(1).max(64),
  block: plainMappingSchema.nullable(),
  key: z.string().min(1).max(MAX_NAME).nullable(),
  group: nameSchema,
  resolved: z.boolean(),
  dryRun: z.boolean(),
});

export const setSecretSchema = z.strictObject({
  name: secretNameSchema,
  value: z
    .string()
    .min(1)
    .max(256 * 1024),
});

export const secretNameRequestSchema = z.strictObject({ name: secretNameSchema });

export const acceptWeakSchema = z.strictObject({ accepted: z.boolean() });

export const chooseImportSchema = z.strictObject({ kind: z.enum(["gatus-file", "gatus-folder", "uptime-kuma"]) });

export const importUrlSchema = z.strictObject({ url: z.string().min(1).max(8_192) });

export const applyImportSchema = z.strictObject({
  importId: idSchema,
  /** Which of the preview's entries; a name that is taken gets a number. */
  entries: z.array(indexSchema).max(MAX_EDITS),
  /** Which channels' blocks; those that exist already are left alone. */
  providers: z.array(z.string().min(1).max(64)).max(100),
  reason: reasonSchema,
});

export const chooseConfigSchema = z.strictObject({ kind: z.enum(["file", "folder", "default"]) });
