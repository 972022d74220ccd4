// Named secrets that the configuration refers to as ${NAME}: the environment first, then Sentray's own store.

import type { AppError } from "../../shared/errors.ts";

/** Reads secrets; never lists their values. */
export interface SecretSource {
  /** undefined = no such secret. */
  get(name: string): string | undefined;
}

/** The store behind `sentray secret` and the settings. Values are never listed. */
export interface SecretStore extends SecretSource {
  /** Sorted. `isReadable`: false = it was sealed elsewhere, or this process has no keyring. */
  list(): ReadonlyArray<{ readonly name: string; readonly isReadable: boolean }>;
  /** `unavailable` where there is no keyring and the weak protection was not accepted; null = stored. */
  set(name: string, value: string): AppError | null;
  /** `not_found` where there is none; null = removed. */
  remove(name: string): AppError | null;
  /** How values are kept at rest. `weak`: only the file's permissions protect them; `none`: nothing is kept. */
  readonly protection: "keyring" | "weak" | "none";
  /** The system's mechanism, for people: `gnome_libsecret`, `keychain`, `basic_text`; `none` in plain Node. */
  readonly backend: string;
  /** The user agreed to the weak protection. */
  readonly isWeakAccepted: boolean;
  /** Keeps whether the user agrees to it; null = kept. */
  acceptWeak(accepted: boolean): AppError | null;
}
