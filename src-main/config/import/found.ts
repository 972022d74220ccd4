// What an importer found, before anybody chose. Real values: secrets are masked on the way to the window.

import type { Told } from "../../../shared/i18n/said.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ImportKind, ImportRefusal } from "../../../shared/model/settings-import.ts";
import type { EntryList, PlainMapping } from "../../../shared/model/settings.ts";
import { looksLikeSecret } from "../edit/secret-texts.ts";
import { isList, isMapping, setOwn } from "../edit/written-value.ts";

export interface FoundEntry {
  readonly list: EntryList;
  readonly value: PlainMapping;
  readonly notes: readonly Told[];
  readonly isIncomplete: boolean;
}

export interface FoundProvider {
  readonly type: string;
  readonly value: PlainMapping;
  readonly notes: readonly Told[];
}

export interface Found {
  readonly kind: ImportKind;
  readonly source: string;
  readonly entries: readonly FoundEntry[];
  readonly providers: readonly FoundProvider[];
  readonly refusals: readonly ImportRefusal[];
  readonly notes: readonly Told[];
}

/** More monitors than anybody has; what a hostile file claims beyond is left. */
export const MOST_IMPORTED = 20_000;
export const MASK = "•••";

/** A value with its secrets masked. */
export function maskSecrets(value: PlainValue, key = ""): PlainValue {
  if (typeof value === "string") return looksLikeSecret(key, value) ? MASK : value;
  if (isList(value)) return value.map((item) => maskSecrets(item, key));
  return isMapping(value) ? maskMapping(value) : value;
}

export function maskMapping(value: PlainMapping): PlainMapping {
  const masked: Record<string, PlainValue> = {};
  for (const [key, member] of Object.entries(value)) setOwn(masked, key, maskSecrets(member, key));
  return masked;
}

/** Texts from elsewhere mean their dollar signs: in a configuration `$` begins a variable, `$$` is one. */
export function escapeDollars(value: PlainValue): PlainValue {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (isList(value)) return value.map(escapeDollars);
  return isMapping(value) ? escapeMapping(value) : value;
}

export function escapeMapping(value: PlainMapping): PlainMapping {
  const escaped: Record<string, PlainValue> = {};
  for (const [key, member] of Object.entries(value)) setOwn(escaped, key.replaceAll("$", "$$$$"), escapeDollars(member));
  return escaped;
}
