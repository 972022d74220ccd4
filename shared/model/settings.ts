// What the settings window works with: the configuration as it is written (variables unresolved, so without the secrets behind them),
// and the edits that change it. What it means after loading is in model/config.ts.

import type { Told } from "../i18n/said.ts";
import type { EpochMs } from "../units.ts";
import type { PlainValue } from "./alert.ts";
import type { ConfigProblem } from "./config.ts";
import type { EndpointKey, EndpointKind } from "./endpoint.ts";

/** The lists of the configuration whose elements are watched. */
export const ENTRY_LISTS = ["endpoints", "external-endpoints", "suites"] as const;

export type EntryList = (typeof ENTRY_LISTS)[number];

/** Keys and 0-based indices from an entry, or from the top of a file, down to a value. Empty = the thing itself. */
export type ValuePath = ReadonlyArray<string | number>;

/** A mapping as it is written. */
export type PlainMapping = Readonly<Record<string, PlainValue>>;

/** Which entry is meant: by its place, and by what it was called when it was looked at, so that it is found again in a changed file. */
export interface EntryRef {
  /** Absolute. */
  readonly file: string;
  readonly list: EntryList;
  readonly index: number;
  /** As written; empty = none. */
  readonly name: string;
  readonly group: string;
}

/** Where an edit happens. `root` is the top of a file; `file: null` = the file that has the path's first key, else the first file. */
export type EditTarget = { readonly kind: "entry"; readonly entry: EntryRef } | { readonly kind: "root"; readonly file: string | null };

/** Where an entry goes. `end-of-group`: behind the last one of that group, or of the list; in its file. */
export type EntryPlace =
  | { readonly at: "before" | "after"; readonly entry: EntryRef }
  | { readonly at: "end-of-group"; readonly group: string }
  | { readonly at: "end-of-file"; readonly file: string };

/** One change of the text. A list of them is applied in order, all or none; references mean the text before the first of them. */
export type Edit =
  /** Sets a key or an element; mappings on the way are made. An index equal to the list's length appends. */
  | { readonly op: "set"; readonly target: EditTarget; readonly path: ValuePath; readonly value: PlainValue }
  /** Removes a key or an element; nothing happens when it is not there. */
  | { readonly op: "unset"; readonly target: EditTarget; readonly path: ValuePath }
  /** Puts an element into the list at `path`, which is made when it is not there. */
  | { readonly op: "insert"; readonly target: EditTarget; readonly path: ValuePath; readonly index: number; readonly value: PlainValue }
  /** Moves an element within the list at `path`; `to` is its index afterwards. */
  | { readonly op: "move"; readonly target: EditTarget; readonly path: ValuePath; readonly from: number; readonly to: number }
  | { readonly op: "add-entry"; readonly list: EntryList; readonly place: EntryPlace; readonly value: PlainMapping }
  | { readonly op: "duplicate-entry"; readonly entry: EntryRef; readonly name: string }
  | { readonly op: "delete-entry"; readonly entry: EntryRef }
  /** `group`: also changes the group; absent = it stays. An empty one removes the key. */
  | { readonly op: "move-entry"; readonly entry: EntryRef; readonly place: EntryPlace; readonly group?: string }
  /** Stores the text that stands at `path` as the secret `name` and writes `${name}` in its place. */
  | { readonly op: "keep-secret"; readonly target: EditTarget; readonly path: ValuePath; readonly name: string };

/** What an edit inside something that several entries use is meant for. `ask`: change nothing, say who uses it. */
export type SharedChoice = "ask" | "this-one" | "all";

/** An edit that would change something which others use through an anchor, an alias or a merge. */
export interface SharedUse {
  /** Index into the edits. */
  readonly edit: number;
  /** The anchor's name, without `&`. */
  readonly anchor: string;
  readonly usedBy: number;
  /** Names of the entries that use it; at most 20. */
  readonly names: readonly string[];
}

/** One stretch of lines that differs. Line numbers are 1-based; an empty list = nothing on that side. */
export interface DiffHunk {
  readonly beforeLine: number;
  readonly afterLine: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FileDiff {
  readonly file: string;
  /** In order; lines around them are left out. */
  readonly hunks: readonly DiffHunk[];
}

/** How an attempt to change the configuration ended. Nothing is written unless it is `saved`. */
export type ConfigSaveOutcome =
  | {
      readonly outcome: "saved";
      readonly revision: string;
      readonly diffs: readonly FileDiff[];
      /** The file had changed since `base`, and the edits were made on the new text. */
      readonly rebased: boolean;
      /** Warnings and hints of the new configuration. */
      readonly problems: readonly ConfigProblem[];
    }
  /** A preview, or edits that change nothing. */
  | { readonly outcome: "unsaved"; readonly diffs: readonly FileDiff[]; readonly problems: readonly ConfigProblem[] }
  | { readonly outcome: "shared"; readonly uses: readonly SharedUse[] }
  /** The configuration would have errors. */
  | { readonly outcome: "invalid"; readonly problems: readonly ConfigProblem[]; readonly diffs: readonly FileDiff[] }
  /** The same place was changed on disk meanwhile. `diffs`: from what was looked at to what is there now. */
  | (Told & { readonly outcome: "conflict"; readonly diffs: readonly FileDiff[] });

/** One entry in the list of the settings. */
export interface EntrySummary {
  readonly ref: EntryRef;
  /** 1-based. */
  readonly line: number;
  /** Its key in history and on the dashboard. */
  readonly key: EndpointKey;
  /** As written; variables unresolved. Empty = none. */
  readonly url: string;
  /** null where the URL does not say (a variable, a suite). */
  readonly kind: EndpointKind | null;
  readonly enabled: boolean;
  /** As written; empty = the default. */
  readonly interval: string;
  readonly tags: readonly string[];
  readonly alertTypes: readonly string[];
  /** It uses or provides anchors: an edit may have to ask. */
  readonly usesAnchors: boolean;
}

export interface ConfigFileSummary {
  /** Absolute. */
  readonly file: string;
  readonly isWritable: boolean;
  /** false = its YAML is broken: only the YAML view can edit it. */
  readonly isEditable: boolean;
  readonly lines: number;
  /** The keys at its top, as written. */
  readonly topKeys: readonly string[];
}

/** The configuration at a glance. */
export interface ConfigOverview {
  /** Names this state of all files: hand it back with edits. */
  readonly revision: string;
  /** The file or the folder. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly isDefaultPath: boolean;
  readonly files: readonly ConfigFileSummary[];
  /** In file order. */
  readonly entries: readonly EntrySummary[];
  /** Providers that have a block under `alerting`, with the file it is in. */
  readonly providers: ReadonlyArray<{ readonly type: string; readonly file: string }>;
  readonly problems: readonly ConfigProblem[];
  /** What *undo* would take back; null = nothing. */
  readonly undoable: string | null;
}

/** A value of the configuration for a form. */
export interface WrittenValue {
  readonly revision: string;
  /** Merges and aliases resolved, variables not. null also where there is nothing. */
  readonly value: PlainValue;
  readonly exists: boolean;
  /** The file it is in; null = nowhere yet. */
  readonly file: string | null;
  /** 1-based; 0 = nowhere. */
  readonly line: number;
  /** Its lines as written. */
  readonly yaml: string;
  /** Keys of the mapping that come from a merge (`<<`), with the anchor's name. */
  readonly inherited: ReadonlyArray<{ readonly key: string; readonly anchor: string }>;
  /** Texts in it that look like secrets in the clear. */
  readonly plainSecrets: readonly PlainSecret[];
}

/** A token or password that stands in the text itself. */
export interface PlainSecret {
  readonly path: ValuePath;
  /** A free name to keep it under. */
  readonly suggestedName: string;
}

export interface FileText {
  readonly file: string;
  readonly revision: string;
  readonly text: string;
}

/** A state of the files before a save; they can be put back. */
export interface Backup {
  readonly id: string;
  readonly atEpochMs: EpochMs;
  /** What the save that followed did, for people. */
  readonly reason: string;
  readonly files: readonly string[];
  readonly sizeBytes: number;
}

/** A form that was left half filled. `value` is the form's own business. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly savedAtEpochMs: EpochMs;
  /** The entry that it edits; null = a new one, or no entry at all. */
  readonly entry: EntryRef | null;
  readonly value: PlainValue;
}

/** How secrets are kept on this machine. */
export interface SecretsOverview {
  /** `keyring`: encrypted by the system · `weak`: there is no keyring and the user agreed to do without · `none`: did not agree yet. */
  readonly protection: "keyring" | "weak" | "none";
  /** The system's mechanism, for people: `gnome_libsecret`, `kwallet6`, `basic_text`, `keychain`, `dpapi`. */
  readonly backend: string;
  /** The user agreed to the weak protection. */
  readonly isWeakAccepted: boolean;
  /** Sorted. Values never leave the main process. */
  readonly secrets: ReadonlyArray<{
    readonly name: string;
    /** A variable of the same name in the environment wins over it. */
    readonly isShadowed: boolean;
    readonly usedInFiles: readonly string[];
    /** false = it is stored but cannot be decrypted here (another user, another keyring). */
    readonly isReadable: boolean;
  }>;
  /** Names that the configuration refers to and that are set nowhere. */
  readonly missing: readonly string[];
}

/** Which configuration the app reads. */
export interface ConfigLocation {
  readonly path: string;
  readonly isDefault: boolean;
  /** It differs from the running one: it is read after a restart of the app. */
  readonly needsRestart: boolean;
  /** The app was started on it by name (`--config`), so that choosing another one would have no effect. */
  readonly isFixed: boolean;
}
