// `sentray secret`: names and values for ${NAME} in the configuration. A value comes from standard input and is never printed.

import { inLanguage } from "../../shared/i18n/tell.ts";
import type { Translator } from "../../shared/i18n/create.ts";
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
  translator: Translator,
): Promise<ExitCode> {
  const { t, language } = translator;
  if (action === "list") {
    for (const { name, isReadable } of secrets.list()) output.out(`${isReadable ? name : t("cli.secretSealed", { name })}\n`);
    return EXIT.ok;
  }
  if (secretName === null || !NAME.test(secretName)) {
    output.err(`${t("cli.secretNoName", { text: printable(JSON.stringify(secretName)) })}\n`);
    return EXIT.usage;
  }
  if (action === "rm") {
    const failure = secrets.remove(secretName);
    if (failure === null) return EXIT.ok;
    output.err(`secret: ${inLanguage(language, failure)}\n`);
    return EXIT.unhealthy;
  }
  return await setSecret(secretName, secrets, readInput, output, translator);
}

async function setSecret(
  name: string,
  secrets: SecretStore,
  readInput: () => Promise<string | null>,
  output: Output,
  { t, language }: Translator,
): Promise<ExitCode> {
  if (secrets.protection === "none") {
    const { backend } = secrets;
    output.err(`${backend === "none" ? t("cli.secretNeedsApp", { name }) : t("cli.secretNeedsKeyring", { name, backend })}\n`);
    return EXIT.usage;
  }
  if (output.isTerminal) output.err(`${t("cli.secretType", { name })}\n`);
  const input = await readInput();
  const value = input?.replace(/\r?\n$/, "") ?? "";
  if (input === null || value === "") {
    output.err(`${input === null ? t("cli.secretTooLong", { bytes: LONGEST_VALUE }) : t("cli.secretEmpty")}\n`);
    return EXIT.usage;
  }
  const failure = secrets.set(name, value);
  if (failure === null) return EXIT.ok;
  output.err(`secret: ${inLanguage(language, failure)}\n`);
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
