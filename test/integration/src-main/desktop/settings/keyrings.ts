// Keyrings for tests: one that works, and the one of a system that has none.

import type { SecretCipher } from "../../../../../src-main/platform/secret-file.ts";

/** Turns bytes around. */
export const TURNING_KEYRING: SecretCipher = {
  backend: "test",
  isAvailable: true,
  seal: (value) => Buffer.from(value).toReversed(),
  open: (sealed) => Buffer.from(sealed.toReversed()).toString(),
};

export const NO_KEYRING: SecretCipher = { ...TURNING_KEYRING, backend: "basic_text", isAvailable: false };
