// What can be completed at a place of the file, and what a key means. Pure.

import type { BlockSchema, Field, ValueSchema } from "../../../../shared/config-schema/schema.ts";
import type { Translator } from "../../../../shared/i18n/create.ts";
import { showDefault } from "../fields/scalar.ts";
import { fieldAt, type LineReader, pathAt, schemaAt } from "./yaml-path.ts";

export interface YamlOption {
  readonly label: string;
  /** What is written; for a key with its colon. */
  readonly insert: string;
  readonly detail: string;
  readonly info: string;
  readonly kind: "key" | "value";
}

export interface YamlCompletion {
  /** Columns on the line, 0-based. */
  readonly from: number;
  readonly options: readonly YamlOption[];
}

/** The language that keys are explained in. */
export interface HelpWords {
  readonly t: Translator["t"];
  /** A sentence of the configuration's description in that language. */
  readonly phrase: (english: string) => string;
}

/** What fits on line `index` before `column`; null when nothing is known. */
export function completeYaml(words: HelpWords, reader: LineReader, index: number, column: number): YamlCompletion | null {
  const before = reader.lineAt(index).slice(0, column);
  const value = /^(\s*(?:-\s+)*)([^\s#:][^#:]*):\s+(?:["'])?([\w./-]*)$/u.exec(before);
  if (value !== null) {
    const path = pathAt(reader, index, column);
    const typed = value[3] ?? "";
    return offer(column - typed.length, valuesOf(schemaAt(path)));
  }
  const key = /^(\s*(?:-\s+)*)([\w-]*)$/u.exec(before);
  if (key === null) return null;
  const typed = key[2] ?? "";
  const from = column - typed.length;
  const path = pathAt(reader, index, from);
  const schema = schemaAt(path);
  // Below a list without a dash the next element is meant.
  const target = schema?.type === "list" ? schema.items : schema;
  const options = target?.type === "block" ? keysOf(words, target) : valuesOf(target);
  const needsDash = schema?.type === "list" && !before.includes("-");
  return offer(from, needsDash ? options.map((option) => ({ ...option, insert: `- ${option.insert}` })) : options);
}

function offer(from: number, options: readonly YamlOption[]): YamlCompletion | null {
  return options.length === 0 ? null : { from, options };
}

function keysOf(words: HelpWords, block: BlockSchema): readonly YamlOption[] {
  return Object.entries(block.fields).map(([key, field]) => ({
    label: key,
    insert: `${key}: `,
    detail: typeOf(words, field.schema),
    info: explain(words, field),
    kind: "key",
  }));
}

function valuesOf(schema: ValueSchema | null): readonly YamlOption[] {
  const words = schema?.type === "flag" ? ["true", "false"] : schema?.type === "choice" ? schema.options : [];
  return words.map((word) => ({ label: word, insert: word, detail: "", info: "", kind: "value" }));
}

function typeOf(words: HelpWords, schema: ValueSchema): string {
  const { t } = words;
  switch (schema.type) {
    case "list":
      return t("help.type.list", { items: typeOf(words, schema.items) });
    case "choice":
      return schema.options.join(" | ");
    case "record":
    case "block":
      return t("help.type.block");
    default:
      return t(`help.type.${schema.type}`);
  }
}

/** A key in one or two lines: what it is for, what holds without it, who knows it. */
function explain({ t, phrase }: HelpWords, field: Field): string {
  const fallback = field.default === undefined ? undefined : showDefault(field);
  const facts = [
    field.required ? t("help.required") : "",
    fallback === undefined ? "" : t("help.default", { value: fallback }),
    field.example === undefined ? "" : t("help.example", { value: field.example }),
    field.origin === "sentray" ? t("help.sentrayOnly") : "",
  ].filter((fact) => fact !== "");
  const sentence = t("help.sentence", { text: phrase(field.help) });
  return facts.length === 0 ? sentence : `${sentence}\n${facts.join(" · ")}`;
}

/** What the key under the pointer means, with its columns; null when the pointer is on none. */
export function describeAt(
  words: HelpWords,
  reader: LineReader,
  index: number,
  column: number,
): { readonly from: number; readonly to: number; readonly key: string; readonly type: string; readonly text: string } | null {
  const match = /^(\s*(?:-\s+)*)([\w-]+)\s*:/u.exec(reader.lineAt(index));
  if (match === null) return null;
  const from = (match[1] ?? "").length;
  const key = match[2] ?? "";
  if (column < from || column > from + key.length) return null;
  const field = fieldAt([...pathAt(reader, index, from), key]);
  return field === null ? null : { from, to: from + key.length, key, type: typeOf(words, field.schema), text: explain(words, field) };
}
