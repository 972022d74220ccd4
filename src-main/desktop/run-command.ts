// The installed app as a command-line tool: the same commands, no window, no tray.

import { app, safeStorage } from "electron";
import { createProcessOutput } from "../platform/process-output.ts";
import type { ProcessOutput } from "../platform/process-output.ts";
import type { SecretCipher } from "../platform/secret-file.ts";
import { openKeyring } from "./keyring-secrets.ts";

/** The command line, as far as the app needs to know it. */
export type RunCommand = (
  words: readonly string[],
  host: {
    readonly version: string;
    readonly stop: Promise<void>;
    readonly keyring: () => SecretCipher;
    readonly output: ProcessOutput;
  },
) => Promise<number>;

/** Runs the words and ends the process with their exit code. */
export async function runCommandInElectron(words: readonly string[], runCommand: RunCommand): Promise<void> {
  await app.whenReady();
  const output = createProcessOutput(process.stdout, process.stderr, process.env);
  const stop = new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  const code = await runCommand(words, {
    version: app.getVersion(),
    stop,
    keyring: () => openKeyring(safeStorage, process.platform),
    output,
  });
  await output.flushed();
  app.exit(code);
}
