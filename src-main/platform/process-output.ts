// The process' own two streams as the command line's output. A reader that goes away (`| head`) is an end, not an error.

import type { Writable } from "node:stream";

/** One of the process' streams. */
export type ProcessStream = Writable & { readonly isTTY?: boolean };

/** What is written, and whether anybody still reads it. */
export interface ProcessOutput {
  out(text: string): void;
  err(text: string): void;
  /** Resolves when all of `out` has been taken; false = nobody reads any more, so that writing on is in vain. Never rejects. */
  flushed(): Promise<boolean>;
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
}

/** Wraps the streams. Listens to the errors of both for as long as the process lives. */
export function createProcessOutput(
  stdout: ProcessStream,
  stderr: ProcessStream,
  environment: Readonly<Record<string, string | undefined>>,
): ProcessOutput {
  let isRead = true;
  stdout.on("error", () => (isRead = false));
  // Nobody is left to be told.
  stderr.on("error", () => undefined);
  const isTerminal = stdout.isTTY === true;
  return {
    out: (text) => {
      if (isRead) stdout.write(text);
    },
    err: (text) => void stderr.write(text),
    flushed: () =>
      new Promise((resolve) => {
        if (!isRead) resolve(false);
        else stdout.write("", (error) => resolve(isRead && (error === null || error === undefined)));
      }),
    isTerminal,
    hasColour: isTerminal && environment["NO_COLOR"] === undefined,
  };
}
