// `sentray alert test`: one message to one channel, sent or shown, with the configuration as it stands.

import type { Translator } from "../../shared/i18n/create.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";
import type { MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { testAlert } from "../alerting/test-alert.ts";
import type { TestAlertDependencies, TestAlertReport } from "../alerting/test-alert.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Command } from "./arguments.ts";
import { EXIT, printable } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

export type AlertTestCommand = Extract<Command, { readonly name: "alert-test" }>;

/** Sends or shows the message. Without a key it is about the first endpoint that has an alert of this channel, else about an example. */
export async function runAlertTest(
  command: AlertTestCommand,
  config: MonitorConfig,
  deps: TestAlertDependencies,
  nowMs: EpochMs,
  output: Output,
  { t, language }: Translator,
  signal: AbortSignal,
): Promise<ExitCode> {
  const endpoints: readonly EndpointConfig[] = [
    ...config.endpoints,
    ...config.suites.flatMap((suite) => suite.endpoints.map(({ endpoint }) => endpoint)),
  ];
  const endpoint =
    command.key === null
      ? endpoints.find(({ alerts }) => alerts.some(({ type }) => type === command.provider))
      : endpoints.find(({ key }) => key === command.key);
  if (command.key !== null && endpoint === undefined) {
    output.err(`${t("cli.noEndpoint", { keys: JSON.stringify(command.key) })}\n`);
    return EXIT.usage;
  }
  const { provider, resolved, dryRun } = command;
  const tested = await testAlert(deps, config.alerting, { provider, endpoint: endpoint ?? null, resolved, dryRun }, nowMs, signal);
  if (!tested.ok) {
    output.err(`${printable(inLanguage(language, tested.error))}\n`);
    return EXIT.usage;
  }
  return report(tested.value, provider, output, t);
}

function report({ preview, requests, outcome }: TestAlertReport, provider: string, output: Output, t: Translator["t"]): ExitCode {
  if (outcome === null) {
    output.out(`${block(preview.title)}${block(preview.body)}`);
    for (const { target, headers, body } of requests) {
      const head = Object.entries(headers).map(([name, value]) => `${printable(name)}: ${printable(value)}`);
      output.out(`\n${[printable(target), ...head].join("\n")}\n${body === "" ? "" : `\n${block(body)}`}`);
    }
    return EXIT.ok;
  }
  const answer = [outcome.status === 0 ? "" : String(outcome.status), printable(outcome.reply)].filter((part) => part !== "").join(" ");
  if (outcome.kind === "delivered") {
    output.out(`${t("cli.alertDelivered", { provider })}${answer === "" ? "" : ` (${answer})`}\n`);
    return EXIT.ok;
  }
  output.err(`${t("cli.alertNotDelivered", { provider })}${answer === "" ? "" : `: ${answer}`}\n`);
  return EXIT.unhealthy;
}

/** Text of several lines, each made harmless for the terminal. */
function block(text: string): string {
  return text === "" ? "" : `${text.split("\n").map(printable).join("\n")}\n`;
}
