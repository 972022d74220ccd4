// The vocabulary that providers' schemas are written in, and how the layers of settings become one. Scalars are as lenient as in
// Gatus: numbers and booleans may stand where text is wanted, fractions of integers are cut off, nothing else is converted.

import * as z from "zod";

import type { PlainValue } from "../../../shared/model/alert.ts";
import { clientBlock } from "./client-block.ts";
import type { KeyKind, KeyMeta, SettingsBlock } from "./provider.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "must be text" }).transform(String);

const SPELLED_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

function described<S extends z.ZodType>(schema: S, kind: KeyKind, meta: KeyMeta, fallback?: string | number | boolean): S {
  return schema.meta({ ...meta, kind, ...(fallback === undefined || fallback === "" ? {} : { fallback }) });
}

/** Text; absent, `null` and empty become `fallback`. */
export function text(meta: KeyMeta, fallback = "") {
  return described(
    scalar.nullish().transform((value) => value || fallback),
    "text",
    meta,
    fallback,
  );
}

/** Text that must not be shown. */
export function secret(meta: KeyMeta) {
  return text({ ...meta, secret: true });
}

/** A whole number; absent, `null` and 0 become `fallback`. */
export function integer(meta: KeyMeta, fallback = 0) {
  return described(
    z
      .number({ error: "must be a number" })
      .nullish()
      .transform((value) => Math.trunc(value ?? 0) || fallback),
    "integer",
    meta,
    fallback,
  );
}

/** Yes or no, also in YAML 1.1's spellings. */
export function flag(meta: KeyMeta, fallback = false) {
  const spelled = z
    .string()
    .transform((value) => SPELLED_BOOLEANS.get(value.toLowerCase()))
    .pipe(z.boolean({ error: "must be true or false" }));
  return described(
    z
      .union([z.boolean(), spelled], { error: "must be true or false" })
      .nullish()
      .transform((value) => value ?? fallback),
    "boolean",
    meta,
    fallback,
  );
}

/** A list of texts; absent and `null` become empty. */
export function list(meta: KeyMeta) {
  return described(
    z
      .array(scalar, { error: "must be a list" })
      .nullish()
      .transform((value) => value ?? []),
    "list",
    meta,
  );
}

/** A mapping from text to text. */
export function textMap(meta: KeyMeta) {
  return described(
    z
      .record(z.string(), scalar, { error: "must be a mapping" })
      .nullish()
      .transform((value) => value ?? {}),
    "map",
    meta,
  );
}

const plainValue: z.ZodType<PlainValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(plainValue), z.record(z.string(), plainValue)]),
);

/** A mapping from text to anything. */
export function plainMap(meta: KeyMeta) {
  return described(
    z
      .record(z.string(), plainValue, { error: "must be a mapping" })
      .nullish()
      .transform((value) => value ?? {}),
    "map",
    meta,
  );
}

/** The `client` block; absent becomes null. */
export function client(description = "Proxy, TLS and time-out options of the connection, as under `endpoints[].client`.") {
  return described(
    clientBlock.nullish().transform((value) => value ?? null),
    "client",
    { title: "Client", description },
  );
}

/** Everything known about one key of a schema: what the field was described with, and its kind and default. */
export interface KeyFacts extends KeyMeta {
  readonly kind: KeyKind;
  readonly fallback?: string | number | boolean;
}

/** Keys with what is known about each. */
export type KeyList = ReadonlyArray<readonly [string, KeyFacts]>;

/** The keys of a provider's schema in the order in which they are documented. */
export function keysOf(schema: z.ZodObject): KeyList {
  return Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => [key, factsOf(field)]);
}

/** The registry of zod is untyped; every field here was made by {@link described}, which puts exactly these facts in. */
function factsOf(field: z.core.$ZodType): KeyFacts {
  return z.globalRegistry.get(field) as unknown as KeyFacts;
}

/** Whether an override's value counts as given. An empty one never takes anything away. */
function isGiven(value: PlainValue | undefined, rule: KeyMeta["override"]): boolean {
  if (value === undefined || value === null) return false;
  if (rule === "any") return true;
  if (typeof value === "number") return rule === "positive" ? value > 0 : value !== 0;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value !== "";
  return Object.keys(value).length > 0;
}

function overlay(schema: z.ZodObject, below: SettingsBlock, above: SettingsBlock): SettingsBlock {
  const merged: Record<string, PlainValue> = { ...below };
  for (const [key, facts] of keysOf(schema)) {
    const value = above[key];
    if (value !== undefined && isGiven(value, facts.override)) merged[key] = value;
  }
  return merged;
}

/**
 * The settings for one alert: the provider's block, over it the first of `overrides` whose `group` is the endpoint's, over
 * that the alert's own `provider-override`. Lists and mappings are replaced whole; nothing can be emptied.
 */
export function mergeSettings(
  schema: z.ZodObject,
  block: SettingsBlock,
  overrides: readonly SettingsBlock[],
  group: string,
  alertOverride: SettingsBlock,
): SettingsBlock {
  const groupOverride = overrides.find((entry) => textOf(entry["group"]) === group);
  return overlay(schema, groupOverride === undefined ? block : overlay(schema, block, groupOverride), alertOverride);
}

/** A group's name as text; an entry without one is for endpoints without group. */
export function textOf(value: PlainValue | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
