// Runs a provider's exchange: sends each request through the port for its transport, ends it at the first failure, and tells
// what came of it as a value. The only place where alert messages leave the program.

import { assertNever } from "../../../shared/assert-never.ts";
import { DEFAULT_CLIENT } from "../../../shared/model/endpoint-defaults.ts";
import { DAY, SECOND } from "../../../shared/units.ts";
import type { Notifier } from "../../ports/alerting.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HttpClient, HttpReply } from "../../ports/http-client.ts";
import { isRecord, parseJson } from "./calls.ts";
import type { AlertMessage, AttemptState, DeliveryOutcome } from "./message.ts";
import type { Channel, HttpCall, NativeCall, ProviderRequest, SesMail, SmtpMail, Verdict } from "./provider.ts";
import { keepableReply } from "./redact.ts";

/** What a transport other than HTTP says: an SMTP or HTTP status (0 = none) and a short text. */
export type TransportResult =
  | { readonly kind: "accepted"; readonly status: number; readonly reply: string }
  | { readonly kind: "failed"; readonly permanent: boolean; readonly status: number; readonly reply: string };

/** Sends e-mail over SMTP. Never rejects. */
export interface Mailer {
  send(mail: SmtpMail, signal: AbortSignal): Promise<TransportResult>;
}

/** Sends e-mail through Amazon SES. Never rejects. */
export interface SesSender {
  send(mail: SesMail, signal: AbortSignal): Promise<TransportResult>;
}

/** The ways out. */
export interface DeliveryPorts {
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly mailer: Mailer;
  readonly ses: SesSender;
  readonly notifier: Notifier;
}

/** More than the longest list of receivers or issues that makes sense. */
const MAX_REQUESTS = 1_000;
/** Enough for a list of a hundred issues; the rest of an answer is not read. */
const MAX_RESPONSE_BYTES = 4_000_000;
/** A receiver that asks for more patience than a message lives gets this. */
const LONGEST_WAIT_MS = DAY;

/** Statuses below 500 after which the same request may well succeed. @see RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4 */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** Codes of an `HttpClient`'s errors that mean the request itself is impossible. */
const IMPOSSIBLE_CODES: ReadonlySet<string> = new Set(["ERR_INVALID_URL", "ERR_INVALID_PROXY", "ERR_UNSUPPORTED", "UND_ERR_INVALID_ARG"]);

/** One request's answer: judged by the provider, or a failure that ends the exchange. */
type Answer =
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  | { readonly kind: "failed"; readonly permanent: boolean; readonly afterMs?: number; readonly status: number; readonly reply: string };

function isPassing(status: number): boolean {
  return PASSING_STATUSES.has(status) || status >= 500;
}

/** How long the receiver wants to be left alone: `Retry-After` in either form, or what Discord and Telegram put in the body. */
function wishedWaitMs(reply: HttpReply, nowMs: number): number | undefined {
  const header = reply.headers["retry-after"];
  const wait = header === undefined ? bodyWaitMs(reply.bodyText) : headerWaitMs(header.trim(), nowMs);
  return wait === undefined || !Number.isFinite(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** @see RFC 9110 §10.2.3 */
function headerWaitMs(header: string, nowMs: number): number | undefined {
  return /^\d+(\.\d+)?$/.test(header) ? Number(header) * SECOND : Date.parse(header) - nowMs;
}

function bodyWaitMs(body: string): number | undefined {
  const parsed = parseJson(body);
  if (!isRecord(parsed)) return undefined;
  const parameters = parsed["parameters"];
  const seconds = isRecord(parameters) ? parameters["retry_after"] : parsed["retry_after"];
  return typeof seconds === "number" ? seconds * SECOND : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function sendHttp(call: HttpCall, ports: DeliveryPorts, signal: AbortSignal): Promise<Answer> {
  try {
    const reply = await ports.http.send(
      {
        method: call.method,
        url: call.url,
        headers: call.headers,
        body: call.body,
        timeoutMs: call.client?.timeoutMs ?? DEFAULT_CLIENT.timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
        client: call.client,
        followRedirects: call.client?.ignoreRedirect !== true,
      },
      signal,
    );
    const { status, bodyText } = reply;
    if (status < 400 || call.tolerated?.includes(status) === true) return { kind: "answered", status, body: bodyText };
    const afterMs = isPassing(status) ? wishedWaitMs(reply, ports.clock.nowMs()) : undefined;
    const said = bodyText === "" ? `status ${status}` : bodyText;
    return { kind: "failed", permanent: !isPassing(status), ...(afterMs === undefined ? {} : { afterMs }), status, reply: said };
  } catch (error) {
    return { kind: "failed", permanent: IMPOSSIBLE_CODES.has(codeOf(error)), status: 0, reply: messageOf(error) };
  }
}

async function show(call: NativeCall, notifier: Notifier): Promise<Answer> {
  const outcome = await notifier.show(call.notification);
  switch (outcome.kind) {
    case "shown":
      return { kind: "answered", status: 0, body: "shown" };
    case "not_sent":
      return { kind: "failed", permanent: true, status: 0, reply: outcome.reason };
    case "error":
      return { kind: "failed", permanent: false, status: 0, reply: outcome.message };
    default:
      return assertNever(outcome, "notification outcome");
  }
}

function fromTransport(result: TransportResult): Answer {
  return result.kind === "accepted" ? { kind: "answered", status: result.status, body: result.reply } : result;
}

async function send(request: ProviderRequest, ports: DeliveryPorts, signal: AbortSignal): Promise<Answer> {
  switch (request.transport) {
    case "http":
      return sendHttp(request, ports, signal);
    case "smtp":
      return fromTransport(await ports.mailer.send(request, signal));
    case "ses":
      return fromTransport(await ports.ses.send(request, signal));
    case "native":
      return show(request, ports.notifier);
    default:
      return assertNever(request, "transport");
  }
}

function concluded(
  verdict: Verdict,
  status: number,
  reply: string,
  reached: readonly string[],
  secrets: readonly string[],
): DeliveryOutcome {
  if (verdict.kind === "delivered") return { ...verdict, status, reply: keepableReply(reply, secrets) };
  const reason = keepableReply(verdict.reason, secrets);
  return verdict.permanent ? { kind: "rejected", status, reply: reason } : { kind: "retry", reached, status, reply: reason };
}

async function converse(
  channel: Channel,
  message: AlertMessage,
  attempt: AttemptState,
  ports: DeliveryPorts,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const exchange = channel.exchange(message, attempt);
  const reached = [...attempt.reached];
  let step = exchange.next();
  let [status, reply] = [0, ""];
  for (let count = 0; count < MAX_REQUESTS; count += 1) {
    if (step.done === true) return concluded(step.value, status, reply, reached, channel.secrets);
    if (signal.aborted) return { kind: "retry", reached, status, reply: "stopped" };
    const request = step.value;
    // One after the other on purpose: what comes next depends on the answer.
    const answer = await send(request, ports, signal);
    if (answer.kind === "failed") {
      const kept = keepableReply(answer.reply, channel.secrets);
      if (answer.permanent) return { kind: "rejected", status: answer.status, reply: kept };
      const after = answer.afterMs === undefined ? {} : { afterMs: answer.afterMs };
      return { kind: "retry", ...after, reached, status: answer.status, reply: kept };
    }
    [status, reply] = [answer.status, answer.body];
    step = exchange.next({ status, body: reply });
    // Only now has the provider read the answer; one that it refuses was not reached.
    const refused = step.done === true && step.value.kind === "failed";
    if (request.transport === "http" && request.receiver !== undefined && !refused) reached.push(request.receiver);
  }
  return { kind: "rejected", status, reply: `stopped after ${MAX_REQUESTS} requests` };
}

/**
 * Makes one attempt at delivering a message. Never rejects: an aborted signal is a `retry`, and a defect of ours is
 * `rejected` with its text, so that it is seen and harms no other message.
 */
export async function deliver(
  channel: Channel,
  message: AlertMessage,
  attempt: AttemptState,
  ports: DeliveryPorts,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  try {
    return await converse(channel, message, attempt, ports, signal);
  } catch (error) {
    return { kind: "rejected", status: 0, reply: keepableReply(`internal error: ${messageOf(error)}`, channel.secrets) };
  }
}
