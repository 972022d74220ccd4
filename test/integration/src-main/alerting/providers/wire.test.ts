// Every HTTP provider really sends: through a proxy, over TLS, to a server that records. Then the same with receivers that misbehave.

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../../../../src-main/alerting/providers/catalog.ts";
import { deliver } from "../../../../../src-main/alerting/providers/executor.ts";
import { FIRST_ATTEMPT } from "../../../../../src-main/alerting/providers/message.ts";
import type { Channel, SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { PROVIDER_TYPES } from "../../../../../src-main/alerting/providers/types.ts";
import { recordingPorts } from "../../../../unit/src-main/alerting/providers/samples.ts";
import {
  type AlertVector,
  comparableUrl,
  messageOf,
  readVectors,
  type VectorRequest,
  withOurNames,
  withVariables,
} from "../../../../unit/src-main/alerting/providers/vector-file.ts";
import { type FalseInternet, openFalseInternet, type WireAnswer, type WireRequest } from "./false-internet.ts";

const VECTORS = readVectors().filter(({ expect: request }) => request.transport === undefined);
const HTTP_TYPES = PROVIDER_TYPES.filter((type) => !["aws-ses", "email", "desktop"].includes(type));

function requestsOf(vector: AlertVector): readonly VectorRequest[] {
  const before = vector.resolved ? (vector.expectOnValidate ?? []).filter(({ url }) => !url.endsWith("/version")) : [];
  return [...before, ...(vector.expectAll ?? [vector.expect])].map((request) => withOurNames(vector.provider, request));
}

function answersOf(vector: AlertVector): readonly WireAnswer[] {
  const validation = vector.resolved ? (vector.validateResponses ?? []).slice(-1) : [];
  return [...validation, ...(vector.responses ?? [])].map(({ status, body }) => (response) => {
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

function channelOf(vector: AlertVector): Channel {
  const { overrides, ...settings } = vector.config;
  const entries = Array.isArray(overrides) ? (overrides as readonly SettingsBlock[]) : [];
  const prepared = openChannel(
    { type: vector.provider, settings, overrides: entries },
    vector.endpoint.group,
    vector.alert.providerOverride ?? {},
  );
  if (!prepared.ok) throw new Error(`${vector.id} is not valid`);
  return prepared.channel;
}

function expectWire(actual: WireRequest | undefined, expected: VectorRequest): void {
  if (actual === undefined) throw new Error(`nothing arrived at ${expected.url}`);
  expect(actual.method).toBe(expected.method);
  expect(comparableUrl(actual.url)).toBe(comparableUrl(expected.url));
  for (const [name, value] of Object.entries(expected.headers)) expect(actual.headers[name.toLowerCase()]).toBe(value);
  if (expected.form !== undefined) expect(Object.fromEntries(new URLSearchParams(actual.body))).toEqual(expected.form);
  else if (typeof expected.body === "string") expect(actual.body).toBe(expected.body);
  else if (expected.body !== undefined) expect(JSON.parse(actual.body)).toEqual(withVariables(expected.body));
}

function sampleOf(type: string, isResolved: boolean): AlertVector {
  const found = VECTORS.find(
    ({ provider, resolved, expectError }) => provider === type && resolved === isResolved && expectError === undefined,
  );
  if (found === undefined) throw new Error(`no vector for ${type}`);
  return found;
}

let internet: FalseInternet;

beforeAll(async () => {
  const hosts = VECTORS.flatMap((vector) => requestsOf(vector).map(({ url }) => new URL(url).hostname));
  internet = await openFalseInternet([...new Set(hosts)]);
});

afterAll(() => internet.close());

async function play(vector: AlertVector, answers: readonly WireAnswer[], signal = new AbortController().signal) {
  internet.answerWith(answers);
  return deliver(channelOf(vector), messageOf(vector), FIRST_ATTEMPT, { ...recordingPorts(), http: internet.http }, signal);
}

describe.each(HTTP_TYPES)("%s on the wire", (type) => {
  it.each(["triggered", "resolved"] as const)("%s", async (kind) => {
    const vector = sampleOf(type, kind === "resolved");
    const outcome = await play(vector, answersOf(vector));
    expect(outcome).toMatchObject({ kind: "delivered" });
    const expected = requestsOf(vector);
    expect(internet.received).toHaveLength(expected.length);
    expected.forEach((request, index) => expectWire(internet.received[index], request));
  });
});

describe.each(HTTP_TYPES)("%s with a receiver that misbehaves", (type) => {
  const status =
    (code: number, body: string, headers: Readonly<Record<string, string>> = {}): WireAnswer =>
    (response) => {
      response.writeHead(code, headers).end(body);
    };
  const misbehaviours: ReadonlyArray<readonly [string, WireAnswer, object]> = [
    ["refuses the token", status(401, "invalid token"), { kind: "rejected", status: 401, reply: "invalid token" }],
    ["fails", status(500, "<html>oops</html>"), { kind: "retry", status: 500 }],
    ["is busy", status(429, "slow down", { "Retry-After": "17" }), { kind: "retry", status: 429, afterMs: 17_000 }],
    ["hangs up", (response) => response.destroy(), { kind: "retry", status: 0 }],
  ];

  it.each(misbehaviours)("%s", async (_, answer, expected) => {
    const outcome = await play(sampleOf(type, false), [answer]);
    expect(outcome).toMatchObject(expected);
    expect(outcome.reply.length).toBeLessThanOrEqual(500);
    expect(internet.received).toHaveLength(1);
  });

  it("answers with garbage, which is delivered or tried again, never an error of ours", async () => {
    const outcome = await play(sampleOf(type, false), [status(200, "\u0000<not json")]);
    expect(outcome.kind).toBe(type === "vonage" ? "retry" : "delivered");
  });

  it("never answers: the attempt ends when it is stopped", async () => {
    const stop = new AbortController();
    const outcome = play(sampleOf(type, false), [() => stop.abort()], stop.signal);
    await expect(outcome).resolves.toMatchObject({ kind: "retry", status: 0 });
  });
});

describe("an endless answer", () => {
  it("is not read to its end", async () => {
    const flood: WireAnswer = (response) => {
      response.writeHead(503);
      const pour = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        if (!response.destroyed) response.once("drain", pour);
      };
      pour();
    };
    const outcome = await play(sampleOf("slack", false), [flood]);
    expect(outcome).toMatchObject({ kind: "retry", status: 503 });
    expect(outcome.reply).toHaveLength(500);
  });
});

describe("a client block", () => {
  const settings = { url: "https://example.com/hook", client: { timeout: "150ms" } };

  it("limits how long a receiver may take", async () => {
    const prepared = openChannel({ type: "custom", settings, overrides: [] }, "", {});
    if (!prepared.ok) throw new Error("not valid");
    internet.answerWith([() => undefined]);
    const ports = { ...recordingPorts(), http: internet.http };
    const [vector] = VECTORS;
    if (vector === undefined) throw new Error("no vectors");
    const outcome = await deliver(prepared.channel, messageOf(vector), FIRST_ATTEMPT, ports, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: "retry", reply: "example.com did not answer in time" });
  });
});
