import { describe, expect, it } from "vitest";

import type { AlertConfig } from "../../../../shared/model/alert.ts";
import type { AssembleSetup } from "./helpers.ts";
import { assemble, configOf, endpointText, problemLines } from "./helpers.ts";

const SLACK =
  "alerting: {slack: {webhook-url: x, default-alert: {failure-threshold: 7, success-threshold: 4, description: d, send-on-resolved: true, minimum-reminder-interval: 1h, enabled: false}}}\n";

function alertsOf(text: string, setup: AssembleSetup = {}): readonly AlertConfig[] {
  return configOf(text, setup).endpoints[0]?.alerts ?? [];
}

describe("alerts", () => {
  it("take what they leave unset from the channel's default", () => {
    expect(alertsOf(SLACK + endpointText({ alerts: "[{type: slack}]" }))).toEqual([
      {
        type: "slack",
        enabled: false,
        failureThreshold: 7,
        successThreshold: 4,
        sendOnResolved: true,
        minimumReminderIntervalMs: 3_600_000,
        description: "d",
        providerOverride: {},
        onDegraded: false,
      },
    ]);
  });

  it("keep what they set, and take 0 for unset", () => {
    const own =
      '{type: slack, enabled: true, failure-threshold: 0, success-threshold: 1, send-on-resolved: false, description: "", on: degraded}';
    expect(alertsOf(SLACK + endpointText({ alerts: `[${own}]` }))).toMatchObject([
      { enabled: true, failureThreshold: 7, successThreshold: 1, sendOnResolved: false, description: "", onDegraded: true },
    ]);
  });

  it("take the built-in threshold for a negative one, not the channel's", () => {
    const text = SLACK + endpointText({ alerts: "[{type: slack, failure-threshold: -1, success-threshold: -1}]" });
    expect(alertsOf(text)).toMatchObject([{ failureThreshold: 3, successThreshold: 2 }]);
    expect(problemLines(assemble(text)).filter((line) => line.includes("A threshold below 1"))).toHaveLength(2);
  });

  it("take the default in suites and external endpoints too", () => {
    const text = `${SLACK}suites: [{name: s, endpoints: [{name: e, url: "http://a", conditions: ["a == b"], alerts: [{type: slack}]}]}]\nexternal-endpoints: [{name: x, token: t, alerts: [{type: slack}]}]\n`;
    const config = configOf(text);
    expect(config.suites[0]?.endpoints[0]?.endpoint.alerts[0]?.failureThreshold).toBe(7);
    expect(config.externalEndpoints[0]?.alerts[0]?.failureThreshold).toBe(7);
  });

  it.each([
    ["minimum-reminder-interval: 4m", "Reminders are at least 5m apart"],
    ["minimum-reminder-interval: -1h", "Reminders are at least 5m apart"],
    ["minimum-reminder-interval: 0", "Write the unit"],
    ["description: 'say \"hi\"'", "An alert's description cannot hold \" or \\."],
    ["failure-threshold: '3'", "Remove the quotes"],
    ["enabled: 'true'", "Remove the quotes"],
    ["on: slow", "Here must be one of failing, degraded"],
    ["provider-override: x", "Here must be settings of the channel"],
  ])("refuse %s", (key, expected) => {
    const { config, problems } = assemble(SLACK + endpointText({ alerts: `[{type: slack, ${key}}]` }));
    expect(config).toBeNull();
    expect(problemLines({ problems }).join("\n")).toContain(expected);
  });

  it("point at the channel's default when that is what is wrong", () => {
    const text = 'alerting:\n  slack:\n    webhook-url: x\n    default-alert:\n      description: "a\\\\b"\n';
    expect(problemLines(assemble(text + endpointText({ alerts: "[{type: slack}]" })))).toEqual([
      "error 5:20 alerting.slack.default-alert.description | An alert's description cannot hold \" or \\.",
    ]);
    expect(configOf(text + endpointText({})).endpoints).toHaveLength(1);
  });
});

describe("the desktop", () => {
  it("is told of endpoints that name no alerts", () => {
    const config = configOf(endpointText({}));
    expect([...config.alerting.providers.keys()]).toEqual(["desktop"]);
    expect(config.endpoints[0]?.alerts).toMatchObject([
      { type: "desktop", failureThreshold: 3, successThreshold: 2, sendOnResolved: true },
    ]);
  });

  it("takes its own default", () => {
    const text = "alerting: {desktop: {default-alert: {failure-threshold: 1, send-on-resolved: false}}}\n";
    expect(alertsOf(text + endpointText({}))).toMatchObject([{ failureThreshold: 1, successThreshold: 2, sendOnResolved: false }]);
  });

  it("is not told where alerts are named, or an empty list says nobody", () => {
    expect(alertsOf(SLACK + endpointText({ alerts: "[{type: slack}]" })).map(({ type }) => type)).toEqual(["slack"]);
    expect(alertsOf(endpointText({ alerts: "[]" }))).toEqual([]);
    expect(alertsOf(endpointText({ alerts: "" })).map(({ type }) => type)).toEqual(["desktop"]);
  });

  it("can be turned off, quietly", () => {
    const { config, problems } = assemble(`alerting: {desktop: {enabled: no}}\n${endpointText({})}`);
    expect(config?.endpoints[0]?.alerts).toEqual([]);
    expect(config?.alerting.providers.size).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe("a channel", () => {
  it("hands its settings over as written, with overrides apart", () => {
    const asked: unknown[] = [];
    const text =
      "alerting:\n  slack:\n    id: 0123456789\n    port: 25\n    ratio: 1.50\n    on: yes\n    flag: true\n    empty:\n    list: [1, 0x10]\n    default-alert: {}\n    overrides: [{group: a, id: 5}]\n";
    const config = configOf(text + endpointText({}), {
      providers: (type, settings) => {
        asked.push([type, settings]);
        return { errors: [], unknownKeys: [] };
      },
    });
    const own = { id: "0123456789", port: 25, ratio: "1.50", on: "yes", flag: true, list: [1, "0x10"] };
    const overrides = [{ group: "a", id: 5 }];
    expect(asked).toEqual([["slack", { ...own, overrides }]]);
    expect(config.alerting.providers.get("slack")).toEqual({ type: "slack", settings: own, overrides });
  });

  it("that is not usable is dropped with a warning at the place, and its alerts are warned of", () => {
    const text = `alerting:\n  slack:\n    overrides:\n      - {group: a}\n      - {group: a}\n${endpointText({ alerts: "[{type: slack}]" })}`;
    const { config, problems } = assemble(text, {
      providers: () => ({
        errors: [
          { path: ["overrides", "1", "group"], message: "twice." },
          { path: [], message: "no url." },
        ],
        unknownKeys: [],
      }),
    });
    expect(config?.alerting.providers.has("slack")).toBe(false);
    expect(config?.endpoints[0]?.alerts).toMatchObject([{ type: "slack", failureThreshold: 3 }]);
    expect(problemLines({ problems })).toEqual([
      "warning 3:5 alerting.slack | no url. The channel slack is not used until this is mended.",
      "warning 5:17 alerting.slack.overrides[1].group | twice. The channel slack is not used until this is mended.",
      "warning 11:21 endpoints[0].alerts[0].type | The settings of slack under `alerting` are not usable; this alert is not sent.",
    ]);
  });

  it("that nobody knows is warned of", () => {
    expect(problemLines(assemble(`alerting: {slak: {}, awsses: {}}\n${endpointText({})}`))).toEqual([
      'warning 1:12 alerting.slak | There is no alert channel of this name; its settings are ignored. Did you mean "slack"?',
      "warning 1:22 alerting.awsses | There is no alert channel of this name; its settings are ignored.",
    ]);
  });

  it("without a value is not set up", () => {
    expect(configOf(`alerting:\n  slack:\n${endpointText({})}`).alerting.providers.has("slack")).toBe(false);
  });

  it("that is no mapping is an error", () => {
    expect(problemLines(assemble(`alerting: {slack: "https://x"}\n${endpointText({})}`)).join()).toContain(
      "error 1:19 alerting.slack | Here must be",
    );
  });

  it("tells of unknown keys at the key", () => {
    const { problems } = assemble(`alerting: {slack: {webhook: x}}\n${endpointText({})}`, {
      providers: () => ({ errors: [], unknownKeys: [["webhook"]] }),
    });
    expect(problemLines({ problems })).toEqual([
      'warning 1:20 alerting.slack.webhook | "webhook" is not a key of this channel; it is ignored.',
    ]);
  });

  it("judges what an alert overrides, over its own settings", () => {
    const asked: unknown[] = [];
    const text = `alerting: {slack: {a: 1, b: 2}}\n${endpointText({ alerts: '[{type: slack, provider-override: {b: 3, a: "", c: x}}]' })}`;
    const { config, problems } = assemble(text, {
      providers: (_, settings) => {
        asked.push(settings);
        return "c" in settings ? { errors: [{ path: ["c"], message: "bad c." }], unknownKeys: [["c"]] } : { errors: [], unknownKeys: [] };
      },
    });
    expect(asked).toEqual([
      { a: 1, b: 2 },
      { a: 1, b: 3, c: "x" },
    ]);
    expect(config?.endpoints[0]?.alerts[0]?.providerOverride).toEqual({ b: 3, a: "", c: "x" });
    expect(problemLines({ problems })).toEqual([
      'warning 7:61 endpoints[0].alerts[0].provider-override | "c" is not a key of slack; it is ignored.',
      "warning 7:64 endpoints[0].alerts[0].provider-override.c | bad c. This alert will not be sent.",
    ]);
  });
});
