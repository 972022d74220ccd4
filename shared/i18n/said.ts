// A message as a value: which sentence of the catalogue, and what stands in its holes. It is made where something happens, crosses
// workers and processes as plain data, and becomes text where somebody reads it, in that reader's language. Pure.

import type { en } from "./en/index.ts";

/** The sentences of one language, by the parts of their keys. */
export interface Texts {
  readonly [part: string]: string | Texts;
}

/** A sentence that a description brings along in English, see phrase.ts; `english`: how it is written in this place. */
export interface Phrase {
  readonly phrase: string;
  readonly english: string;
}

/** What may stand in a hole: a text as it is, a number, another message, or several of these as a list. Never a secret. */
export type SaidValue = string | number | Said | Phrase | readonly SaidValue[];

/** A message: the key of its sentence, and a value for each hole. With a value `count`, `key_one` and `key_other` are its forms. */
export interface Said {
  readonly key: SaidKey;
  readonly values: Readonly<Record<string, SaidValue>>;
}

/** Something that is told to people and to machines: `message` is English, `said` the same for whoever reads another language. */
export interface Told {
  readonly message: string;
  readonly said?: Said;
}

/** The message of something that is told, to be put into another one. */
export function saidOf({ message, said }: Told): Said {
  return said ?? say("problem.verbatim", { text: message });
}

/** What of something larger is told. */
export function toldOf({ message, said }: Told): Told {
  return said === undefined ? { message } : { message, said };
}

type PathsOf<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : PathsOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type WithoutForm<Path extends string> = Path extends `${infer Key}_one` | `${infer Key}_other` ? Key : Path;

/** Every sentence of the catalogue, for example `condition.nothingAfter`; plural forms count once. */
export type SaidKey = WithoutForm<PathsOf<typeof en>>;

type SentenceOf<T, Path extends string> = Path extends `${infer Part}.${infer Rest}`
  ? Part extends keyof T
    ? SentenceOf<T[Part], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : `${Path}_other` extends keyof T
      ? T[`${Path}_other`]
      : never;

type HolesOf<Sentence> = Sentence extends `${string}{{${infer Hole}}}${infer Rest}` ? Hole | HolesOf<Rest> : never;

/** What the sentence of a key needs to be whole. */
type ValuesOf<K extends SaidKey> = Readonly<Record<HolesOf<SentenceOf<typeof en, K>>, SaidValue>>;

/** The values behind a key; nothing for a sentence without holes. */
export type WhatIsSaid<K extends SaidKey> = keyof ValuesOf<K> extends never ? [] : [values: ValuesOf<K>];

/** A message. The compiler knows the sentence's holes and asks for each of them. */
export function say<const K extends SaidKey>(key: K, ...values: WhatIsSaid<K>): Said {
  return { key, values: values[0] ?? {} };
}

/** Two sentences as one message, the second only if there is something more to say. */
export function followedBy(first: Said, second: Said | null): Said {
  return second === null ? first : { key: "common.twoSentences", values: { first, second } };
}

/** What telling in a language takes. */
export interface Tongue {
  readonly texts: Texts;
  readonly phrase: (phrase: Phrase) => string;
}

/** The message as text. */
export function tell({ key, values }: Said, tongue: Tongue): string {
  const fill = (_hole: string, name: string): string => (Object.hasOwn(values, name) ? textOf(values[name] ?? "", tongue) : "");
  return sentenceAt(tongue.texts, key, values["count"]).replace(/\{\{(\w+)\}\}/gu, fill);
}

function textOf(value: SaidValue, tongue: Tongue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (isList(value)) return value.map((item) => textOf(item, tongue)).join(sentenceAt(tongue.texts, "common.listSeparator"));
  return "key" in value ? tell(value, tongue) : tongue.phrase(value);
}

/** `Array.isArray` alone does not tell readonly lists from the rest. */
function isList(value: SaidValue): value is readonly SaidValue[] {
  return Array.isArray(value);
}

function sentenceAt(texts: Texts, key: string, count?: SaidValue): string {
  const forms = count === undefined ? [key] : [key, ...(count === 1 ? [`${key}_one`] : []), `${key}_other`];
  for (const form of forms) {
    const found = form.split(".").reduce<string | Texts | undefined>((at, part) => (typeof at === "object" ? at[part] : undefined), texts);
    if (typeof found === "string") return found;
  }
  return key;
}

/** The same message with every text in it changed, for example to take secrets out. Keys, numbers and phrases stay. */
export function mapTexts({ key, values }: Said, change: (text: string) => string): Said {
  return { key, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, mapValue(value, change)])) };
}

function mapValue(value: SaidValue, change: (text: string) => string): SaidValue {
  if (typeof value === "string") return change(value);
  if (typeof value === "number") return value;
  if (isList(value)) return value.map((item) => mapValue(item, change));
  return "key" in value ? mapTexts(value, change) : value;
}
