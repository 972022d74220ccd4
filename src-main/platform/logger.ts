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

/** Logs to `folder/sentray.log`: 5 MB a file, five old ones kept. */
export function openFileLogger(folder: string, level: LogLevel, scrub: (text: string) => string): OpenLogger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stream = createStream("sentray.log", { path: folder, size: "5M", maxFiles: 5, mode: 0o600 });
  const target = wrap(pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream), scrub);
  stream.on("error", (error: Error) => process.stderr.write(`the log cannot be written: ${error.message}\n`));
  return { ...target, close: () => new Promise((resolve) => stream.end(() => resolve())) };
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
