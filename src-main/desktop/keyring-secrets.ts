// The system's keyring by Electron's safeStorage. Under Linux its `basic_text` is no encryption, and counts as none.

import type { SafeStorage } from "electron";
import type { SecretCipher } from "../platform/secret-file.ts";

export type KeyringPort = Pick<SafeStorage, "isEncryptionAvailable" | "encryptString" | "decryptString" | "getSelectedStorageBackend">;

/** The cipher of this system. Only once the app is ready does the system know its keyring. */
export function openKeyring(safeStorage: KeyringPort, platform: NodeJS.Platform): SecretCipher {
  const backend = backendOf(safeStorage, platform);
  return {
    backend,
    isAvailable: safeStorage.isEncryptionAvailable() && backend !== "basic_text" && backend !== "unknown",
    seal: (value) => safeStorage.encryptString(value),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}

function backendOf(safeStorage: KeyringPort, platform: NodeJS.Platform): string {
  if (platform === "darwin") return "keychain";
  if (platform === "win32") return "dpapi";
  return safeStorage.getSelectedStorageBackend();
}
