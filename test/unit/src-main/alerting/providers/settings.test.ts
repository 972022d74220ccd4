import * as z from "zod";
import { describe, expect, it } from "vitest";

import { openChannel, providerCatalog } from "../../../../../src-main/alerting/providers/catalog.ts";
import { clientBlock } from "../../../../../src-main/alerting/providers/client-block.ts";
import { plannedRequests } from "../../../../../src-main/alerting/providers/dry-run.ts";
import type { SettingsBlock } from "../../../../../src-main/alerting/providers/provider.ts";
import { flag, integer, list, mergeSettings, text } from "../../../../../src-main/alerting/providers/settings.ts";
import { sampleMessage } from "./samples.ts";

const META = { title: "t", description: "d." };
const SCHEMA = z.object({
  name: text(META),
  count: integer(META, 5),
  ttl: integer({ ...META, override: "positive" }),
  on: flag(META),
  all: flag({ ...META, override: "any" }, true),
  to: list(META),
});

describe("one setting", () => {
  const cases: ReadonlyArray<readonly [string, SettingsBlock, object]> = [
    ["numbers and booleans may stand for text", { name: 5 }, { name: "5" }],
    ["nothing gives the defaults", {}, { name: "", count: 5, on: false, all: true, to: [] }],
    ["null counts as nothing", { name: null, count: null, to: null }, { name: "", count: 5, to: [] }],
    ["fractions are cut off", { count: 3.9 }, { count: 3 }],
    ["zero is the default", { count: 0 }, { count: 5 }],
    ["yes is a boolean", { on: "yes" }, { on: true }],
    ["off is a boolean", { all: "off" }, { all: false }],
    ["a list may hold numbers", { to: [491, "+492"] }, { to: ["491", "+492"] }],
  ];

  it.each(cases)("%s", (_, written, expected) => {
    expect(SCHEMA.parse(written)).toMatchObject(expected);
  });

  it.each([
    ["text for a number", { count: "high" }],
    ["a scalar for a list", { to: "+49" }],
    ["a number for a boolean", { on: 1 }],
    ["a list for text", { name: ["x"] }],
  ])("%s is refused", (_, written) => {
    expect(SCHEMA.safeParse(written).success).toBe(false);
  });
});

describe("client block", () => {
  it.each([
    ["without a time-out keeps the usual one", { insecure: true }, { timeoutMs: 10_000, insecure: true }],
    ["with a time-out", { timeout: "1m30s" }, { timeoutMs: 90_000 }],
    ["with a name server", { "dns-resolver": "tcp://[::1]:5353" }, { dnsResolver: { protocol: "tcp", host: "::1", port: 5_353 } }],
    ["with a tunnel, which is ignored", { tunnel: "office" }, { tunnel: null }],
    [
      "with OAuth2",
      { oauth2: { "token-url": "https://id.example.org", "client-id": "i", "client-secret": "s", scopes: ["a"] } },
      { oauth2: { tokenUrl: "https://id.example.org", clientId: "i", clientSecret: "s", scopes: ["a"] } },
    ],
  ])("%s", (_, written, expected) => {
    expect(clientBlock.parse(written)).toMatchObject(expected);
  });

  it.each([
    ["a name server without port", { "dns-resolver": "udp://8.8.8.8" }],
    ["a port out of range", { "dns-resolver": "udp://8.8.8.8:70000" }],
    ["a time-out in words", { timeout: "soon" }],
  ])("%s is refused", (_, written) => {
    expect(clientBlock.safeParse(written).success).toBe(false);
  });
});

describe("secrets", () => {
  it("that cannot be encoded are secrets all the same", () => {
    const prepared = openChannel({ type: "gotify", settings: { "server-url": "https://a", token: "tok\uD800en" }, overrides: [] }, "", {});
    expect(prepared.ok && prepared.channel.secrets).toContain("tok\uD800en");
  });
});

describe("layers of settings", () => {
  const block = { name: "base", count: 2, ttl: 60, on: true, all: true, to: ["a", "b"] };
  const merged = (overrides: readonly SettingsBlock[], group: string, alert: SettingsBlock) =>
    mergeSettings(SCHEMA, block, overrides, group, alert);

  it("the alert's override beats the group's, which beats the block", () => {
    const overrides = [{ group: "core", name: "of the group", count: 7 }];
    expect(merged(overrides, "core", { name: "of the alert" })).toMatchObject({ name: "of the alert", count: 7, ttl: 60 });
  });

  it("only the first entry of the group counts, by exact name", () => {
    const overrides = [
      { group: "Core", name: "no" },
      { group: "core", name: "first" },
      { group: "core", name: "second" },
    ];
    expect(merged(overrides, "core", {})).toMatchObject({ name: "first" });
  });

  it("empty values take nothing away", () => {
    expect(merged([], "", { name: "", count: 0, on: false, to: [] })).toMatchObject(block);
  });

  it("a negative number counts unless it must be positive", () => {
    expect(merged([], "", { count: -1, ttl: -1 })).toMatchObject({ count: -1, ttl: 60 });
  });

  it("a switch that may be turned off is turned off", () => {
    expect(merged([], "", { all: false })).toMatchObject({ all: false });
  });

  it("lists are replaced whole", () => {
    expect(merged([], "", { to: ["c"] })).toMatchObject({ to: ["c"] });
  });

  it("unknown keys of an override are ignored", () => {
    expect(merged([], "", { other: "x" })).not.toHaveProperty("other");
  });

  it("providers without group overrides ignore them", () => {
    const settings = { "server-url": "https://a.example.org", token: "token" };
    const prepared = openChannel({ type: "gotify", settings, overrides: [{ group: "core", token: "other" }] }, "core", {});
    expect(prepared.ok && plannedRequests(prepared.channel, sampleMessage())[0]).toMatchObject({
      url: "https://a.example.org/message?token=token",
    });
  });

  it("what the layers make together is checked", () => {
    const config = { type: "pagerduty", settings: { "integration-key": "0".repeat(32) }, overrides: [] };
    expect(openChannel(config, "", { "integration-key": "short" })).toMatchObject({ ok: false });
  });
});

describe("catalog", () => {
  const found = (type: string, block: SettingsBlock) => providerCatalog.check(type, block).errors.map(({ path }) => path.join("."));
  const HOOK = "https://example.org/hook";

  const cases: ReadonlyArray<readonly [string, string, SettingsBlock, readonly string[]]> = [
    ["a complete block", "slack", { "webhook-url": HOOK }, []],
    ["a missing key", "slack", {}, ["webhook-url"]],
    ["an empty key", "slack", { "webhook-url": "" }, ["webhook-url"]],
    ["overrides alone", "slack", { overrides: [{ group: "a", "webhook-url": HOOK }] }, ["webhook-url"]],
    ["a group twice", "slack", { "webhook-url": HOOK, overrides: [{ group: "a" }, { group: "a" }] }, ["overrides.1.group"]],
    ["no group", "slack", { "webhook-url": HOOK, overrides: [{ "webhook-url": HOOK }] }, ["overrides.0.group"]],
    ["an override that is no mapping", "slack", { "webhook-url": HOOK, overrides: ["a"] }, ["overrides.0"]],
    ["an override without its own address", "discord", { "webhook-url": HOOK, overrides: [{ group: "a" }] }, ["overrides.0.webhook-url"]],
    ["unchecked overrides", "custom", { url: HOOK, overrides: [{ group: "a" }, { group: "a" }, {}] }, []],
    ["a token of another kind", "ntfy", { topic: "t", token: "abc" }, ["token"]],
    ["a bad value in ntfy's override", "ntfy", { topic: "t", overrides: [{ group: "a", priority: 9 }] }, ["overrides.0.priority"]],
    ["a priority out of range", "pushover", { "application-token": "a".repeat(30), "user-key": "u".repeat(30), priority: 3 }, ["priority"]],
    ["half of a pair of keys", "aws-ses", { from: "a@x", to: "b@x", "access-key-id": "A" }, ["secret-access-key"]],
    ["a port out of range", "email", { from: "a@x", to: "b@x", host: "h", port: 70_000 }, ["port"]],
    ["a repository that is none", "github", { "repository-url": "https://github.com/owner", token: "t" }, ["repository-url"]],
    ["a repository with a slash at its end", "gitea", { "repository-url": "https://g.example.org/o/r/", token: "t" }, ["repository-url"]],
    ["another host", "incident-io", { url: "https://example.org", "auth-token": "t" }, ["url"]],
    ["a list where one number was written", "vonage", { "api-key": "k", "api-secret": "s", from: "f", to: "+49" }, ["to"]],
    ["an unknown priority", "clickup", { "list-id": "1", token: "t", priority: "soon" }, ["priority"]],
    ["a method with a space", "custom", { url: HOOK, method: "GET /" }, ["method"]],
    ["a bad duration in a client block", "custom", { url: HOOK, client: { timeout: "soon" } }, ["client.timeout"]],
    ["a provider that nobody has", "pigeon", {}, [""]],
    ["the desktop without anything", "desktop", {}, []],
  ];

  it.each(cases)("%s", (_, type, block, expected) => {
    expect(found(type, block)).toEqual(expected);
  });

  it("knows the keys of Gatus and its own, and tells the others with their places", () => {
    const block = {
      "webhook-url": HOOK,
      body: "[ENDPOINT]",
      "incident-window": "2m",
      "default-alert": {},
      chanel: "x",
      overrides: [{ group: "a", titel: "x" }],
    };
    expect(providerCatalog.check("slack", block).unknownKeys).toEqual([["chanel"], ["overrides", "0", "titel"]]);
  });

  it("tells that overrides are not read where they are not", () => {
    const block = { "server-url": HOOK, token: "t", overrides: [] };
    expect(providerCatalog.check("gotify", block).unknownKeys).toEqual([["overrides"]]);
  });
});
