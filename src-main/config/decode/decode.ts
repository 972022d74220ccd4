// Reads a tree by a schema: every value with its place, every mistake as a problem, nothing thrown. What values mean together
// (a URL that fits its probe, unique names) is decided by the builders.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { Phrase, Said } from "../../../shared/i18n/said.ts";
import { formatShortDuration, parseGoDuration } from "../../../shared/go-duration.ts";
import type {
  BlockSchema,
  ChoiceSchema,
  DurationSchema,
  Field,
  Fields,
  FlagSchema,
  FreeSchema,
  IntegerSchema,
  ListSchema,
  RecordSchema,
  TextSchema,
  TimestampSchema,
  ValueSchema,
} from "../../../shared/config-schema/schema.ts";
import type { ProblemSink } from "../problems.ts";
import { quoteSpan } from "../source/source-text.ts";
import type { ConfigNode, MappingEntry, MappingNode, Path, ScalarNode, Spot } from "../source/tree.ts";
import { childPath, isNullNode } from "../source/tree.ts";
import { readFlag, readInteger, readTimestamp } from "./scalars.ts";
import { suggestion } from "./suggest.ts";

/** A decoded value and where it stands. */
export interface Located<T> extends Spot {
  readonly value: T;
}

/** A decoded block. */
export interface DecodedBlock<F extends Fields = Fields, R extends ValueSchema | null = ValueSchema | null> extends Spot {
  readonly node: MappingNode;
  readonly values: { readonly [K in keyof F]: FieldValue<F[K]> };
  /** The keys beyond the named ones, in file order; empty for blocks that have none. */
  readonly rest: R extends ValueSchema ? ReadonlyMap<string, Located<ValueOf<R>>> : ReadonlyMap<string, never>;
}

type FieldValue<E extends Field> = E extends Field<infer S, infer D> ? ValueOf<S> | (D extends undefined ? undefined : never) : never;

/** What decoding by a schema gives. */
export type ValueOf<S extends ValueSchema> = S extends TextSchema
  ? string
  : S extends FlagSchema
    ? boolean
    : S extends IntegerSchema | DurationSchema | TimestampSchema
      ? number
      : S extends ChoiceSchema<infer O>
        ? O
        : S extends ListSchema<infer I>
          ? ReadonlyArray<Located<ValueOf<I>>>
          : S extends RecordSchema<infer V>
            ? ReadonlyMap<string, Located<ValueOf<V>>>
            : S extends BlockSchema<infer F, infer R>
              ? DecodedBlock<F, R>
              : S extends FreeSchema
                ? ConfigNode
                : never;

/** Told of every key that is present, so that parts which are not built yet can be named. */
export type FieldListener = (path: Path, spot: Spot) => void;

/** What decoding needs besides the tree. */
export interface DecodeContext {
  readonly problems: ProblemSink;
  readonly onField: FieldListener;
  /** Told of every value that must not be shown anywhere. */
  readonly onSecret: (value: string) => void;
}

/** @returns the value; undefined when it is absent (null) or wrong, which was then reported. */
export function decode<S extends ValueSchema>(schema: S, spot: Spot, context: DecodeContext): ValueOf<S> | undefined {
  // The one place where the schema's type and the value's are tied together; the switch below is what guarantees it.
  return decodeUntyped(schema, spot, context, false) as ValueOf<S> | undefined;
}

/** The place of a block's key: of its value where there is one, else of the block itself. */
export function spotOf(block: { readonly node: MappingNode; readonly path: Path | null }, key: string): Spot {
  const entry = block.node.entries.get(key);
  return { node: entry?.value ?? block.node, path: childPath(block.path, key) };
}

/** Whether a block has a key with a value. */
export function hasKey(block: { readonly node: MappingNode }, key: string): boolean {
  const entry = block.node.entries.get(key);
  return entry !== undefined && !isNullNode(entry.value);
}

function decodeUntyped(schema: ValueSchema, spot: Spot, context: DecodeContext, secret: boolean): unknown {
  if (isNullNode(spot.node)) return undefined;
  switch (schema.type) {
    case "list":
      return decodeList(schema, spot, context, secret);
    case "record":
      return decodeRecord(schema, spot, context, secret);
    case "block":
      return decodeBlock(schema, spot, context);
    case "free":
      return spot.node;
    default:
      return decodeScalar(schema, spot, context, secret);
  }
}

function decodeList(schema: ListSchema, spot: Spot, context: DecodeContext, secret: boolean): unknown {
  const { node } = spot;
  if (node.kind !== "list") return wrongKind(spot, say("problem.kind.list"), node, context);
  const items: Array<Located<unknown>> = [];
  for (const [index, item] of node.items.entries()) {
    const itemSpot: Spot = { node: item, path: childPath(spot.path, index) };
    if (isNullNode(item)) {
      context.problems.error(itemSpot, say("problem.emptyItem"));
      continue;
    }
    const value = decodeUntyped(schema.items, itemSpot, context, secret);
    if (value !== undefined) items.push({ ...itemSpot, value });
  }
  return items;
}

function decodeRecord(schema: RecordSchema, spot: Spot, context: DecodeContext, secret: boolean): unknown {
  const { node } = spot;
  if (node.kind !== "mapping") return wrongKind(spot, say("problem.kind.names"), node, context);
  const values = new Map<string, Located<unknown>>();
  for (const { key, label, value: valueNode } of node.entries.values()) {
    const valueSpot: Spot = { node: valueNode, path: childPath(spot.path, label) };
    const value = decodeUntyped(schema.values, valueSpot, context, secret);
    // A name without a value is an empty text, as in a header that is sent empty.
    if (value !== undefined) values.set(key, { ...valueSpot, value });
    else if (schema.values.type === "text" && isNullNode(valueNode)) values.set(key, { ...valueSpot, value: "" });
  }
  return values;
}

function decodeBlock(schema: BlockSchema, spot: Spot, context: DecodeContext): unknown {
  const { node, path } = spot;
  if (node.kind !== "mapping") return wrongKind(spot, say("problem.kind.block", { noun: nounOf(schema) }), node, context);
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.fields)) values[key] = decodeField(schema, key, field, node, path, context);

  const rest = new Map<string, Located<unknown>>();
  for (const { key, label, keySpan, value: valueNode } of node.entries.values()) {
    if (Object.hasOwn(schema.fields, key)) continue;
    const valuePath = childPath(path, label);
    if (schema.rest === null) reportUnknownKey(schema, { key, label, keySpan, value: valueNode }, valuePath, context);
    else {
      const value = decodeUntyped(schema.rest, { node: valueNode, path: valuePath }, context, false);
      if (value !== undefined) rest.set(key, { node: valueNode, path: valuePath, value });
    }
  }
  return { node, path, values, rest };
}

function decodeField(
  schema: BlockSchema,
  key: string,
  field: Field,
  node: MappingNode,
  path: Path | null,
  context: DecodeContext,
): unknown {
  const entry = node.entries.get(key);
  if (entry === undefined || isNullNode(entry.value)) {
    if (field.required) context.problems.at("error", entry?.keySpan ?? firstKey(node), path, missing(schema, key, field));
    return field.default;
  }
  const spot: Spot = { node: entry.value, path: childPath(path, key) };
  context.onField(spot.path ?? childPath(path, key), spot);
  const value = decodeUntyped(field.schema, spot, context, field.secret);
  if (field.required && isEmpty(value)) context.problems.error(spot, missing(schema, key, field));
  if (field.secret && typeof value === "string") context.onSecret(value);
  return value ?? field.default;
}

function missing({ noun }: BlockSchema, key: string, { help, example }: Field): Said {
  const values = {
    noun: { phrase: noun, english: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}` },
    key,
    help: { phrase: help, english: `${help.charAt(0).toLowerCase()}${help.slice(1)}` },
  };
  return example === undefined ? say("problem.needs", values) : say("problem.needsExample", { ...values, example: `${key}: ${example}` });
}

function nounOf({ noun }: BlockSchema): Phrase {
  return { phrase: noun, english: noun };
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

/** A whole block is too much to underline: what is missing is told at its first key. */
function firstKey(node: MappingNode): MappingNode["span"] {
  const [first] = node.entries.values();
  return first?.keySpan ?? node.span;
}

function reportUnknownKey(schema: BlockSchema, entry: MappingEntry, path: Path, context: DecodeContext): void {
  const { key, label, keySpan } = entry;
  if (path.parent === null && (/^(x-|\.)/.test(key) || holdsAnchor(entry))) return;
  const nearest = label === key ? suggestion(key, Object.keys(schema.fields)) : null;
  const shown = key.length > 64 ? `${label.slice(0, 64)}…` : label;
  const said = say("problem.unknownKey", { key: shown, noun: nounOf(schema) });
  context.problems.at("warning", keySpan, path, followedBy(said, nearest));
}

/** An unknown key at the top is where people keep what they repeat; it is unknown on purpose when an anchor stands in it. */
function holdsAnchor({ keySpan, value }: MappingEntry): boolean {
  return /(?:^|[\s[{,])&[^\s,[\]{}]/.test(keySpan.source.text.slice(keySpan.end, value.span.end));
}

const KIND_OF_NODE = { scalar: "problem.kind.single", list: "problem.kind.list", mapping: "problem.kind.mapping" } as const;

function wrongKind(spot: Spot, wanted: Said, node: ConfigNode, context: DecodeContext): undefined {
  context.problems.error(spot, say("problem.wrongKind", { wanted, found: say(KIND_OF_NODE[node.kind]) }));
  return undefined;
}

type ScalarSchema = TextSchema | FlagSchema | IntegerSchema | DurationSchema | TimestampSchema | ChoiceSchema;

function decodeScalar(schema: ScalarSchema, spot: Spot, context: DecodeContext, secret: boolean): unknown {
  const { node } = spot;
  const wanted = say(`problem.kind.${schema.type}`);
  if (node.kind !== "scalar") return wrongKind(spot, wanted, node, context);
  const fail = (advice: Said | null): undefined => {
    const shown = secret ? say("problem.thisValue") : quoteSpan(node.span);
    context.problems.error(spot, followedBy(say("problem.wrongValue", { wanted, shown }), advice));
    return undefined;
  };
  switch (schema.type) {
    case "text":
      return node.text;
    case "flag":
      return readFlag(node.text, node.plain) ?? fail(/^(true|false)$/i.test(node.text) ? say("problem.removeQuotes") : null);
    case "integer":
      return (
        (node.plain ? readInteger(node.text) : null) ??
        fail(!node.plain && readInteger(node.text) !== null ? say("problem.removeQuotes") : null)
      );
    case "duration":
      return decodeDuration(schema, node) ?? fail(durationAdvice(schema, node));
    case "timestamp":
      return readTimestamp(node.text, node.plain) ?? fail(say("problem.giveZone"));
    case "choice":
      return decodeChoice(schema, spot, node, context);
  }
}

/** A plain number is no duration in Gatus, not even 0: `interval: 60` could mean seconds as well as minutes. */
function decodeDuration(schema: DurationSchema, node: ScalarNode): number | null {
  if (node.plain && readInteger(node.text) !== null) return null;
  return parseGoDuration(node.text, schema);
}

function durationAdvice(schema: DurationSchema, node: ScalarNode): Said | null {
  if (node.variables.length > 0) return null;
  const number = readInteger(node.text);
  if (number !== null) return say("problem.writeUnit", { number: String(number) });
  const compact = node.text.replace(/\s+/g, "");
  if (compact !== node.text && parseGoDuration(compact, schema) !== null) return say("problem.withoutBlanks", { duration: compact });
  const days = parseGoDuration(compact, { longUnits: true });
  return days === null ? null : say("problem.noDays", { duration: formatShortDuration(days) });
}

function decodeChoice(schema: ChoiceSchema, spot: Spot, node: ScalarNode, context: DecodeContext): string | undefined {
  const found = schema.options.find((option) => option === node.text);
  if (found !== undefined) return found;
  const { options: words, otherwise } = schema;
  const shown = quoteSpan(node.span);
  const nearest = node.variables.length === 0 ? suggestion(node.text, words) : null;
  if (otherwise === null) {
    context.problems.error(spot, followedBy(say("problem.oneOf", { words, shown }), nearest));
    return undefined;
  }
  context.problems.warning(spot, followedBy(say("problem.countsAs", { words, shown, otherwise }), nearest));
  return otherwise;
}
