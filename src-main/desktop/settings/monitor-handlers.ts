// Adding a monitor and setting channels up: what was typed, tries, conditions while typing, forms of channels, test messages.

import { say } from "../../../shared/i18n/said.ts";
import type { AlertingConfig } from "../../../shared/model/alert.ts";
import type { ProviderForm, TestAlertReport } from "../../../shared/model/settings-monitor.ts";
import { MINUTE } from "../../../shared/units.ts";
import type { DeliveryOutcome } from "../../alerting/providers/message.ts";
import { describeProviders } from "../../alerting/providers/catalog.ts";
import { testAlert } from "../../alerting/test-alert.ts";
import type { TestAlertRequest } from "../../alerting/test-alert.ts";
import { inferMonitors } from "../../config/edit/infer.ts";
import type { ParsedPayload } from "../../../shared/ipc/contract.ts";
import type { SettingsHandlers } from "../ipc/router.ts";
import { fail, failFor, valueOrFail } from "./ports.ts";
import type { SettingsPorts } from "./ports.ts";
import { createTryDesk } from "./try-monitor.ts";

type MonitorChannel =
  | "settings:infer"
  | "settings:try"
  | "settings:cancel-try"
  | "settings:check-condition"
  | "settings:get-completions"
  | "settings:describe-providers"
  | "settings:test-alert";

/** The providers' own time-outs end a message sooner. */
const LONGEST_SEND_MS = MINUTE;

export function createMonitorHandlers(ports: SettingsPorts): Pick<SettingsHandlers, MonitorChannel> {
  const desk = createTryDesk(ports);
  return {
    "settings:infer": ({ text }) => inferMonitors(text),
    "settings:try": async ({ tryId, value }) => await desk.run(tryId, value),
    "settings:cancel-try": ({ tryId }) => {
      desk.cancel(tryId);
      return null;
    },
    "settings:check-condition": (question) => desk.check(question),
    "settings:get-completions": ({ kind, insideSuite, tryId }) => desk.completions(kind, insideSuite, tryId),
    "settings:describe-providers": () => providerForms(),
    "settings:test-alert": async (request) => await sendTest(ports, request),
  };
}

function providerForms(): readonly ProviderForm[] {
  return describeProviders().map(({ type, title, supportsOverrides, capabilities, keys }) => ({
    type,
    title,
    supportsOverrides,
    testable: capabilities.testable,
    keys: keys.map((key) => ({
      key: key.key,
      title: key.title,
      description: key.description,
      kind: key.kind,
      required: key.required === true,
      secret: key.secret === true,
      choices: key.choices ?? null,
      placeholder: key.placeholder ?? "",
      fallback: key.fallback ?? null,
      isSentrayOnly: key.own === true,
    })),
  }));
}

async function sendTest(ports: SettingsPorts, request: ParsedPayload<"settings:test-alert">): Promise<TestAlertReport> {
  const { channels, clock, timers, open, removeSecrets } = ports;
  const alerting = await alertingFor(ports, request);
  const endpoint = request.key === null ? null : open.monitor.configOf(request.key);
  if (request.key !== null && endpoint === null) return fail("not_found", say("errors.request.unknownEndpoint", { key: request.key }));
  const wanted: TestAlertRequest = { provider: request.provider, endpoint, resolved: request.resolved, dryRun: true };
  const controller = new AbortController();
  const timer = timers.setTimer(LONGEST_SEND_MS, () => controller.abort(new Error("took too long")));
  try {
    const nowMs = clock.nowMs();
    const shown = valueOrFail(await testAlert(channels, alerting, wanted, nowMs, controller.signal));
    const requests = shown.requests.map(({ target, headers, body }) => ({
      target: removeSecrets(target),
      headers,
      body: removeSecrets(body),
    }));
    if (request.dryRun) return { preview: shown.preview, requests, outcome: null };
    const sent = valueOrFail(await testAlert(channels, alerting, { ...wanted, dryRun: false }, nowMs, controller.signal));
    const outcome = sent.outcome === null ? null : outcomeForPeople(sent.outcome, removeSecrets);
    return { preview: sent.preview, requests, outcome };
  } finally {
    timer.cancel();
  }
}

function outcomeForPeople(outcome: DeliveryOutcome, removeSecrets: (text: string) => string): TestAlertReport["outcome"] {
  const status = outcome.status === 0 ? "" : String(outcome.status);
  const message = [status, removeSecrets(outcome.reply)].filter((part) => part !== "").join(" ");
  return { delivered: outcome.kind === "delivered", message };
}

/** The running configuration's channels, or the one of a form that is not saved yet. */
async function alertingFor({ load, place }: SettingsPorts, request: ParsedPayload<"settings:test-alert">): Promise<AlertingConfig> {
  const block = request.block;
  const text = block === null ? null : JSON.stringify({ alerting: { [request.provider]: block }, endpoints: [] });
  const loaded = await load(text === null ? null : [{ path: place.path, text }]);
  if (loaded.config !== null) return loaded.config.alerting;
  const errors = loaded.problems.filter(({ severity }) => severity === "error");
  return failFor(errors, say("errors.channel.unknown", { type: request.provider }));
}
