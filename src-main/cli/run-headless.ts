// `sentray run --headless`: the monitor without a screen, until it is told to stop.

import type { Translator } from "../../shared/i18n/create.ts";
import { openMonitor } from "../composition/open-monitor.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import type { Notifier } from "../ports/alerting.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

/** Runs until `stop` resolves. */
export async function runHeadless(
  surroundings: Surroundings,
  configPath: string,
  output: Output,
  { t }: Translator,
  stop: Promise<void>,
): Promise<ExitCode> {
  const open = await openMonitor(surroundings, { configPath, notifier: loggingNotifier(surroundings) });
  output.err(`${t("cli.watching", { count: open.monitor.snapshot().endpoints.length })}\n`);
  await stop;
  output.err(`${t("cli.stopping")}\n`);
  await open.close();
  return EXIT.ok;
}

/** A server has no notification area: what would be shown there is logged. */
export function loggingNotifier({ logger }: Surroundings): Notifier {
  return {
    capabilities: { supported: false, actions: false, replaces: false },
    show: ({ title, body }) => {
      logger.info(title, { notification: body });
      return Promise.resolve({ kind: "not_sent", reason: "there is no desktop; it was written to the log" });
    },
  };
}
