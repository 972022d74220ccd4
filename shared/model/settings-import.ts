// Bringing a configuration from elsewhere: what was found, what of it can come over, and why the rest cannot.

import type { Told } from "../i18n/said.ts";
import type { EntryList, PlainMapping } from "./settings.ts";

export type ImportKind = "gatus-config" | "gatus-api" | "uptime-kuma-backup" | "uptime-kuma-database";

/** One monitor that can come over. */
export interface ImportEntry {
  /** Names it in `settings:apply-import`. */
  readonly id: number;
  readonly list: EntryList;
  readonly value: PlainMapping;
  /** What of it was changed, guessed or left out, for people. */
  readonly notes: readonly Told[];
  /** It misses something that only the user knows (a URL): it comes in disabled. */
  readonly isIncomplete: boolean;
  /** The configuration has an entry of this name and group already. */
  readonly existsAlready: boolean;
}

/** A notification channel that can come over. Secrets in it are shown as `•••` and stay in the main process. */
export interface ImportProvider {
  readonly type: string;
  readonly value: PlainMapping;
  readonly notes: readonly Told[];
  /** `alerting` has a block of this type already, which stays as it is. */
  readonly existsAlready: boolean;
}

/** Something that cannot come over. */
export interface ImportRefusal {
  /** Its name, or words for what has none. */
  readonly what: string | Told;
  readonly why: Told;
}

/** What an import would do. Nothing has been changed yet. */
export interface ImportPreview {
  /** Names this preview for a while. */
  readonly importId: string;
  readonly kind: ImportKind;
  /** A file's name or a URL's host. */
  readonly source: string;
  readonly entries: readonly ImportEntry[];
  readonly providers: readonly ImportProvider[];
  readonly refusals: readonly ImportRefusal[];
  /** What concerns the whole, for people. */
  readonly notes: readonly Told[];
}

/** The configuration as Gatus reads it. */
export interface GatusExport {
  readonly files: ReadonlyArray<{ readonly name: string; readonly text: string }>;
  /** What was left out, with its 1-based line in the original. */
  readonly removed: ReadonlyArray<{ readonly file: string; readonly path: string; readonly line: number }>;
  /** What Gatus would understand differently or refuse, for people. */
  readonly notes: readonly Told[];
}
