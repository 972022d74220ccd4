// Named secrets that the configuration refers to as ${NAME}: the environment first, then Sentray's own store.

/** Reads secrets; never lists their values. */
export interface SecretSource {
  /** undefined = no such secret. */
  get(name: string): string | undefined;
}

/** The store behind `sentray secret`. `set` fails where the system has no keyring and the user did not agree to weaker storage. */
export interface SecretStore extends SecretSource {
  names(): readonly string[];
  set(name: string, value: string): void;
  remove(name: string): void;
  /** How values are kept at rest. */
  readonly protection: "keyring" | "plain-file" | "none";
}
