import { describe, expect, it } from "vitest";

import { PROVIDERS } from "../../../../src-main/alerting/providers/registry.ts";
import { isProviderType } from "../../../../src-main/alerting/providers/types.ts";
import type { TestAlertDependencies } from "../../../../src-main/alerting/test-alert.ts";
import { testAlert } from "../../../../src-main/alerting/test-alert.ts";
import { alertConfig, alertedEndpoint, alertingConfig, unusedWays } from "../../../helpers/alerting.ts";
import { FAKE_START_MS, FakeClock } from "../../../helpers/fake-clock.ts";

const TOKEN = "a-token-that-nobody-may-see";

const alerting = alertingConfig({
  ntfy: { settings: { topic: "alerts", url: "https://ntfy.example.org", token: `tk_${TOKEN}` } },
  slack: { settings: { "webhook-url": `https://hooks.example.org/services/${TOKEN}` } },
  gotify: { settings: { "server-url": "https://gotify.example.org", token: TOKEN } },
  twilio: { settings: { sid: "sid", token: TOKEN, from: "+1", to: "+2" } },
  discord: {},
});

function dependencies(sent: string[] = []): TestAlertDependencies {
  return {
    providers: (type) => (isProviderType(type) ? PROVIDERS[type] : undefined),
    deliver: (channel, message) => {
      sent.push(`${channel.type} ${message.kind} ${message.endpoint.name}`);
      return Promise.resolve({ kind: "delivered", status: 200, reply: "ok" });
    },
    ways: unusedWays(new FakeClock()),
  };
}

function run(provider: string, change: Partial<Parameters<typeof testAlert>[2]> = {}, deps = dependencies()) {
  const request = { provider, endpoint: null, resolved: false, dryRun: true, ...change };
  return testAlert(deps, alerting, request, FAKE_START_MS, new AbortController().signal);
}

describe("a dry run", () => {
  it.each(["ntfy", "slack", "gotify", "twilio"])("of %s shows the requests without any secret, and sends nothing", async (provider) => {
    const sent: string[] = [];
    const result = await run(provider, {}, dependencies(sent));
    expect(result.ok && result.value.requests.length).toBeGreaterThan(0);
    const text = JSON.stringify(result);
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain(Buffer.from(`sid:${TOKEN}`).toString("base64"));
    expect(text).toContain("example/test");
    expect(sent).toEqual([]);
  });

  it("shows the end of an outage when asked to", async () => {
    const result = await run("slack", { resolved: true });
    expect(result.ok && result.value.requests[0]?.body).toContain("has been resolved");
  });

  it("uses the settings of the endpoint's own alert", async () => {
    const providerOverride = { "webhook-url": "https://own.example.org/path-of-its-own" };
    const endpoint = alertedEndpoint("web", { alerts: [alertConfig({ type: "slack", providerOverride, description: "own words" })] });
    const result = await run("slack", { endpoint });
    expect(result.ok && result.value.requests[0]?.body).toContain("own words");
    expect(JSON.stringify(result)).not.toContain("path-of-its-own");
  });
});

describe("a test", () => {
  it("sends one message and tells what came of it", async () => {
    const sent: string[] = [];
    const result = await run("slack", { dryRun: false }, dependencies(sent));
    expect(sent).toEqual(["slack triggered test"]);
    expect(result).toMatchObject({ ok: true, value: { outcome: { kind: "delivered" } } });
  });

  it.each([
    { provider: "pigeon", code: "not_found" },
    { provider: "teams", code: "config_invalid" },
    { provider: "discord", code: "config_invalid" },
  ])("of $provider fails with $code", async ({ provider, code }) => {
    expect(await run(provider)).toMatchObject({ ok: false, error: { code } });
  });
});
