import { describe, expect, it } from "vitest";

import { deliver } from "../../../../../src-main/alerting/providers/executor.ts";
import { FIRST_ATTEMPT } from "../../../../../src-main/alerting/providers/message.ts";
import type { HttpReply } from "../../../../../src-main/ports/http-client.ts";
import { openSample, recordingPorts, sampleMessage } from "./samples.ts";

const SLACK = { "webhook-url": "https://hooks.example.org/services/T0000/B0000/verysecrettoken" };
const LINE = { "channel-access-token": "line-token", "user-ids": ["one", "two", "three"] };
const never = new AbortController().signal;

function failure(code: string): Error {
  return Object.assign(new Error(`hooks.example.org failed (${code})`), { code });
}

describe("outcome of an answer", () => {
  const cases: ReadonlyArray<readonly [string, Partial<HttpReply> | Error, object]> = [
    ["200 is delivered", { status: 200, bodyText: "ok" }, { kind: "delivered", status: 200, reply: "ok" }],
    ["304 is delivered", { status: 304, bodyText: "" }, { kind: "delivered", status: 304 }],
    ["400 is rejected", { status: 400, bodyText: "invalid_payload" }, { kind: "rejected", status: 400, reply: "invalid_payload" }],
    ["404 without a body is rejected", { status: 404, bodyText: "" }, { kind: "rejected", status: 404, reply: "status 404" }],
    ["408 is tried again", { status: 408 }, { kind: "retry", status: 408 }],
    ["425 is tried again", { status: 425 }, { kind: "retry", status: 425 }],
    ["429 waits as long as asked", { status: 429, headers: { "retry-after": "30" } }, { kind: "retry", status: 429, afterMs: 30_000 }],
    [
      "429 waits until the date asked for",
      { status: 429, headers: { "retry-after": "Fri, 02 Jan 2026 03:05:05 GMT" } },
      { kind: "retry", afterMs: 59_322 },
    ],
    [
      "429 with a date that is over waits no longer",
      { status: 429, headers: { "retry-after": "Fri, 02 Jan 2025 03:05:05 GMT" } },
      { kind: "retry", afterMs: 0 },
    ],
    ["429 reads a wait from the body", { status: 429, bodyText: '{"retry_after": 1.5}' }, { kind: "retry", afterMs: 1_500 }],
    ["429 reads Telegram's wait", { status: 429, bodyText: '{"parameters":{"retry_after":7}}' }, { kind: "retry", afterMs: 7_000 }],
    ["a wait of a year is cut to a day", { status: 503, headers: { "retry-after": "31536000" } }, { kind: "retry", afterMs: 86_400_000 }],
    ["500 is tried again", { status: 500, bodyText: "oops" }, { kind: "retry", status: 500, reply: "oops" }],
    ["a refused connection is tried again", failure("ECONNREFUSED"), { kind: "retry", status: 0, reached: [] }],
    ["an impossible address is rejected", failure("ERR_INVALID_URL"), { kind: "rejected", status: 0 }],
  ];

  it.each(cases)("%s", async (_, reply, expected) => {
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, recordingPorts([reply]), never);
    expect(outcome).toMatchObject(expected);
  });

  it("has no wait when the header cannot be read", async () => {
    const ports = recordingPorts([{ status: 503, headers: { "retry-after": "soon" } }]);
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, ports, never);
    expect(outcome).not.toHaveProperty("afterMs");
  });

  it("is a retry when stopped, without a request", async () => {
    const ports = recordingPorts();
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, ports, AbortSignal.abort());
    expect(outcome).toMatchObject({ kind: "retry", reply: "stopped" });
    expect(ports.requests).toHaveLength(0);
  });
});

describe("secrets in replies", () => {
  it.each([
    ["the whole address", SLACK["webhook-url"]],
    ["its path", "/services/T0000/B0000/verysecrettoken"],
    ["encoded for a form", encodeURIComponent(SLACK["webhook-url"])],
  ])("%s is masked", async (_, quoted) => {
    const ports = recordingPorts([{ status: 403, bodyText: `no such hook: ${quoted} !` }]);
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, ports, never);
    expect(outcome.reply).toContain("no such hook");
    expect(outcome.reply).not.toContain("verysecrettoken");
  });

  it("are masked in what a transport throws, too", async () => {
    const ports = recordingPorts([new Error(`cannot reach ${SLACK["webhook-url"]}`)]);
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, ports, never);
    expect(outcome.reply).not.toContain("verysecrettoken");
  });

  it("a long reply is cut, and control characters are gone", async () => {
    const ports = recordingPorts([{ status: 500, bodyText: `a\u0000\r\nb${"x".repeat(100_000)}` }]);
    const outcome = await deliver(openSample("slack", SLACK), sampleMessage(), FIRST_ATTEMPT, ports, never);
    expect(outcome.reply).toMatch(/^a bx/);
    expect(outcome.reply.length).toBeLessThanOrEqual(500);
  });
});

describe("several receivers", () => {
  it("tells who has the message when one fails, and leaves them out of the next attempt", async () => {
    const channel = openSample("line", LINE);
    const first = recordingPorts([{ status: 200 }, { status: 500 }]);
    const outcome = await deliver(channel, sampleMessage(), FIRST_ATTEMPT, first, never);
    expect(outcome).toMatchObject({ kind: "retry", reached: ["one"] });
    const second = recordingPorts();
    const again = await deliver(channel, sampleMessage(), { attempt: 1, reached: ["one"] }, second, never);
    expect(again.kind).toBe("delivered");
    expect(second.requests.map(({ body }) => (JSON.parse(String(body)) as { to: string }).to)).toEqual(["two", "three"]);
  });

  it("does not count a receiver whose answer was a refusal", async () => {
    const settings = { "api-key": "k", "api-secret": "s", from: "x", to: ["1", "2"] };
    const ports = recordingPorts([
      { bodyText: '{"messages":[{"status":"0"}]}' },
      { bodyText: '{"messages":[{"status":"1","error-text":"Throttled"}]}' },
    ]);
    const outcome = await deliver(openSample("vonage", settings), sampleMessage(), FIRST_ATTEMPT, ports, never);
    expect(outcome).toMatchObject({ kind: "retry", reached: ["1"], reply: "status 1: Throttled" });
  });
});

describe("native notifications", () => {
  it.each([
    [{ kind: "not_sent", reason: "not supported" } as const, { kind: "rejected", reply: "not supported" }],
    [{ kind: "error", message: "bus is gone" } as const, { kind: "retry", reply: "bus is gone" }],
    [{ kind: "shown" } as const, { kind: "delivered" }],
  ])("%o", async (shown, expected) => {
    const ports = recordingPorts();
    const notifier = { ...ports.notifier, show: () => Promise.resolve(shown) };
    const outcome = await deliver(openSample("desktop", {}), sampleMessage(), FIRST_ATTEMPT, { ...ports, notifier }, never);
    expect(outcome).toMatchObject(expected);
  });
});
