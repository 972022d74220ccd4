// Placeholders, templates, limits, and the desktop's wording.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { plannedRequests, withoutSecrets } from "../../../../../src-main/alerting/providers/dry-run.ts";
import { byteLength, fit, fitBytes, shorten, shortenBytes } from "../../../../../src-main/alerting/providers/limits.ts";
import type { AlertMessage } from "../../../../../src-main/alerting/providers/message.ts";
import { fillTemplate, formatDuration, formatMoment, PLACEHOLDER_NAMES } from "../../../../../src-main/alerting/providers/placeholders.ts";
import type { HttpCall, NativeCall, SettingsBlock, SmtpMail } from "../../../../../src-main/alerting/providers/provider.ts";
import { eachCondition, mailText } from "../../../../../src-main/alerting/providers/texts.ts";
import { openSample, sampleMessage } from "./samples.ts";

function httpBody(type: string, settings: SettingsBlock, change: Partial<AlertMessage> = {}): unknown {
  const [request] = plannedRequests(openSample(type, settings), sampleMessage(change));
  return JSON.parse((request as HttpCall).body ?? "null");
}

function notification(change: Partial<AlertMessage> = {}, settings: SettingsBlock = {}) {
  const [request] = plannedRequests(openSample("desktop", settings), sampleMessage(change));
  return (request as NativeCall).notification;
}

describe("placeholders", () => {
  it.each([
    ["[ENDPOINT]", "core/front-end"],
    ["[ENDPOINT_NAME] of [ENDPOINT_GROUP]", "front-end of core"],
    ["[ENDPOINT_KEY]", "core_front-end"],
    ["[ENDPOINT_TAGS]", "web, paid"],
    ["[ENDPOINT_LINKS]", "Runbook: https://wiki.example.org/front-end"],
    ["[ALERT_TRIGGERED_OR_RESOLVED]: [ALERT_DESCRIPTION]", "TRIGGERED: the shop"],
    ["since [ALERT_SINCE] ([ALERT_DURATION])", "since 2026-01-02 03:01 +00:00 (3m)"],
    ["[RESULT_CONDITIONS]", "❌ [STATUS] (500) == 200\n✅ [RESPONSE_TIME] < 300"],
    ["[RESULT_ERRORS]", "connection refused"],
    ["[UNKNOWN] [ENDPOINT", "[UNKNOWN] [ENDPOINT"],
    ["[constructor] [toString]", "[constructor] [toString]"],
  ])("%s", (template, expected) => {
    expect(fillTemplate(template, sampleMessage())).toBe(expected);
  });

  it("what a value brings in is not filled again", () => {
    const { endpoint } = sampleMessage();
    const message = sampleMessage({ endpoint: { ...endpoint, name: "[ALERT_DESCRIPTION] $& $1" } });
    expect(fillTemplate("[ENDPOINT_NAME]", message)).toBe("[ALERT_DESCRIPTION] $& $1");
  });

  it("a template without placeholders stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((it) => !it.includes("[")),
        (it) => fillTemplate(it, sampleMessage()) === it,
      ),
    );
  });

  it.each([
    [0, "0s"],
    [999, "1s"],
    [45_000, "45s"],
    [725_000, "12m 5s"],
    [3_600_000, "1h"],
    [12_000_000, "3h 20m"],
    [187_200_000, "2d 4h"],
    [-5, "0s"],
  ])("%d ms is %s", (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });

  it("a moment that no calendar has is unknown", () => {
    expect(formatMoment(Number.NaN)).toBe("unknown");
  });
});

describe("texts of one's own", () => {
  it("replace title and text, and the list of conditions", () => {
    const settings = { "webhook-url": "https://example.org", title: "[ENDPOINT_NAME]", body: "down for [ALERT_DURATION]" };
    const body = httpBody("slack", settings) as { attachments: readonly Record<string, unknown>[] };
    expect(body.attachments[0]).toMatchObject({ title: "front-end", text: "down for 3m" });
    expect(body.attachments[0]).not.toHaveProperty("fields");
  });

  it("may differ for the end", () => {
    const settings = { "webhook-url": "https://example.org", body: "bad", "resolved-body": "good" };
    expect(httpBody("webex", settings, { kind: "resolved" })).toEqual({ markdown: "good" });
    expect(httpBody("webex", settings)).toEqual({ markdown: "bad" });
  });

  it("stand before the usual text where there is no place for a title", () => {
    const settings = { "webhook-url": "https://example.org", title: "[ENDPOINT]" };
    const { markdown } = httpBody("webex", settings) as { markdown: string };
    expect(markdown).toMatch(/^core\/front-end\n\n🚨 \*\*ALERT/);
  });

  it("give way to a notice", () => {
    const settings = { "webhook-url": "https://example.org", body: "own" };
    const notice = { title: "Digest", body: "2 endpoints" };
    expect(httpBody("webex", settings, { notice })).toEqual({ markdown: "Digest\n\n2 endpoints" });
  });

  it("can be seen beforehand", () => {
    const channel = openSample("slack", { "webhook-url": "https://example.org", body: "[RESULT_ERRORS]" });
    expect(channel.preview(sampleMessage())).toEqual({ title: "[core/front-end] Alert triggered", body: "connection refused" });
  });

  it("name the other endpoints of an incident", () => {
    const { markdown } = httpBody("webex", { "webhook-url": "https://example.org" }, { alsoAffected: ["core/api", "db"] }) as {
      markdown: string;
    };
    expect(markdown).toContain("**Description**: the shop (Also affected: core/api, db)");
  });
});

describe("custom requests", () => {
  const request = (settings: SettingsBlock, description: string) => {
    const { alert } = sampleMessage();
    return plannedRequests(openSample("custom", settings), sampleMessage({ alert: { ...alert, description } }))[0] as HttpCall;
  };

  it("repair an address that a description would break", () => {
    expect(request({ url: "https://example.org/[ALERT_DESCRIPTION]" }, "100% \r\nbad").url).toBe("https://example.org/100%25 %0D%0Abad");
  });

  it("leave the connection's own headers alone", () => {
    const headers = { Host: "evil", "Content-Length": "0", "X-Ours": "[ENDPOINT_NAME]" };
    expect(request({ url: "https://example.org", headers }, "").headers).toEqual({ "X-Ours": "[ENDPOINT_NAME]" });
  });

  it("fill Sentray's placeholders, too", () => {
    expect(request({ url: "https://example.org", body: "[ALERT_DURATION] [ENDPOINT_TAGS]" }, "").body).toBe("3m web, paid");
  });
});

describe("shortening", () => {
  it("never exceeds a limit, never splits a character, never touches what fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (written, limit) => {
        const short = shorten(written, limit);
        const bytes = shortenBytes(written, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(byteLength(bytes)).toBeLessThanOrEqual(limit);
        // What a character that was split would leave.
        if (!written.includes("\uFFFD")) expect(bytes).not.toContain("\uFFFD");
        if (written.length <= limit) expect(short).toBe(written);
        if (byteLength(written) <= limit) expect(bytes).toBe(written);
      }),
    );
  });

  it("shortens the inputs rather than the markup", () => {
    const { result } = sampleMessage();
    const conditions = Array.from({ length: 500 }, (_, index) => ({
      condition: `[BODY].field${index} (${"x".repeat(500)}) == 1`,
      success: index > 0,
    }));
    const message = sampleMessage({ result: { ...result, conditions } });
    const told = fit(1_000, message, (it) => eachCondition(it, (c) => `<li>${c.success ? "✓" : "✕"} ${c.condition}</li>`));
    expect(told).toMatch(/^(<li>[^<]*<\/li>)+$/);
    expect(told).toContain("✕ [BODY].field0");
  });
});

describe("100 kB of everything", () => {
  const long = `<&"'\`*_🚨${"漢字 and words ".repeat(8_000)}`;
  const { alert, endpoint, result } = sampleMessage();
  const huge = sampleMessage({
    alert: { ...alert, description: long },
    endpoint: { ...endpoint, name: `n${long}` },
    result: {
      ...result,
      errors: [long, long],
      conditions: Array.from({ length: 300 }, (_, index) => ({ condition: `${index} ${long.slice(0, 2_000)}`, success: false })),
    },
  });
  const hook = { "webhook-url": "https://example.org/hook" };
  type Json = Record<string, unknown>;
  const attachment = (body: unknown) => (body as { attachments: readonly Json[] }).attachments[0] ?? {};
  const value = (entry: Json) => (entry["fields"] as readonly { value: string }[])[0]?.value ?? "";

  const cases: ReadonlyArray<readonly [string, SettingsBlock, (body: unknown) => ReadonlyArray<readonly [string, number]>]> = [
    [
      "slack",
      hook,
      (body) => [
        [String(attachment(body)["text"]), 3_000],
        [value(attachment(body)), 2_000],
      ],
    ],
    ["mattermost", hook, (body) => [[JSON.stringify(body), 33_000]]],
    ["rocketchat", hook, (body) => [[String(attachment(body)["text"]), 2_500]]],
    [
      "discord",
      hook,
      (body) => {
        const [embed] = (body as { embeds: readonly Json[] }).embeds;
        return [
          [String(embed?.["description"]), 4_096],
          [value(embed ?? {}), 1_024],
          [String(embed?.["title"]), 256],
        ];
      },
    ],
    ["telegram", { token: "t", id: "1" }, (body) => [[String((body as Json)["text"]), 4_096]]],
    [
      "pushover",
      { "application-token": "a".repeat(30), "user-key": "u".repeat(30) },
      (body) => [
        [String((body as Json)["message"]), 1_024],
        [String((body as Json)["title"]), 250],
      ],
    ],
    [
      "line",
      { "channel-access-token": "t", "user-ids": ["a"] },
      (body) => [[String((body as { messages: readonly Json[] }).messages[0]?.["text"]), 5_000]],
    ],
    ["pagerduty", { "integration-key": "0".repeat(32) }, (body) => [[String((body as { payload: Json }).payload["summary"]), 1_024]]],
    [
      "opsgenie",
      { "api-key": "k" },
      (body) => [
        [String((body as Json)["message"]), 130],
        [String((body as Json)["alias"]), 512],
        [String((body as Json)["description"]), 15_000],
      ],
    ],
    ["plivo", { "auth-id": "i", "auth-token": "t", from: "f", to: ["1"] }, (body) => [[String((body as Json)["text"]), 737]]],
    ["messagebird", { "access-key": "k", originator: "o", recipients: "1" }, (body) => [[String((body as Json)["body"]), 603]]],
    [
      "gitlab",
      { "webhook-url": "https://gitlab.example.org", "authorization-key": "k" },
      (body) => [
        [String((body as Json)["title"]), 200],
        [String((body as Json)["description"]), 1_000],
      ],
    ],
    [
      "github",
      { "repository-url": "https://github.com/o/r", token: "t" },
      (body) => [
        [String((body as Json)["title"]), 255],
        [String((body as Json)["body"]), 65_000],
      ],
    ],
    ["datadog", { "api-key": "k" }, (body) => [[String((body as Json)["text"]), 4_000]]],
    [
      "signal",
      { "api-url": "https://signal.example.org", number: "1", recipients: ["2"] },
      (body) => [[String((body as Json)["message"]), 2_000]],
    ],
  ];

  it.each(cases)("%s keeps its limits", (type, settings, parts) => {
    const [request] = plannedRequests(openSample(type, settings), huge);
    for (const [written, limit] of parts(JSON.parse((request as HttpCall).body ?? "null"))) {
      expect(written.length).toBeGreaterThan(20);
      expect(written.length).toBeLessThanOrEqual(limit);
      expect(written).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    }
  });

  it.each([
    ["teams", hook, 28_000],
    ["teams-workflows", hook, 28_000],
    ["googlechat", hook, 32_000],
    ["matrix", { "access-token": "t", "internal-room-id": "!r:x" }, 65_000],
    ["webex", hook, 8_000],
    ["ntfy", { topic: "t" }, 5_500],
    ["homeassistant", { url: "https://ha.example.org", token: "t" }, 32_000],
  ])("%s keeps its size in bytes", (type, settings, limit) => {
    const [request] = plannedRequests(openSample(type, settings), huge);
    expect(byteLength((request as HttpCall).body ?? "")).toBeLessThanOrEqual(limit);
  });

  it("an e-mail's subject stays one line that servers take", () => {
    const settings = { from: "a@example.org", to: "b@example.org", host: "mail.example.org", port: 25 };
    const [mail] = plannedRequests(openSample("email", settings), huge);
    expect((mail as SmtpMail).subject.length).toBeLessThanOrEqual(200);
  });

  it("fits bytes with the tersest form", () => {
    expect(byteLength(fitBytes(200, huge, (it) => mailText(it, { labels: true })))).toBeLessThanOrEqual(200);
  });
});

describe("native notifications", () => {
  it("tell endpoint and state, the one cause, and since when", () => {
    expect(notification()).toMatchObject({
      tag: "core_front-end",
      title: "core/front-end is failing",
      body: "connection refused\nSince 2026-01-02 03:01 (3m)",
      actions: ["open", "acknowledge", "snooze"],
      urgency: "normal",
      endpointKey: "core_front-end",
    });
  });

  it("name the failed condition when there is no error", () => {
    const { result } = sampleMessage();
    expect(notification({ result: { ...result, errors: [] } }).body).toMatch(/^\[STATUS\] \(500\) == 200\n/);
  });

  it("take the alarm's place when it is over, and are never critical then", () => {
    const settings = { urgency: "critical", sound: false };
    expect(notification({ kind: "resolved" }, settings)).toMatchObject({
      tag: notification({}, settings).tag,
      title: "core/front-end is healthy again",
      body: "It was down for 3m, since 2026-01-02 03:01",
      urgency: "normal",
      silent: true,
      actions: ["open"],
    });
    expect(notification({}, settings).urgency).toBe("critical");
  });

  it("tell several endpoints as one", () => {
    const several = notification({ alsoAffected: ["core/api", "db"] });
    expect(several.title).toBe("3 endpoints are failing");
    expect(several.body).toMatch(/^core\/front-end, core\/api, db\n/);
  });

  it("say that it is still so", () => {
    expect(notification({ kind: "reminder" }).title).toBe("core/front-end is still failing");
  });

  it("carry what they tell as facts, and say what of the words is the user's own", () => {
    const facts = (change: Partial<AlertMessage>, settings: SettingsBlock = {}) => notification(change, settings).words?.news;
    expect(facts({})).toMatchObject({ kind: "failing", name: "core/front-end", cause: "connection refused" });
    expect(facts({ result: { ...sampleMessage().result, degraded: true } })).toMatchObject({ kind: "degraded" });
    expect(facts({ kind: "reminder" })).toMatchObject({ kind: "reminder" });
    expect(facts({ kind: "resolved" })).toMatchObject({ kind: "resolved", cause: "" });
    expect(facts({ alsoAffected: ["db"] })).toMatchObject({ kind: "incident", failing: 2, total: 2 });
    expect(notification({}).own).toEqual([]);
    expect(notification({}, { title: "mine" })).toMatchObject({ title: "mine", own: ["title"], words: { news: { kind: "failing" } } });
    expect(notification({}, { body: "mine" }).own).toEqual(["body"]);
    expect(notification({ notice: { title: "a digest", body: "" } }, { title: "mine" })).toMatchObject({ title: "a digest", own: [] });
    expect(notification({ notice: { title: "of an earlier version", body: "" } }).words).toBeNull();
  });
});

describe("dry run", () => {
  it("shows every request without its secrets", () => {
    const settings = { "auth-id": "id", "auth-token": "secret-token", from: "1", to: ["2", "3"] };
    const channel = openSample("plivo", settings);
    const shown = plannedRequests(channel, sampleMessage()).map((request) => JSON.stringify(withoutSecrets(request, channel.secrets)));
    expect(shown).toHaveLength(2);
    const basic = Buffer.from("id:secret-token").toString("base64");
    expect(shown.join("")).not.toContain("secret-token");
    expect(shown.join("")).not.toContain(basic);
  });

  it("plans nothing that depends on an unknown answer for ever", () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLACEHOLDER_NAMES), (name) => {
        const channel = openSample("clickup", { "list-id": "1", token: "token", name: `[${name}]` });
        expect(plannedRequests(channel, sampleMessage({ kind: "resolved" })).length).toBeLessThan(5);
      }),
    );
  });
});
