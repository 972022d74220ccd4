// The vocabulary that the configuration is described in: what kind of value a key takes, its default, and what it is for.
// Plain data, so that the loader, the forms, the editor's completion and the reference page all read the same description.

/** One line of text; any scalar is taken as written. */
export interface TextSchema {
  readonly type: "text";
}

/** `true` or `false`, in any of the spellings of YAML 1.1. */
export interface FlagSchema {
  readonly type: "flag";
}

export interface IntegerSchema {
  readonly type: "integer";
}

/** A length of time, decoded to milliseconds. `longUnits`: days and weeks may be used. */
export interface DurationSchema {
  readonly type: "duration";
  readonly longUnits: boolean;
}

/** A moment, decoded to milliseconds since the Unix epoch. */
export interface TimestampSchema {
  readonly type: "timestamp";
}

/** One of a few words. `otherwise` is what any other word counts as, with a warning; null = any other word is an error. */
export interface ChoiceSchema<O extends string = string> {
  readonly type: "choice";
  readonly options: readonly O[];
  readonly otherwise: O | null;
}

export interface ListSchema<I extends ValueSchema = ValueSchema> {
  readonly type: "list";
  readonly items: I;
}

/** Keys that the user chooses, all with the same kind of value. */
export interface RecordSchema<V extends ValueSchema = ValueSchema> {
  readonly type: "record";
  readonly keyHelp: string;
  readonly values: V;
}

/** Named keys. `rest` describes keys beyond the named ones; null = there are none, and an unknown key is worth a warning. */
export interface BlockSchema<F extends Fields = Fields, R extends ValueSchema | null = ValueSchema | null> {
  readonly type: "block";
  /** What one such block is, with its article: `an endpoint`. */
  readonly noun: string;
  readonly fields: F;
  readonly rest: R;
}

/** Whatever YAML can say; its meaning is decided elsewhere. */
export interface FreeSchema {
  readonly type: "free";
}

export type ValueSchema =
  | TextSchema
  | FlagSchema
  | IntegerSchema
  | DurationSchema
  | TimestampSchema
  | ChoiceSchema
  | ListSchema
  | RecordSchema
  | BlockSchema
  | FreeSchema;

/** A default is written as the decoded value: milliseconds for a duration. */
export type DefaultOf<S extends ValueSchema> = S extends TextSchema
  ? string
  : S extends FlagSchema
    ? boolean
    : S extends IntegerSchema | DurationSchema | TimestampSchema
      ? number
      : S extends ChoiceSchema<infer O>
        ? O
        : never;

/** One key of a block. */
export interface Field<S extends ValueSchema = ValueSchema, D = unknown> {
  readonly schema: S;
  /** One line for people, without a full stop. */
  readonly help: string;
  /** undefined = absent means absent. */
  readonly default: D;
  /** Who gave the key its meaning; Gatus ignores Sentray's. */
  readonly origin: "gatus" | "sentray";
  /** Its value is never shown in a message, a log or an export. */
  readonly secret: boolean;
  /** Leaving it out, or empty, is an error. */
  readonly required: boolean;
  /** Shown in the reference, as it would be written. */
  readonly example: string | undefined;
}

export type Fields = Readonly<Record<string, Field>>;

interface FieldOptions {
  readonly origin?: "gatus" | "sentray";
  readonly secret?: boolean;
  readonly required?: boolean;
  readonly example?: string;
}

/** A key with a default: decoding always gives a value. */
export function field<const S extends ValueSchema, const D extends DefaultOf<S>>(
  schema: S,
  help: string,
  options: FieldOptions & { readonly default: D },
): Field<S, D>;
/** A key without a default: decoding gives undefined when it is absent. */
export function field<const S extends ValueSchema>(schema: S, help: string, options?: FieldOptions): Field<S, undefined>;
export function field(schema: ValueSchema, help: string, options: FieldOptions & { readonly default?: unknown } = {}): Field {
  return {
    schema,
    help,
    default: options.default,
    origin: options.origin ?? "gatus",
    secret: options.secret ?? false,
    required: options.required ?? false,
    example: options.example,
  };
}

export const text: TextSchema = { type: "text" };
export const flag: FlagSchema = { type: "flag" };
export const integer: IntegerSchema = { type: "integer" };
export const duration: DurationSchema = { type: "duration", longUnits: false };
export const longDuration: DurationSchema = { type: "duration", longUnits: true };
export const timestamp: TimestampSchema = { type: "timestamp" };
export const free: FreeSchema = { type: "free" };

/** One of these words; another one is an error. */
export function choice<const O extends string>(options: readonly O[]): ChoiceSchema<O> {
  return { type: "choice", options, otherwise: null };
}

/** One of these words; another one counts as `otherwise`, with a warning. */
export function lenientChoice<const O extends string>(options: readonly O[], otherwise: NoInfer<O>): ChoiceSchema<O> {
  return { type: "choice", options, otherwise };
}

export function list<const I extends ValueSchema>(items: I): ListSchema<I> {
  return { type: "list", items };
}

export function record<const V extends ValueSchema>(keyHelp: string, values: V): RecordSchema<V> {
  return { type: "record", keyHelp, values };
}

/** A block with exactly these keys. */
export function block<const F extends Fields>(noun: string, fields: F): BlockSchema<F, null> {
  return { type: "block", noun, fields, rest: null };
}

/** A block with these keys and, beyond them, any number of others of one kind. */
export function openBlock<const F extends Fields, const R extends ValueSchema>(noun: string, fields: F, rest: R): BlockSchema<F, R> {
  return { type: "block", noun, fields, rest };
}
