import { describe, expect, it } from "vitest";

import { assemble, configOf, endpointText, problemLines } from "./helpers.ts";

const ENDPOINT = endpointText({});

function linesOf(text: string): string {
  return problemLines(assemble(text + ENDPOINT)).join("\n");
}

describe("maintenance", () => {
  it("knows its four forms", () => {
    const config = configOf(
      `maintenance: {start: "23:00", duration: 1h, timezone: Europe/Amsterdam, every: [Monday, Thursday]}\nmaintenance-windows:\n  - {at: 2026-12-24T18:00:00Z, duration: 48h}\n  - {cron: "0 3 * * 1-5", duration: 30m, timezone: Local}\n  - {days-of-month: [1, -1], start: 02:30, duration: 2h}\n  - {enabled: false, start: whenever}\n${ENDPOINT}`,
    );
    expect(config.maintenance).toEqual([
      {
        form: "weekly",
        every: ["Monday", "Thursday"],
        startMs: 82_800_000,
        durationMs: 3_600_000,
        timezone: "Europe/Amsterdam",
        enabled: true,
      },
      { form: "once", atEpochMs: Date.UTC(2026, 11, 24, 18), durationMs: 172_800_000, timezone: "UTC", enabled: true },
      { form: "cron", cron: "0 3 * * 1-5", durationMs: 1_800_000, timezone: "Asia/Taipei", enabled: true },
      { form: "monthly", days: [1, -1], startMs: 9_000_000, durationMs: 7_200_000, timezone: "UTC", enabled: true },
      { form: "weekly", every: [], startMs: 0, durationMs: 0, timezone: "UTC", enabled: false },
    ]);
  });

  it.each([
    ["{duration: 1h}", 'A maintenance window needs "start"'],
    ['{start: "23:00"}', 'A maintenance window needs "duration"'],
    ['{start: "24:00", duration: 1h}', "A start is written hh:mm"],
    ['{start: "9:00", duration: 1h}', "A start is written hh:mm"],
    ['{start: "zz:00", duration: 1h}', "A start is written hh:mm"],
    ['{start: "23:00", duration: 0s}', "more than 0s and at most 24h"],
    ['{start: "23:00", duration: 25h}', "more than 0s and at most 24h"],
    ['{start: "23:00", duration: -1h}', "more than 0s and at most 24h"],
    [
      '{start: "23:00", duration: 1h, every: [monday]}',
      '"monday" is no weekday; write Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday. Did you mean "Monday"?',
    ],
    ['{start: "23:00", duration: 1h, timezone: Mars/Olympus}', '"Mars/Olympus" is no time zone'],
    ["{at: tomorrow, duration: 1h}", "Here must be a moment"],
    ["{cron: often, duration: 1h}", "no cron expression"],
    ["{days-of-month: [0, 32], start: '01:00', duration: 1h}", "A day of the month is 1 to 31"],
    ["{at: 2026-12-24, cron: '* * * * *', duration: 1h}", "has one form; here are at and cron."],
  ])("refuses %s", (window, expected) => {
    expect(assemble(`maintenance: ${window}\n${ENDPOINT}`).config).toBeNull();
    expect(linesOf(`maintenance: ${window}\n`)).toContain(expected);
  });

  it("warns only, where Gatus never looks: at DNS endpoints, at those with an ssh block, and at external ones", () => {
    const wrong = "[{start: nonsense, duration: 1h}, {start: '01:00', duration: 1h}]";
    const dns = configOf(endpointText({ dns: "{query-type: A, query-name: a}", "maintenance-windows": wrong }));
    expect(dns.endpoints[0]?.maintenanceWindows).toHaveLength(1);
    const external = configOf(`${ENDPOINT}external-endpoints: [{name: x, token: t, maintenance-windows: ${wrong}}]\n`);
    expect(external.externalEndpoints[0]?.maintenanceWindows).toHaveLength(1);
    expect(assemble(endpointText({ "maintenance-windows": wrong })).config).toBeNull();
  });
});

describe("the smaller blocks", () => {
  it("have defaults", () => {
    expect(configOf(ENDPOINT)).toMatchObject({
      concurrency: 64,
      maintenance: [],
      quietHours: null,
      connectivity: null,
      storage: {
        retentionMs: 90 * 86_400_000,
        removedEndpointRetentionMs: 30 * 86_400_000,
        maximumNumberOfResults: 100,
        maximumNumberOfEvents: 50,
      },
      announcements: [],
      alerting: { incidentWindowMs: 0 },
    });
  });

  it("are read", () => {
    const config = configOf(
      `concurrency: 5\nalerting: {incident-window: 30s}\nquiet-hours: {while-screen-locked: true, windows: [{start: "22:00", duration: 8h}]}\n` +
        `connectivity: {checker: {target: "1.1.1.1:53", targets: ["[2606:4700::1]:443", "host:80"], interval: 5s, captive-portal: {url: "http://p", expected-status: 200}}}\n` +
        `storage: {type: sqlite, path: data.db, retention: 30d, removed-endpoint-retention: 1w, maximum-number-of-results: -1}\n` +
        `announcements: [{timestamp: 2026-01-01, message: old}, {timestamp: 2026-02-01T00:00:00Z, message: new, type: outage, archived: true}]\n${ENDPOINT}`,
    );
    expect(config).toMatchObject({
      concurrency: 5,
      alerting: { incidentWindowMs: 30_000 },
      quietHours: { whileScreenLocked: true, whileDoNotDisturb: false, windows: [{ startMs: 79_200_000 }] },
      connectivity: {
        targets: ["1.1.1.1:53", "[2606:4700::1]:443", "host:80"],
        intervalMs: 5_000,
        captivePortal: { url: "http://p", expectedStatus: 200 },
      },
      storage: { retentionMs: 30 * 86_400_000, removedEndpointRetentionMs: 7 * 86_400_000, maximumNumberOfResults: 100 },
      announcements: [
        { message: "new", type: "outage", archived: true },
        { message: "old", type: "none" },
      ],
    });
  });

  it.each([
    ["concurrency: 0\n", "warning", 'does not mean "without limit"'],
    ["disable-monitoring-lock: true\n", "hint", "deprecated"],
    ["connectivity: {checker: {target: 'host:80'}}\n", "warning", "Gatus takes only targets that end in :53"],
    ["connectivity: {checker: {target: host}}\n", "error", "A target is written host:port"],
    ["connectivity: {checker: {interval: 10s}}\n", "error", "A connectivity checker needs a target"],
    ["connectivity: {checker: {target: 'h:53', interval: 4s}}\n", "error", "at least 5s"],
    ["connectivity: {checker: {target: 'h:53', captive-portal: {url: 'ftp://a'}}}\n", "error", "Here must be a complete http:// address."],
    ["storage: {path: a}\n", "error", "A storage in memory has no path"],
    ["storage: {type: sqlite}\n", "error", "A storage of type sqlite needs a path."],
    ["storage: {type: mysql}\n", "warning", "it counts as memory"],
    ["storage: {type: postgres, path: p}\n", "hint", "its own database"],
    ["storage: {retention: -1d}\n", "error", "cannot be negative"],
    ["announcements: [{message: a}]\n", "error", 'An announcement needs "timestamp"'],
    ["announcements: [{timestamp: 2026-01-01}]\n", "error", 'An announcement needs "message"'],
    ["announcements: [{timestamp: 2026-01-01, message: a, type: news}]\n", "error", "Here must be one of outage, warning"],
    ["web: {port: 70000}\n", "error", "A port is between 0 and 65535."],
    ["web: {tls: {certificate-file: a}}\n", "error", 'needs "private-key-file"'],
    ["ui: {default-sort-by: size}\n", "error", "Here must be one of name, group, health"],
    ["ui: {default-filter-by: all}\n", "error", "Here must be one of none, failing, unstable"],
    ["ui: {buttons: [{name: a}]}\n", "error", 'A button needs "link"'],
    ["security: {}\n", "error", "needs `basic` or `oidc`"],
    ["security: {basic: {username: a}}\n", "error", 'needs "password-bcrypt-base64"'],
    [
      "security: {oidc: {issuer-url: a, redirect-url: b, client-id: c, client-secret: d, scopes: [e]}}\n",
      "error",
      "ends in /authorization-code/callback",
    ],
    ["remote: {instances: [{endpoint-prefix: a}]}\n", "error", 'A remote instance needs "url"'],
    ["metrics: true\n", "warning", "`metrics` is read and checked, but this version does not act upon it yet."],
    ["web: {}\n", "warning", "`web` is read and checked"],
    ["debug: 5\n", "error", "Here must be true or false"],
  ])("are checked: %s", (text, severity, expected) => {
    const { problems } = assemble(text + ENDPOINT);
    expect(problems.filter(({ message }) => message.includes(expected)).map((problem) => problem.severity)).toEqual([severity]);
  });

  it("leave keys that are kept for anchors alone", () => {
    expect(linesOf("x-any: {a: b}\n.hidden: 1\ndefaults: &d {a: 1}\nshared:\n  list: [&x 1]\n")).toBe("");
    expect(linesOf("defaults: {a: 1}\n")).toContain('"defaults" is not a key of the configuration');
  });
});

describe("keys over everything", () => {
  const element = '{name: n, url: "http://a", conditions: ["a == b"]}';

  it.each([
    [
      "endpoints",
      `endpoints:\n  - ${element}\n  - {name: N, url: "http://b", conditions: ["a == b"]}\n`,
      3,
      'The key "_n", made of group and name, is already that of the endpoint in line 2.',
    ],
    [
      "an external endpoint",
      `endpoints: [${element}]\nexternal-endpoints: [{name: n, token: t}]\n`,
      2,
      "already that of the endpoint in line 1",
    ],
    [
      "a suite",
      `endpoints: [${element}]\nsuites: [{name: n, endpoints: [${element.replace("name: n", "name: m")}]}]\n`,
      2,
      "already that of the endpoint in line 1",
    ],
    [
      "a suite's endpoints",
      `suites:\n  - {name: s, endpoints: [${element}, ${element}]}\n`,
      2,
      "already that of the suite's endpoint in line 2",
    ],
  ])("are unique: %s", (_, text, line, expected) => {
    const { config, problems } = assemble(text);
    expect(config).toBeNull();
    const found = problems.filter(({ message }) => message.includes(expected));
    expect(found.map((problem) => problem.line)).toEqual([line]);
  });

  it("don't let two suites share a name, whatever their groups", () => {
    const suite = (group: string, name: string): string =>
      `  - {name: s, group: ${group}, endpoints: [${element.replace("name: n", `name: ${name}`)}]}\n`;
    expect(problemLines(assemble(`suites:\n${suite("a", "x")}${suite("b", "y")}`)).join("\n")).toContain(
      'A suite is already called "s", in line 2',
    );
  });

  it("are not shown when a variable is part of them", () => {
    const text = `endpoints:\n  - {name: "\${A}", url: "http://a", conditions: ["a == b"]}\n  - {name: "\${A}", url: "http://a", conditions: ["a == b"]}\n`;
    const lines = problemLines(assemble(text, { variables: { A: "top-secret" } })).join("\n");
    expect(lines).toContain("This key, made of group and name, is already");
    expect(lines).not.toContain("top-secret");
  });
});

describe("dependencies", () => {
  const text = (a: string, b: string): string =>
    `endpoints:\n  - {name: a, group: g, url: "http://a", conditions: ["a == b"], depends-on: ${a}}\n  - {name: b, url: "http://b", conditions: ["a == b"], depends-on: ${b}}\n`;

  it("are found by key, in any letter case, as group/name and by name alone", () => {
    expect(configOf(text("[]", "[g_a, G_A, g/a]")).endpoints[1]?.dependsOn).toEqual(["g_a", "g_a", "g_a"]);
    expect(configOf(text("[b]", "[]")).endpoints[0]?.dependsOn).toEqual(["_b"]);
  });

  it("that lead nowhere are warned of and left out", () => {
    const { config, problems } = assemble(text("[]", "[g_b]"));
    expect(config?.endpoints[1]?.dependsOn).toEqual([]);
    expect(problemLines({ problems })).toEqual([
      'warning 3:69 endpoints[1].depends-on[0] | There is no endpoint with the key "g_b"; this dependency is ignored. Did you mean "g_a"?',
    ]);
  });

  it("in a circle are errors", () => {
    expect(problemLines(assemble(text("[b]", "[g_a]"))).filter((line) => line.includes("in a circle"))).toHaveLength(2);
    expect(problemLines(assemble(text("[g_a]", "[]"))).filter((line) => line.includes("in a circle"))).toHaveLength(1);
  });
});

describe("suites and external endpoints", () => {
  it("are read", () => {
    const config = configOf(
      `suites:\n  - name: s\n    group: g\n    interval: 0s\n    timeout: 1m\n    context: {n: 5, when: 2026-01-01, on: yes, list: [a, {b: null}]}\n    endpoints:\n      - {name: e, group: other, url: "http://a", conditions: ["a == b"], always-run: true, store: {token: "[BODY].t"}}\n` +
        `external-endpoints:\n  - {name: x, group: g, token: t, heartbeat: {interval: 30m}}\n`,
    );
    expect(config.suites).toMatchObject([
      {
        key: "g_s",
        intervalMs: 600_000,
        timeoutMs: 60_000,
        context: { n: 5, when: "2026-01-01", on: "yes", list: ["a", { b: null }] },
        endpoints: [{ alwaysRun: true, store: { token: "[BODY].t" }, endpoint: { key: "g_e", group: "g" } }],
      },
    ]);
    expect(config.externalEndpoints).toMatchObject([{ key: "g_x", heartbeatIntervalMs: 1_800_000, enabled: true, token: "t" }]);
  });

  it.each([
    ["suites: [{endpoints: []}]\n", 'A suite needs "name"'],
    ["suites: [{name: a, endpoints: []}]\n", 'A suite needs "endpoints"'],
    ["suites: [{name: a, timeout: -1s, endpoints: [{}]}]\n", "A timeout cannot be negative."],
    ["suites: [{name: a, interval: -1s, endpoints: [{}]}]\n", "An interval cannot be negative."],
    ["suites: [{name: a, endpoints: [{store: {'': x, y: ''}}]}]\n", "this name is empty"],
    ["suites: [{name: a, endpoints: [{store: {'': x, y: ''}}]}]\n", "Here must be what to keep"],
    ["external-endpoints: [{name: a}]\n", 'An external endpoint needs "token"'],
    ["external-endpoints: [{name: a, token: t, heartbeat: {interval: 9s}}]\n", "A heartbeat's interval is at least 10s."],
  ])("are checked: %s", (text, expected) => {
    expect(assemble(text).config).toBeNull();
    expect(problemLines(assemble(text)).join("\n")).toContain(expected);
  });
});

describe("a configuration with nothing in it", () => {
  it.each(["", "# only a comment\n", "---\n", "endpoints:\n", "endpoints: []\n", "{}", "~"])(
    "watches nothing, with a warning: %j",
    (text) => {
      const { config, problems } = assemble(text);
      expect(config?.endpoints).toEqual([]);
      expect(problems.map(({ severity }) => severity)).toEqual(["warning"]);
    },
  );

  it.each(["text", "- a", "5"])("that is no mapping is an error: %s", (text) => {
    expect(assemble(text).config).toBeNull();
  });
});
