// The log: JSON lines through pino, into rotating files for the app and onto standard error for the command line.
// Every message and field passes the scrubber, so that no known secret is ever written.

import { mkdirSync } from "node:fs";
import pino from "pino";
import type { Logger as PinoLogger } from "pino";
import { createStream } from "rotating-file-stream";
import type { LogFields, Logger } from "../ports/logger.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** A logger with its end. */
export interface OpenLogger extends Logger {
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** How long the log gets. */
export interface LogLimits {
  /** Of one file, as `5M` or `16K`. */
  readonly size?: `${number}${"K" | "M"}`;
  /** Old files that are kept beside the current one. */
  readonly maxFiles?: number;
}

/**
 * Logs to `folder/sentray.log`: 5 MB a file, five old ones kept, unless told otherwise.
 * @throws when the folder can't be made
 */
export function openFileLogger(folder: string, level: LogLevel, scrub: (text: string) => string, limits: LogLimits = {}): OpenLogger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stream = createStream("sentray.log", { path: folder, size: "5M", maxFiles: 5, mode: 0o600, ...limits });
  let closing: Promise<void> | null = null;
  let isBroken = false;
  // Lines that come after the end, or that no file takes, are still said somewhere.
  const destination = { write: (line: string) => void (closing === null && !isBroken ? stream : process.stderr).write(line) };
  stream.on("error", (error: Error) => {
    if (!isBroken) process.stderr.write(`the log cannot be written, it goes on here: ${error.message}\n`);
    isBroken = true;
  });
  return {
    ...wrap(pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination), scrub),
    close: () =>
      (closing ??= new Promise((resolve) => {
        if (isBroken) resolve();
        else stream.end(() => resolve());
      })),
  };
}

/** Logs lines for people to standard error. */
export function createConsoleLogger(level: LogLevel, scrub: (text: string) => string): OpenLogger {
  const order: readonly LogLevel[] = ["debug", "info", "warn", "error"];
  const write = (at: LogLevel, message: string, fields: LogFields = {}): void => {
    if (order.indexOf(at) < order.indexOf(level)) return;
    const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
    process.stderr.write(`${new Date().toISOString()} ${at.padEnd(5)} ${scrub(message + facts.join(""))}\n`);
  };
  return {
    debug: (message, fields) => write("debug", message, fields),
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
    close: () => Promise.resolve(),
  };
}

function wrap(target: PinoLogger, scrub: (text: string) => string): Logger {
  const clean = (fields: LogFields | undefined): LogFields =>
    Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, typeof value === "string" ? scrub(value) : value]));
  return {
    debug: (message, fields) => target.debug(clean(fields), scrub(message)),
    info: (message, fields) => target.info(clean(fields), scrub(message)),
    warn: (message, fields) => target.warn(clean(fields), scrub(message)),
    error: (message, fields) => target.error(clean(fields), scrub(message)),
  };
}
