// One message on purpose: what `sentray alert test` and the settings' *Send a test* do. Nothing is stored, no alert changes.

import { say } from "../../shared/i18n/said.ts";
import type { AlertConfig, AlertingConfig } from "../../shared/model/alert.ts";
import type { Result } from "../../shared/errors.ts";
import { err, ok } from "../../shared/errors.ts";
import type { EpochMs } from "../../shared/units.ts";
import { MINUTE } from "../../shared/units.ts";
import { assertNever } from "../../shared/assert-never.ts";
import type { AlertedEndpoint } from "../ports/alerting.ts";
import type { ProviderLookup } from "./delivery/channels.ts";
import { openChannel } from "./delivery/channels.ts";
import { composeMessage } from "./delivery/compose.ts";
import type { Deliver } from "./delivery/courier.ts";
import { surroundingsOf } from "./delivery/routing.ts";
import { completeMessage } from "./delivery/stored-message.ts";
import type { DeliveryPorts } from "./providers/executor.ts";
import type { AlertMessage, DeliveryOutcome } from "./providers/message.ts";
import { FIRST_ATTEMPT } from "./providers/message.ts";
import type { Channel, PreviewText, ProviderRequest } from "./providers/provider.ts";
import { redact } from "./providers/redact.ts";

/** What to send. */
export interface TestAlertRequest {
  readonly provider: string;
  /** null = an example; otherwise the endpoint's own alert of this provider, with its override. */
  readonly endpoint: AlertedEndpoint | null;
  readonly resolved: boolean;
  /** Nothing is sent; the requests are returned instead. */
  readonly dryRun: boolean;
}

/** One request as it would be sent, secrets masked. */
export interface MaskedRequest {
  /** For example `POST https://…`, or `SMTP mail.example.org:587`. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TestAlertReport {
  readonly preview: PreviewText;
  /** In order; empty unless it was a dry run. Answers are taken to be empty successes. */
  readonly requests: readonly MaskedRequest[];
  /** null = dry run. */
  readonly outcome: DeliveryOutcome | null;
}

export interface TestAlertDependencies {
  readonly providers: ProviderLookup;
  readonly deliver: Deliver;
  readonly ways: DeliveryPorts;
}

/** An exchange that searches first may ask more than this of an answer that is not there. */
const MOST_REQUESTS = 20;

const EXAMPLE: AlertedEndpoint = {
  key: "example_test",
  name: "test",
  group: "example",
  url: "https://example.org/health",
  extraLabels: {},
  alerts: [],
  dependsOn: [],
  tags: [],
  links: [],
};

/** Headers whose value is a credential whatever the settings say of it; Basic authentication hides the secret in base64. */
const CREDENTIAL_HEADER = /^(authorization|proxy-authorization|cookie)$|key|token|secret/i;

/**
 * Sends one test message, or shows what would be sent.
 * @returns `not_found` for a provider that does not exist, `config_invalid` where its settings are missing or wrong
 */
export async function testAlert(
  deps: TestAlertDependencies,
  alerting: AlertingConfig,
  request: TestAlertRequest,
  nowMs: EpochMs,
  signal: AbortSignal,
): Promise<Result<TestAlertReport>> {
  if (deps.providers(request.provider) === undefined) return err("not_found", say("errors.channel.unknown", { type: request.provider }));
  const endpoint = request.endpoint ?? EXAMPLE;
  const alert = endpoint.alerts.find(({ type }) => type === request.provider) ?? exampleAlert(request.provider);
  const opened = openChannel(deps.providers, alerting, {
    type: request.provider,
    group: endpoint.group,
    providerOverride: alert.providerOverride,
  });
  if (!opened.ok) return err("config_invalid", opened.reason);
  const { channel } = opened;
  const message = testMessage(deps.providers, endpoint, alert, request.resolved, nowMs);
  const preview = maskedPreview(channel, message);
  if (request.dryRun) return ok({ preview, requests: plannedRequests(channel, message), outcome: null });
  return ok({ preview, requests: [], outcome: await deps.deliver(channel, message, FIRST_ATTEMPT, deps.ways, signal) });
}

function testMessage(
  providers: ProviderLookup,
  endpoint: AlertedEndpoint,
  alert: AlertConfig,
  resolved: boolean,
  nowMs: EpochMs,
): AlertMessage {
  const core = composeMessage({
    kind: resolved ? "resolved" : "triggered",
    incidentId: `test-${nowMs.toString(36)}`,
    key: endpoint.key,
    subject: { name: endpoint.name, group: endpoint.group },
    alert,
    result: null,
    nowMs,
    sinceMs: nowMs - 5 * MINUTE,
    alsoAffected: [],
    notice: null,
    conversation: false,
    resolveKey: "",
    reference: "",
  });
  const conditions = [{ condition: resolved ? "[STATUS] == 200" : "[STATUS] (500) == 200", success: resolved }];
  const shown = { ...core, result: { ...core.result, conditions, status: resolved ? 200 : 500 } };
  const message = completeMessage(shown, surroundingsOf(endpoint, alert.providerOverride));
  return { ...message, resolveKey: providers(alert.type)?.mintResolveKey(message) ?? "" };
}

function exampleAlert(type: string): AlertConfig {
  return {
    type,
    enabled: true,
    failureThreshold: 3,
    successThreshold: 2,
    sendOnResolved: true,
    minimumReminderIntervalMs: 0,
    description: "This is a test",
    providerOverride: {},
    onDegraded: false,
  };
}

function plannedRequests(channel: Channel, message: AlertMessage): readonly MaskedRequest[] {
  const requests: MaskedRequest[] = [];
  const exchange = channel.exchange(message, FIRST_ATTEMPT);
  for (
    let step = exchange.next();
    step.done !== true && requests.length < MOST_REQUESTS;
    step = exchange.next({ status: 200, body: "{}" })
  ) {
    requests.push(masked(step.value, channel.secrets));
  }
  return requests;
}

function masked(request: ProviderRequest, secrets: readonly string[]): MaskedRequest {
  const hide = (text: string) => redact(text, secrets);
  switch (request.transport) {
    case "http": {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, CREDENTIAL_HEADER.test(name) ? "•••" : hide(value)]);
      return {
        target: `${request.method} ${hide(request.url)}`,
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: hide(request.body ?? ""),
      };
    }
    case "smtp":
      return { target: `SMTP ${request.host}:${request.port}`, headers: mailHeaders(request, hide), body: hide(request.text) };
    case "ses":
      return { target: `SES ${request.region}`, headers: mailHeaders(request, hide), body: hide(request.text) };
    case "native":
      return { target: "notification", headers: { title: hide(request.notification.title) }, body: hide(request.notification.body) };
    default:
      return assertNever(request, "transport");
  }
}

function mailHeaders(
  mail: { readonly from: string; readonly to: readonly string[]; readonly subject: string },
  hide: (text: string) => string,
): Readonly<Record<string, string>> {
  return { from: hide(mail.from), to: hide(mail.to.join(", ")), subject: hide(mail.subject) };
}

function maskedPreview(channel: Channel, message: AlertMessage): PreviewText {
  const { title, body } = channel.preview(message);
  return { title: redact(title, channel.secrets), body: redact(body, channel.secrets) };
}
