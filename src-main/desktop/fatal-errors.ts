// Bugs that nobody caught: logged, told once, and watching goes on where that is safe.

import { dialog } from "electron";
import type { App } from "electron";
import type { Logger } from "../ports/logger.ts";

/** One handler for each kind of uncaught trouble. The user is told about the first one only. */
export function handleFatalErrors(app: App, logger: Logger): void {
  let wasTold = false;
  const tell = (what: string, error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger.error(what, { error: text });
    if (wasTold || !app.isReady()) return;
    wasTold = true;
    void dialog.showMessageBox({
      type: "warning",
      title: "Sentray",
      message: "Sentray ran into a bug",
      detail: "It keeps watching. The log in its data folder says what happened; a report with it helps.",
    });
  };
  process.on("uncaughtException", (error) => tell("an error was not caught", error));
  process.on("unhandledRejection", (reason) => tell("a promise was rejected and nobody noticed", reason));
  app.on("child-process-gone", (_event, { type, reason }) => {
    if (reason !== "clean-exit") logger.error("a helper process of the app died", { type, reason });
  });
}
