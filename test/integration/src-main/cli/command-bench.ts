// The command line as a person meets it: words in, text and an exit code out, on a data folder of its own.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { runCommand } from "../../../../src-main/cli/run-command.ts";
import type { ExitCode } from "../../../../src-main/cli/output.ts";
import { openHistoryStore } from "../../../../src-main/history/open-store.ts";
import type { SqliteHistoryStore } from "../../../../src-main/history/sqlite-store.ts";
import { createSystemClock, createSystemTimers } from "../../../../src-main/platform/system-clock.ts";
import { SILENT } from "../history/history-support.ts";

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface CommandBench {
  readonly folder: string;
  readonly historyFile: string;
  /** Runs the words on this folder. */
  run(...words: string[]): Promise<Ran>;
  /** The same, but the reader goes away after this many pieces of text. */
  runUntil(pieces: number, ...words: string[]): Promise<Ran & { readonly pieces: number }>;
  /** The same, and when the first piece of text has come it waits until something else is done. */
  runBeside(meanwhile: () => Promise<void>, ...words: string[]): Promise<Ran>;
  writeConfig(yaml: string): Promise<void>;
  /** The history of the folder, as a running app holds it; the test closes it, or its end does. */
  openHistory(): Promise<SqliteHistoryStore>;
}

export async function commandBench(): Promise<CommandBench> {
  const folder = await mkdtemp(join(tmpdir(), "sentray-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const historyFile = join(folder, "history.sqlite");
  const runWith = async (
    goesOn: (pieces: number) => Promise<boolean>,
    words: readonly string[],
  ): Promise<Ran & { readonly pieces: number }> => {
    let out = "";
    let err = "";
    let pieces = 0;
    const code = await runCommand([...words, "--data", folder], {
      version: "0.0.0",
      keyring: () => null,
      stop: new Promise(() => undefined),
      output: {
        out: (text) => {
          out += text;
          pieces += 1;
        },
        err: (text) => void (err += text),
        flushed: () => goesOn(pieces),
        isTerminal: false,
        hasColour: false,
      },
    });
    return { code, out, err, pieces };
  };
  return {
    folder,
    historyFile,
    run: (...words) => runWith(() => Promise.resolve(true), words),
    runUntil: (limit, ...words) => runWith((pieces) => Promise.resolve(pieces < limit), words),
    runBeside: (meanwhile, ...words) =>
      runWith(async (pieces) => {
        if (pieces === 1) await meanwhile();
        return true;
      }, words),
    writeConfig: (yaml) => writeFile(join(folder, "config.yaml"), yaml),
    openHistory: async () => {
      const opened = await openHistoryStore({
        file: historyFile,
        clock: createSystemClock(),
        timers: createSystemTimers(),
        logger: SILENT,
      });
      if (!opened.ok) throw new Error(opened.error.message);
      onTestFinished(() => opened.value.close());
      return opened.value;
    },
  };
}
