// The command line in plain Node: `npm run -s cli -- check …`. The installed app reaches the same commands through main.ts.

import { readFile } from "node:fs/promises";
import { runCommand } from "./cli/run-command.ts";
import { createProcessOutput } from "./platform/process-output.ts";

const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };

const stop = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});

process.exitCode = await runCommand(process.argv.slice(2), {
  version,
  stop,
  // Without Electron there is no keyring: what it sealed can be listed and removed, not read.
  keyring: () => null,
  output: createProcessOutput(process.stdout, process.stderr, process.env),
});
