// The command line in plain Node: `npm run -s cli -- check …`. The installed app reaches the same commands through main.ts.

import { readFile } from "node:fs/promises";
import { runCommand } from "./cli/run-command.ts";

const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };

const stop = new Promise<void>((resolve) => {
  process.once("SIGINT", () => resolve());
  process.once("SIGTERM", () => resolve());
});
// A reader that went away (`| head`) is no reason for a stack trace.
process.stdout.on("error", () => process.exit(0));

process.exitCode = await runCommand(process.argv.slice(2), {
  version,
  stop,
  // Without Electron there is no keyring; the environment is asked first and here alone.
  secrets: { get: () => undefined },
  output: {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
    hasColour: process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
  },
});
