// The file of named secrets: what the system's keyring sealed, or, where there is none and the user agreed, plain text that only the user
// may read. Small and synchronous, because a configuration's variables are looked up while it is read.

import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

import { say } from "../../shared/i18n/said.ts";
import { err } from "../../shared/errors.ts";
import type { AppError } from "../../shared/errors.ts";
import type { FileLocks } from "../ports/file-locks.ts";
import type { SecretStore } from "../ports/secrets.ts";

/** Seals values by the system's keyring. */
export interface SecretCipher {
  /** For people: `gnome_libsecret`, `keychain` … */
  readonly backend: string;
  /** false = there is no keyring: `seal` must not be used. */
  readonly isAvailable: boolean;
  seal(value: string): Uint8Array;
  /** Throws when it was sealed elsewhere. */
  open(sealed: Uint8Array): string;
}

const storedSchema = z.object({
  version: z.literal(1),
  weakAccepted: z.boolean(),
  secrets: z.record(
    z.string(),
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("sealed"), data: z.string() }),
      z.object({ kind: z.literal("plain"), value: z.string() }),
    ]),
  ),
});

type Stored = z.output<typeof storedSchema>;
type StoredSecret = Stored["secrets"][string];

const EMPTY: Stored = { version: 1, weakAccepted: false, secrets: {} };
const LARGEST_BYTES = 16 * 1024 * 1024;

/**
 * Opens the secrets in `file`, which need not exist. `cipher` is asked for late, since a keyring is only there once the app is ready;
 * null = this process has no keyring (plain Node): sealed secrets can be listed and removed, not read.
 * Processes that change it at the same moment do so one after the other. A damaged file is never overwritten: `set` and `remove` then fail.
 */
export function openSecretFile(file: string, cipher: () => SecretCipher | null, locks: FileLocks): SecretStore {
  let cached: { readonly stamp: string; readonly stored: Stored | null } | null = null;
  const read = (): Stored | null => {
    const stamp = stampOf(file);
    if (cached?.stamp !== stamp) cached = { stamp, stored: stamp === "" ? EMPTY : readStored(file) };
    return cached.stored;
  };
  const change = (update: (stored: Stored) => Stored): AppError | null => {
    try {
      mkdirSync(dirname(file), { recursive: true });
      const changed = locks.whileLockedSync(file, () => {
        const stored = read();
        if (stored === null) return err("storage_corrupt", say("errors.secret.damaged", { file })).error;
        writePrivately(file, JSON.stringify(update(stored), null, 2));
        return null;
      });
      return changed.ok ? changed.value : changed.error;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      return err("unavailable", code === "" ? say("errors.secret.unwritable") : say("errors.secret.unwritableFor", { code })).error;
    }
  };
  const valueOf = (secret: StoredSecret): string | undefined => {
    if (secret.kind === "plain") return secret.value;
    const keyring = cipher();
    if (keyring === null || !keyring.isAvailable) return undefined;
    try {
      return keyring.open(Buffer.from(secret.data, "base64"));
    } catch {
      // Sealed by another user or another keyring: the same as not there; the list says so.
      return undefined;
    }
  };
  const own = (name: string): StoredSecret | undefined => {
    const secrets = read()?.secrets ?? {};
    return Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  };
  return {
    get: (name) => {
      const secret = own(name);
      return secret === undefined ? undefined : valueOf(secret);
    },
    list: () =>
      Object.entries(read()?.secrets ?? {})
        .map(([name, secret]) => ({ name, isReadable: valueOf(secret) !== undefined }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    set: (name, value) => {
      const keyring = cipher();
      const isSealed = keyring?.isAvailable === true;
      if (!isSealed && read()?.weakAccepted === false) {
        return err("unavailable", say("errors.secret.noKeyring")).error;
      }
      const secret = isSealed ? sealed(keyring, value) : ({ kind: "plain", value } as const);
      if (secret === null) return err("unavailable", say("errors.secret.notSealed")).error;
      return change((stored) => ({ ...stored, secrets: { ...stored.secrets, [name]: secret } }));
    },
    remove: (name) => {
      if (own(name) === undefined) return err("not_found", say("errors.secret.unknown", { name })).error;
      return change((stored) => ({
        ...stored,
        secrets: Object.fromEntries(Object.entries(stored.secrets).filter(([key]) => key !== name)),
      }));
    },
    get protection() {
      if (cipher()?.isAvailable === true) return "keyring";
      return read()?.weakAccepted === true ? "weak" : "none";
    },
    get backend() {
      return cipher()?.backend ?? "none";
    },
    get isWeakAccepted() {
      return read()?.weakAccepted ?? false;
    },
    acceptWeak: (weakAccepted) => change((stored) => ({ ...stored, weakAccepted })),
  };
}

/** null = the keyring failed, as it does when it was locked meanwhile. */
function sealed(keyring: SecretCipher, value: string): StoredSecret | null {
  try {
    return { kind: "sealed", data: Buffer.from(keyring.seal(value)).toString("base64") };
  } catch {
    // What the keyring says may repeat the value.
    return null;
  }
}

/** Changes whenever the file does; empty = there is none. */
function stampOf(file: string): string {
  const info = statSync(file, { throwIfNoEntry: false, bigint: true });
  return info === undefined ? "" : `${info.ino}:${info.mtimeNs}:${info.size}`;
}

function readStored(file: string): Stored | null {
  try {
    if (statSync(file).size > LARGEST_BYTES) return null;
    const parsed = storedSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    // Damaged or not to be read: the callers say so and leave it alone.
    return null;
  }
}

/** Whole or not at all, and never readable by others, not even for a moment. */
function writePrivately(file: string, text: string): void {
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  const handle = openSync(temporary, "wx", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    chmodSync(temporary, 0o600);
    renameSync(temporary, file);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}
