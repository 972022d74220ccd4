// `sentray secret`: names and values for ${NAME} in the configuration. A value comes from standard input and is never printed.

import type { SecretStore } from "../ports/secrets.ts";
import { EXIT, printable } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

export interface SecretCommand {
  readonly action: "set" | "list" | "rm";
  readonly secretName: string | null;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const LONGEST_VALUE = 256 * 1024;

/** `readInput` gives all of standard input; null = more than a secret may have. */
export async function runSecret(
  { action, secretName }: SecretCommand,
  secrets: SecretStore,
  readInput: () => Promise<string | null>,
  output: Output,
): Promise<ExitCode> {
  if (action === "list") {
    for (const { name, isReadable } of secrets.list()) output.out(`${name}${isReadable ? "" : "  (sealed; cannot be opened here)"}\n`);
    return EXIT.ok;
  }
  if (secretName === null || !NAME.test(secretName)) {
    output.err(`secret: ${printable(JSON.stringify(secretName))} is no name; use letters, digits and _, as in \${API_TOKEN}\n`);
    return EXIT.usage;
  }
  if (action === "rm") {
    if (secrets.remove(secretName)) return EXIT.ok;
    output.err(`secret: there is no ${secretName}\n`);
    return EXIT.unhealthy;
  }
  return await setSecret(secretName, secrets, readInput, output);
}

async function setSecret(name: string, secrets: SecretStore, readInput: () => Promise<string | null>, output: Output): Promise<ExitCode> {
  if (secrets.protection === "none") {
    const why =
      secrets.backend === "none"
        ? "only the installed app can reach the system's keyring"
        : `this system has no keyring (${secrets.backend}); agree to the weaker protection in the app's settings`;
    output.err(`secret: ${why}. Or set ${name} as an environment variable.\n`);
    return EXIT.usage;
  }
  if (output.isTerminal) output.err(`Type the value of ${name}, then Enter and Ctrl-D. It is shown while you type.\n`);
  const input = await readInput();
  const value = input?.replace(/\r?\n$/, "") ?? "";
  if (input === null || value === "") {
    output.err(input === null ? `secret: the value is longer than ${LONGEST_VALUE} bytes\n` : "secret: standard input has no value\n");
    return EXIT.usage;
  }
  const failure = secrets.set(name, value);
  if (failure === null) return EXIT.ok;
  output.err(`secret: ${failure.message}\n`);
  return EXIT.unhealthy;
}

/** All of a stream as text; null when it is longer than a secret may be. */
export async function readLimited(input: AsyncIterable<Uint8Array | string>): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > LONGEST_VALUE) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
