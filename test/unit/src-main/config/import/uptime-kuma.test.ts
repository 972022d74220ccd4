import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { maskMapping } from "../../../../../src-main/config/import/found.ts";
import type { Found } from "../../../../../src-main/config/import/found.ts";
import { readBackup } from "../../../../../src-main/config/import/uptime-kuma.ts";
import { jsonConditions, keywordConditions, statusConditions } from "../../../../../src-main/config/import/kuma-conditions.ts";

function backup(monitors: readonly object[], notifications: readonly object[] = []): Found {
  const found = readBackup("backup.json", JSON.stringify({ version: "1.23.0", monitorList: monitors, notificationList: notifications }));
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

const WEB = {
  id: 1,
  name: "web",
  type: "http",
  url: "https://example.org",
  interval: 60,
  accepted_statuscodes: ["200-299"],
  active: true,
  maxretries: 0,
};

const MONITORS: ReadonlyArray<{ readonly name: string; readonly monitor: object; readonly value: object }> = [
  {
    name: "an address",
    monitor: {},
    value: { name: "web", url: "https://example.org", interval: "60s", conditions: ["[STATUS] >= 200", "[STATUS] <= 299"] },
  },
  { name: "retries", monitor: { maxretries: 2, retryInterval: 20 }, value: { retries: 2, "retry-interval": "20s" } },
  { name: "paused", monitor: { active: false }, value: { enabled: false } },
  { name: "a login", monitor: { basic_auth_user: "u", basic_auth_pass: "p" }, value: { headers: { Authorization: "Basic dTpw" } } },
  {
    name: "headers and a body",
    monitor: { method: "POST", headers: '{"A":"b"}', body: '{"x":1}' },
    value: { method: "POST", headers: { A: "b", "Content-Type": "application/json" }, body: '{"x":1}' },
  },
  {
    name: "no redirects, any certificate",
    monitor: { maxredirects: 0, ignoreTls: true },
    value: { client: { "ignore-redirect": true, insecure: true } },
  },
  {
    name: "the certificate's end",
    monitor: { expiryNotification: true },
    value: { "degraded-conditions": ["[CERTIFICATE_EXPIRATION] > 336h"] },
  },
  {
    name: "a keyword",
    monitor: { type: "keyword", keyword: "all [good]" },
    value: { conditions: ["[STATUS] >= 200", "[STATUS] <= 299", String.raw`[BODY] == pat(*all \[good\]*)`] },
  },
  {
    name: "a keyword that must not be there",
    monitor: { type: "keyword", keyword: "error", invertKeyword: true },
    value: { conditions: ["[STATUS] >= 200", "[STATUS] <= 299", "[BODY] != pat(*error*)"] },
  },
  {
    name: "a value of JSON",
    monitor: { type: "json-query", jsonPath: "$.data[0].state", expectedValue: "up" },
    value: { conditions: ["[STATUS] >= 200", "[STATUS] <= 299", "[BODY].data[0].state == up"] },
  },
  {
    name: "a port",
    monitor: { type: "port", hostname: "db", port: 5432 },
    value: { url: "tcp://db:5432", conditions: ["[CONNECTED] == true"] },
  },
  {
    name: "upside down",
    monitor: { type: "port", hostname: "db", port: 23, upsideDown: true },
    value: { conditions: ["[CONNECTED] == false"] },
  },
  { name: "a ping over IPv6", monitor: { type: "ping", hostname: "2001:db8::1" }, value: { url: "icmp://[2001:db8::1]" } },
  {
    name: "a name",
    monitor: { type: "dns", hostname: "example.org", dns_resolve_server: "9.9.9.9", dns_resolve_type: "MX" },
    value: { url: "9.9.9.9", dns: { "query-name": "example.org", "query-type": "MX" } },
  },
  { name: "gRPC", monitor: { type: "grpc-keyword", grpcUrl: "api:50051", grpcEnableTls: true }, value: { url: "grpcs://api:50051" } },
  {
    name: "a database without its password",
    monitor: { type: "postgres", databaseConnectionString: "postgres://u:secret@db.lan:5433/x" },
    value: { url: "tcp://db.lan:5433" },
  },
  {
    name: "SQL Server",
    monitor: { type: "sqlserver", databaseConnectionString: "Server=sql.lan,1444;Database=x;User Id=u;Password=p" },
    value: { url: "tcp://sql.lan:1444" },
  },
  { name: "a dollar sign", monitor: { url: "https://example.org/?a=$b" }, value: { url: "https://example.org/?a=$$b" } },
];

describe("a monitor of Uptime Kuma", () => {
  it.each(MONITORS)("with $name comes over", ({ monitor, value }) => {
    expect(backup([{ ...WEB, ...monitor }]).entries).toMatchObject([{ list: "endpoints", value }]);
  });

  it.each(["docker", "radius", "steam", "kafka-producer", "snmp", "manual", "never-heard-of"])(
    "of the type %s cannot, and it is said why",
    (type) => {
      const found = backup([{ ...WEB, type }]);
      expect(found.entries).toEqual([]);
      expect(found.refusals).toMatchObject([{ what: "web" }]);
      expect(found.refusals[0]?.why.said).toBeDefined();
    },
  );

  it("that is pushed to becomes an external endpoint", () => {
    const found = backup([{ ...WEB, type: "push", pushToken: "abc", interval: 300 }]);
    expect(found.entries).toMatchObject([
      { list: "external-endpoints", value: { name: "web", token: "abc", heartbeat: { interval: "300s" } } },
    ]);
  });

  it("is in the group of its parents, and circles end", () => {
    const found = backup([
      { id: 1, name: "outer", type: "group", parent: 3 },
      { id: 2, name: "inner", type: "group", parent: 1 },
      { id: 3, name: "circle", type: "group", parent: 2 },
      { ...WEB, id: 4, parent: 2, tags: [{ name: "prod" }, { name: "team", value: "a" }] },
    ]);
    expect(found.entries).toMatchObject([{ value: { group: "circle / outer / inner", tags: ["prod", "team:a"] } }]);
  });
});

describe("a notification of Uptime Kuma", () => {
  const slack = {
    id: 7,
    name: "ops",
    config: JSON.stringify({ type: "slack", slackwebhookURL: "https://hooks.slack.com/services/T/B/X" }),
  };

  it("becomes a channel that its monitors use", () => {
    const found = backup([{ ...WEB, notificationIDList: { 7: true, 8: false } }], [slack]);
    expect(found.providers).toMatchObject([{ type: "slack", value: { "webhook-url": "https://hooks.slack.com/services/T/B/X" } }]);
    expect(found.entries).toMatchObject([{ value: { alerts: [{ type: "slack" }] } }]);
  });

  it("is shown without its secrets", () => {
    const [provider] = backup([], [slack]).providers;
    expect(JSON.stringify(maskMapping(provider?.value ?? {}))).not.toContain("hooks.slack.com");
  });

  it.each<[string, object, string]>([
    ["there is no such channel", { type: "alerta" }, "There is no channel"],
    ["it lacks what is needed", { type: "telegram", telegramBotToken: "x" }, "It lacks id"],
  ])("cannot come over when %s", (_name, config, why) => {
    expect(backup([], [{ id: 1, name: "n", config: JSON.stringify(config) }]).refusals[0]?.why.message).toContain(why);
  });

  it("of a kind that is there already is told", () => {
    const found = backup([{ ...WEB, notificationIDList: { 8: true } }], [slack, { ...slack, id: 8, name: "other" }]);
    expect(found.providers).toHaveLength(1);
    expect(found.refusals).toMatchObject([{ what: "other" }]);
    expect(found.entries).toMatchObject([{ value: { alerts: [{ type: "slack" }] } }]);
  });
});

describe("what Uptime Kuma expects", () => {
  it.each<[string, readonly unknown[], readonly string[]]>([
    ["one code", ["404"], ["[STATUS] == 404"]],
    ["neighbouring ranges", ["200-299", "300-399"], ["[STATUS] >= 200", "[STATUS] <= 399"]],
    ["a few codes", ["200", "204"], ["[STATUS] == any(200, 204)"]],
    ["ranges far apart", ["200-299", "500-599"], ["[STATUS] >= 200", "[STATUS] <= 599"]],
    ["nothing that makes sense", ["abc", null, {}], ["[STATUS] >= 200", "[STATUS] < 300"]],
    ["an absurd range", ["999-100"], ["[STATUS] >= 999", "[STATUS] <= 100"]],
  ])("is read from %s", (_name, codes, conditions) => {
    expect(statusConditions(codes).conditions).toEqual(conditions);
  });

  it("is told where there is no counterpart", () => {
    expect(jsonConditions("$sum(items.price)", "==", "3")).toMatchObject({ conditions: [] });
    expect(jsonConditions("a", "matches", "3")).toMatchObject({ conditions: [] });
    expect(keywordConditions("a\nb", false)).toMatchObject({ conditions: [] });
  });
});

describe("a hostile backup", () => {
  it.each<[string, string]>([
    ["no JSON", "<html>"],
    ["another JSON", "[1, 2]"],
    ["no list", '{"monitorList": {}}'],
  ])("is refused: %s", (_name, text) => {
    expect(readBackup("x", text)).toMatchObject({ ok: false, error: { code: "bad_request" } });
  });

  it("of any shape never throws", () => {
    const record = fc.dictionary(
      fc.constantFrom(
        "id",
        "name",
        "type",
        "url",
        "parent",
        "headers",
        "accepted_statuscodes",
        "notificationIDList",
        "tags",
        "interval",
        "hostname",
        "port",
        "config",
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const typed = fc
      .tuple(fc.constantFrom("http", "keyword", "dns", "push", "group", "postgres", "grpc-keyword", "smtp"), record)
      .map(([type, rest]) => ({ ...rest, type }));
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 5 }), fc.array(record, { maxLength: 3 }), (monitorList, notificationList) => {
        const found = readBackup("x", JSON.stringify({ monitorList, notificationList }));
        expect(found.ok).toBe(true);
      }),
      { seed: 20261122 },
    );
  });
});
