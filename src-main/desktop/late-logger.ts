// A log for the time before there is one: what is said meanwhile is kept in order and handed on.

import type { LogFields, Logger } from "../ports/logger.ts";

/** Lines that wait at most; a start has few, and one that goes on for ever must not fill the memory. */
const MOST_WAITING = 1_000;

export interface LateLogger extends Logger {
  /** From now on everything goes to `logger`, first what waits. */
  open(logger: Logger): void;
}

export function createLateLogger(): LateLogger {
  let target: Logger | null = null;
  let waiting: Array<(logger: Logger) => void> = [];
  const say =
    (level: keyof Logger) =>
    (message: string, fields?: LogFields): void => {
      if (target !== null) target[level](message, fields);
      else if (waiting.length < MOST_WAITING) waiting.push((logger) => logger[level](message, fields));
    };
  return {
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    open(logger) {
      target = logger;
      const lines = waiting;
      waiting = [];
      for (const line of lines) line(logger);
    },
  };
}
