// Every recorded alert gives the request that Gatus sent, with the names of the table in branding.ts.

import { describe, expect, it } from "vitest";

import { BRANDING } from "../../../../../src-main/alerting/providers/branding.ts";
import { openChannel } from "../../../../../src-main/alerting/providers/catalog.ts";
import { deliver } from "../../../../../src-main/alerting/providers/executor.ts";
import { FIRST_ATTEMPT } from "../../../../../src-main/alerting/providers/message.ts";
import type { SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { PROVIDER_TYPES } from "../../../../../src-main/alerting/providers/types.ts";
import type { HttpReply, HttpRequest } from "../../../../../src-main/ports/http-client.ts";
import { type RecordingPorts, recordingPorts } from "./samples.ts";
import {
  type AlertVector,
  comparableUrl,
  messageOf,
  readVectors,
  type VectorReply,
  type VectorRequest,
  withName,
  withOurNames,
  withVariables,
} from "./vector-file.ts";

/** Their reminders join what is open, where Gatus opens another; conversation.test.ts says how. */
const JOINED_BY_REMINDERS: ReadonlySet<string> = new Set(["clickup", "gitea", "github", "pagerduty"]);

const VECTORS = readVectors().filter(
  ({ provider, resolved, alert }) => !(alert.triggered === true && !resolved && JOINED_BY_REMINDERS.has(provider)),
);

function replyOf({ status, body }: VectorReply): Partial<HttpReply> {
  return { status, bodyText: typeof body === "string" ? body : JSON.stringify(body) };
}

/** Gatus asks who it is when the configuration is loaded; we when the answer is needed, and without asking for the version. */
function isNeeded(vector: AlertVector, request: VectorRequest): boolean {
  return vector.resolved && !request.url.endsWith("/version");
}

function expectedRequests(vector: AlertVector): readonly VectorRequest[] {
  const before = (vector.expectOnValidate ?? []).filter((request) => isNeeded(vector, request));
  return [...before, ...(vector.expectAll ?? [vector.expect])].map((request) => withOurNames(vector.provider, request));
}

function repliesFor(vector: AlertVector): ReadonlyArray<Partial<HttpReply>> {
  const requests = vector.expectOnValidate ?? [];
  const before = (vector.validateResponses ?? []).filter((_, index) => {
    const request = requests[index];
    return request !== undefined && isNeeded(vector, request);
  });
  return [...before, ...(vector.responses ?? [])].map(replyOf);
}

function lowerNames(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function expectHttp(actual: HttpRequest | undefined, expected: VectorRequest): void {
  if (actual === undefined) throw new Error(`no request for ${expected.method} ${expected.url}`);
  expect(actual.method).toBe(expected.method);
  expect(comparableUrl(actual.url)).toBe(comparableUrl(expected.url));
  expect(lowerNames(actual.headers)).toEqual(lowerNames(expected.headers));
  const body = typeof actual.body === "string" ? actual.body : "";
  if (expected.form !== undefined) expect(Object.fromEntries(new URLSearchParams(body))).toEqual(expected.form);
  else if (expected.body === undefined) expect(actual.body).toBeNull();
  else if (typeof expected.body === "string") expect(body).toBe(expected.body);
  else expect(JSON.parse(body)).toEqual(withVariables(expected.body));
}

function expectMail(ports: RecordingPorts, expected: VectorRequest): void {
  const [mail] = ports.mails;
  expect(mail).toMatchObject({
    ehloName: expected.ehlo,
    subject: expected.message["subject"],
    text: expected.message["body"],
    from: expected.message["envelopeFrom"],
  });
  expect(`${mail?.host}:${mail?.port}`).toBe(expected.server);
  expect(mail?.to.map((address) => address.trim())).toEqual(expected.message["envelopeTo"]);
}

function expectSes(ports: RecordingPorts, expected: VectorRequest): void {
  const { from, to, subject, body } = expected.message;
  expect(ports.sesMails).toMatchObject([{ from, to, subject, text: body }]);
}

/** What goes out when a send fails in Gatus, but not here: an event that was accepted counts, whatever the answer's form. */
function isForgiven(vector: AlertVector): boolean {
  const [reply] = vector.responses ?? [];
  return vector.provider === "incident-io" && reply !== undefined && reply.status < 400;
}

async function play(vector: AlertVector) {
  const { overrides, ...settings } = vector.config;
  const entries = Array.isArray(overrides) ? (overrides as readonly SettingsBlock[]) : [];
  const override = vector.alert.providerOverride ?? {};
  const prepared = openChannel({ type: vector.provider, settings, overrides: entries }, vector.endpoint.group, override);
  if (!prepared.ok) throw new Error(prepared.problems.map(({ message }) => message).join("; "));
  const ports = recordingPorts(repliesFor(vector));
  const outcome = await deliver(prepared.channel, messageOf(vector), FIRST_ATTEMPT, ports, new AbortController().signal);
  return { ports, outcome };
}

describe("recorded alerts", () => {
  it("cover every provider but the desktop's own", () => {
    const covered = new Set(VECTORS.map(({ provider }) => provider));
    expect(PROVIDER_TYPES.filter((type) => !covered.has(type))).toEqual(["desktop"]);
  });

  it("meet every row of the table of names", () => {
    const rows = Object.entries(BRANDING).flatMap(([provider, names]) =>
      Object.entries(names).map(([name, row]) => [provider, name, row] as const),
    );
    const unmet = rows.filter(
      ([type, , row]) =>
        !VECTORS.some(
          ({ provider, expect: request }) => provider === type && JSON.stringify(withName(request, row)) !== JSON.stringify(request),
        ),
    );
    expect(unmet.map(([provider, name]) => `${provider}.${name}`)).toEqual([]);
  });

  it.each(VECTORS.map((vector) => [vector.id, vector] as const))("%s", async (_, vector) => {
    const { ports, outcome } = await play(vector);
    const expected = expectedRequests(vector);
    const [first] = expected;
    if (first?.transport === "smtp") expectMail(ports, first);
    else if (first?.transport === "aws-ses") expectSes(ports, first);
    else {
      expect(ports.requests.map(({ url }) => comparableUrl(url))).toEqual(expected.map(({ url }) => comparableUrl(url)));
      expected.forEach((request, index) => expectHttp(ports.requests[index], request));
    }
    expect({ ...outcome, isDelivered: outcome.kind === "delivered" }).toMatchObject({
      isDelivered: vector.expectError === undefined || isForgiven(vector),
    });
    if (vector.resolveKeyAfter !== undefined && outcome.kind === "delivered") {
      expect(outcome.resolveKey).toEqual(withVariables(vector.resolveKeyAfter));
    }
  });
});
