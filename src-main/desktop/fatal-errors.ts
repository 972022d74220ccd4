// Bugs that nobody caught: logged, told once, and watching goes on where that is safe.

import type { App } from "electron";
import type { Logger } from "../ports/logger.ts";

/** The same trouble again and again is logged this often, then only counted. */
const MOST_REPEATS = 20;

export interface FatalErrorPorts {
  readonly app: Pick<App, "on" | "off" | "isReady" | "whenReady">;
  readonly process: Pick<NodeJS.Process, "on" | "off">;
  readonly logger: Logger;
  /** Tells the user that there is a bug and that watching goes on. */
  readonly tell: () => void;
}

/** One handler for each kind of uncaught trouble. The user is told about the first one only. Returns the way to stop. */
export function handleFatalErrors({ app, process, logger, tell }: FatalErrorPorts): () => void {
  const seen = new Map<string, number>();
  let wasTold = false;
  const note = (what: string, error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const times = (seen.get(text) ?? 0) + 1;
    // Different texts are few; a bug that makes each one new must not fill the memory either.
    if (seen.size < 1_000) seen.set(text, times);
    if (times <= MOST_REPEATS) logger.error(what, { error: text, times });
    if (wasTold) return;
    wasTold = true;
    void app.whenReady().then(tell);
  };
  const onException = (error: Error): void => {
    // Whoever read our output went away; nothing of ours is broken.
    if ("code" in error && error.code === "EPIPE") return;
    note("an error was not caught", error);
  };
  const onRejection = (reason: unknown): void => note("a promise was rejected and nobody noticed", reason);
  const onChildGone = (_event: unknown, { type, reason }: { readonly type: string; readonly reason: string }): void => {
    if (reason !== "clean-exit") logger.error("a helper process of the app died", { type, reason });
  };
  process.on("uncaughtException", onException);
  process.on("unhandledRejection", onRejection);
  app.on("child-process-gone", onChildGone);
  return () => {
    process.off("uncaughtException", onException);
    process.off("unhandledRejection", onRejection);
    app.off("child-process-gone", onChildGone);
  };
}
