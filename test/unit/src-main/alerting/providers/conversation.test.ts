// Reminders join what is open, resolves close it, retries look first, and conversations keep to their first message.

import { describe, expect, it } from "vitest";

import { deliver } from "../../../../../src-main/alerting/providers/executor.ts";
import { type AlertMessage, type AttemptState, FIRST_ATTEMPT } from "../../../../../src-main/alerting/providers/message.ts";
import type { SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { PROVIDERS } from "../../../../../src-main/alerting/providers/registry.ts";
import type { HttpReply } from "../../../../../src-main/ports/http-client.ts";
import { openSample, recordingPorts, sampleMessage } from "./samples.ts";

const GITHUB = { "repository-url": "https://github.com/owner/repo", token: "gh-token" };
const GITEA = { "repository-url": "https://gitea.example.org/owner/repo", token: "gt-token" };
const CLICKUP = { "list-id": "7", token: "pk_x" };
const RETRY: AttemptState = { attempt: 1, reached: [] };

async function play(
  type: string,
  settings: SettingsBlock,
  change: Partial<AlertMessage>,
  replies: readonly unknown[] = [],
  attempt: AttemptState = FIRST_ATTEMPT,
) {
  const answers = replies.map(
    (reply): Partial<HttpReply> => (typeof reply === "number" ? { status: reply } : { bodyText: JSON.stringify(reply) }),
  );
  const ports = recordingPorts(answers);
  const outcome = await deliver(openSample(type, settings), sampleMessage(change), attempt, ports, new AbortController().signal);
  const calls = ports.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  return { ...ports, outcome, calls };
}

function bodyOf(request: { readonly body: string | Uint8Array | null } | undefined): unknown {
  return JSON.parse(typeof request?.body === "string" ? request.body : "null");
}

describe.each([
  ["github", GITHUB, ""],
  ["gitea", GITEA, "/api/v1"],
] as const)("%s", (type, settings, base) => {
  const issues = `${base}/repos/owner/repo/issues`;
  const mine = [{ number: 5, title: "alert(gatus): core/front-end" }];

  it("keeps the issue's number", async () => {
    const { outcome, calls } = await play(type, settings, {}, [{ number: 42 }]);
    expect(outcome).toMatchObject({ kind: "delivered", reference: "42" });
    expect(calls).toEqual([`POST ${issues}`]);
  });

  it("a reminder comments on the issue", async () => {
    const { calls, outcome } = await play(type, settings, { kind: "reminder", reference: "42" });
    expect(calls).toEqual([`POST ${issues}/42/comments`]);
    expect(outcome).toMatchObject({ kind: "delivered", reference: "42" });
  });

  it("a reminder without a number finds the issue by title and author", async () => {
    const { calls } = await play(type, settings, { kind: "reminder" }, [{ login: "me" }, mine]);
    expect(calls).toEqual([`GET ${base}/user`, `GET ${issues}`, `POST ${issues}/5/comments`]);
  });

  it("a reminder of a deleted issue opens another", async () => {
    const { calls, outcome } = await play(type, settings, { kind: "reminder", reference: "42" }, [404, { number: 43 }]);
    expect(calls).toEqual([`POST ${issues}/42/comments`, `POST ${issues}`]);
    expect(outcome).toMatchObject({ reference: "43" });
  });

  it("a repeated trigger opens no second issue", async () => {
    const { calls, outcome } = await play(type, settings, {}, [{ login: "me" }, mine], RETRY);
    expect(calls).toEqual([`GET ${base}/user`, `GET ${issues}`]);
    expect(outcome).toMatchObject({ kind: "delivered", reference: "5" });
  });

  it("a repeated trigger that never arrived opens the issue", async () => {
    const { calls } = await play(type, settings, {}, [{ login: "me" }, []], RETRY);
    expect(calls.at(-1)).toBe(`POST ${issues}`);
  });

  it("a resolve closes exactly the issue that was opened", async () => {
    const { calls, requests, outcome } = await play(type, settings, { kind: "resolved", reference: "42" });
    expect(calls).toEqual([`PATCH ${issues}/42`]);
    expect(bodyOf(requests[0])).toMatchObject({ state: "closed" });
    expect(outcome).toMatchObject({ kind: "delivered", reference: "" });
  });

  it("a search reads on after a full page", async () => {
    const page = Array.from({ length: 100 }, (_, index) => ({ number: 1_000 + index, title: "other" }));
    const { calls } = await play(type, settings, { kind: "resolved" }, [{ login: "me" }, page, mine]);
    expect(calls).toEqual([`GET ${base}/user`, `GET ${issues}`, `GET ${issues}`, `PATCH ${issues}/5`]);
  });

  it("garbage instead of a list closes nothing and fails nothing", async () => {
    const { outcome } = await play(type, settings, { kind: "resolved" }, [{ login: "me" }, { message: "?" }]);
    expect(outcome.kind).toBe("delivered");
  });
});

describe("clickup", () => {
  const name = "Health Check: core:front-end";

  it("keeps the task's id, comments on it, closes it", async () => {
    const opened = await play("clickup", CLICKUP, {}, [{ id: "t9" }]);
    expect(opened.outcome).toMatchObject({ reference: "t9" });
    const reminded = await play("clickup", CLICKUP, { kind: "reminder", reference: "t9" });
    expect(reminded.calls).toEqual(["POST /api/v2/task/t9/comment"]);
    const closed = await play("clickup", CLICKUP, { kind: "resolved", reference: "t9" });
    expect(closed.calls).toEqual(["PUT /api/v2/task/t9"]);
  });

  it("a repeated trigger finds its task", async () => {
    const tasks = { tasks: [{ id: "t1", name }] };
    const { calls, outcome } = await play("clickup", CLICKUP, {}, [tasks], RETRY);
    expect(calls).toEqual(["GET /api/v2/list/7/task"]);
    expect(outcome).toMatchObject({ kind: "delivered", reference: "t1" });
  });

  it("a resolve that finds nothing is told, and not tried again", async () => {
    const { outcome } = await play("clickup", CLICKUP, { kind: "resolved" }, [{ tasks: [] }]);
    expect(outcome).toMatchObject({ kind: "rejected", reply: "no open task names core:front-end" });
  });
});

describe("keys", () => {
  const message = sampleMessage();

  it.each(["pagerduty", "gitlab", "incident-io"] as const)("%s has one for each incident", (type) => {
    const { mintResolveKey } = PROVIDERS[type];
    expect(mintResolveKey(message)).toBe(mintResolveKey({ ...message, id: "another message", kind: "reminder", nowMs: 0 }));
    expect(mintResolveKey(message)).not.toBe(mintResolveKey({ ...message, incidentId: "incident-2" }));
    expect(mintResolveKey(message)).not.toBe("");
  });

  it("pagerduty sends the same key from trigger to resolve", async () => {
    const settings = { "integration-key": "0".repeat(32) };
    const resolveKey = PROVIDERS.pagerduty.mintResolveKey(message);
    const keys = await Promise.all(
      (["triggered", "reminder", "resolved"] as const).map(async (kind) => {
        const { requests } = await play("pagerduty", settings, { kind, resolveKey });
        return (bodyOf(requests[0]) as { dedup_key: string }).dedup_key;
      }),
    );
    expect(keys).toEqual([resolveKey, resolveKey, resolveKey]);
  });

  it.each(["gitlab", "incident-io", "pagerduty", "opsgenie"])("%s forgets its key when resolved", async (type) => {
    const settings: Readonly<Record<string, SettingsBlock>> = {
      gitlab: { "webhook-url": "https://gitlab.example.org/alerts", "authorization-key": "key" },
      "incident-io": { url: "https://api.incident.io/v2/alert_events/http/x", "auth-token": "token" },
      pagerduty: { "integration-key": "0".repeat(32) },
      opsgenie: { "api-key": "key" },
    };
    const { outcome } = await play(type, settings[type] ?? {}, { kind: "resolved", resolveKey: "kept" });
    expect(outcome).toMatchObject({ kind: "delivered", resolveKey: "" });
  });

  it("matrix repeats its transaction id with the message, and only with it", async () => {
    const settings = { "access-token": "t", "internal-room-id": "!r:example.org" };
    const paths = await Promise.all(["a", "a", "b"].map(async (id) => (await play("matrix", settings, { id })).calls[0]));
    expect(paths[0]).toBe(paths[1]);
    expect(paths[0]).not.toBe(paths[2]);
  });
});

describe("conversations", () => {
  const DISCORD = { "webhook-url": "https://discord.example.org/api/webhooks/1/token?thread_id=5" };

  it("discord edits its first message", async () => {
    const first = await play("discord", DISCORD, { conversation: true }, [{ id: "m1" }]);
    expect(first.requests[0]?.url).toBe("https://discord.example.org/api/webhooks/1/token?thread_id=5&wait=true");
    expect(first.outcome).toMatchObject({ reference: "m1" });
    const later = await play("discord", DISCORD, { conversation: true, kind: "resolved", reference: "m1" });
    expect(later.calls).toEqual(["PATCH /api/webhooks/1/token/messages/m1"]);
    expect(later.outcome).toMatchObject({ reference: "" });
  });

  it("discord posts anew when its first message was deleted", async () => {
    const { calls, outcome } = await play("discord", DISCORD, { conversation: true, kind: "reminder", reference: "m1" }, [
      404,
      { id: "m2" },
    ]);
    expect(calls).toHaveLength(2);
    expect(outcome).toMatchObject({ reference: "m2" });
  });

  it("discord changes nothing where no conversation is asked for", async () => {
    const { requests } = await play("discord", DISCORD, { reference: "m1" });
    expect(requests[0]?.url).toBe(DISCORD["webhook-url"]);
  });

  it("telegram answers its first message", async () => {
    const settings = { token: "bot-token", id: "1" };
    const first = await play("telegram", settings, { conversation: true }, [{ result: { message_id: 77 } }]);
    expect(first.outcome).toMatchObject({ reference: "77" });
    const later = await play("telegram", settings, { conversation: true, kind: "resolved", reference: "77" });
    expect(bodyOf(later.requests[0])).toMatchObject({ reply_parameters: { message_id: 77, allow_sending_without_reply: true } });
  });

  it("matrix follows up in a thread", async () => {
    const settings = { "access-token": "t", "internal-room-id": "!r:example.org" };
    const first = await play("matrix", settings, { conversation: true }, [{ event_id: "$e" }]);
    expect(first.outcome).toMatchObject({ reference: "$e" });
    const later = await play("matrix", settings, { conversation: true, kind: "reminder", reference: "$e" });
    expect(bodyOf(later.requests[0])).toMatchObject({ "m.relates_to": { rel_type: "m.thread", event_id: "$e" } });
  });

  it("google chat names the incident's thread", async () => {
    const settings = { "webhook-url": "https://chat.example.org/v1/spaces/a/messages?key=k" };
    const { requests } = await play("googlechat", settings, { conversation: true });
    expect(requests[0]?.url).toContain("messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
    expect(bodyOf(requests[0])).toMatchObject({ thread: { threadKey: "incident-1" } });
  });
});

describe("second tries within one attempt", () => {
  it("telegram sends plain text what it could not read as Markdown", async () => {
    const settings = { token: "bot-token", id: "1" };
    const ports = recordingPorts([{ status: 400, bodyText: `{"description":"Bad Request: can't parse entities"}` }]);
    const outcome = await deliver(openSample("telegram", settings), sampleMessage(), FIRST_ATTEMPT, ports, new AbortController().signal);
    expect(outcome.kind).toBe("delivered");
    expect(bodyOf(ports.requests[0])).toHaveProperty("parse_mode");
    expect(bodyOf(ports.requests[1])).not.toHaveProperty("parse_mode");
  });

  it("pushover adds what an emergency needs", async () => {
    const settings = { "application-token": "a".repeat(30), "user-key": "u".repeat(30), priority: 2 };
    const ports = recordingPorts([{ status: 400, bodyText: '{"retry":"must be supplied with priority=2"}' }]);
    const outcome = await deliver(openSample("pushover", settings), sampleMessage(), FIRST_ATTEMPT, ports, new AbortController().signal);
    expect(outcome.kind).toBe("delivered");
    expect(bodyOf(ports.requests[1])).toMatchObject({ retry: 60, expire: 3_600 });
  });
});
