// The main story, in the real app on a real desktop: endpoints are watched, a failure is told once, a recovery resolves it.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDnsServer } from "../../demo/dns-server.mjs";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startDesktop } from "./harness/desktop.ts";
import type { Desktop } from "./harness/desktop.ts";
import { eventually } from "./harness/eventually.ts";
import { recordNotifications } from "./harness/notification-recorder.ts";
import type { NotificationRecorder } from "./harness/notification-recorder.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { readTray } from "./harness/tray-reader.ts";
import type { MenuEntry, TrayReader } from "./harness/tray-reader.ts";

let desktop: Desktop;
let notifications: NotificationRecorder;
let tray: TrayReader;
let frontEnd: Site;
let backEnd: Site;
let hook: Site;
let dns: Awaited<ReturnType<typeof startDnsServer>>;
let app: RunningApp;

const config = (): string => `
alerting:
  custom:
    url: "${hook.url}/alert"
    method: POST
    body: '{"name": "[ENDPOINT_NAME]", "state": "[ALERT_TRIGGERED_OR_RESOLVED]"}'

x-alerts: &alerts
  - type: custom
    failure-threshold: 2
    success-threshold: 1
    send-on-resolved: true
  - type: desktop
    failure-threshold: 2
    success-threshold: 1
    send-on-resolved: true

endpoints:
  - name: front-end
    group: core
    url: "${frontEnd.url}/"
    interval: 1s
    alerts: *alerts
    conditions:
      - "[STATUS] == 200"
      - "[RESPONSE_TIME] < 3000"
  - name: back-end
    group: core
    url: "${backEnd.url}/health"
    interval: 1s
    alerts: *alerts
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == UP"
  - name: resolver
    group: network
    url: "127.0.0.1:${String(dns.port)}"
    interval: 2s
    dns:
      query-name: demo.test
      query-type: A
    conditions:
      - "[DNS_RCODE] == NOERROR"
  - name: gateway
    group: network
    url: "icmp://127.0.0.1"
    interval: 2s
    conditions:
      - "[CONNECTED] == true"
`;

const labels = (entries: readonly MenuEntry[]): readonly string[] => entries.map(({ label }) => label).filter((label) => label !== "");

beforeAll(async () => {
  [frontEnd, backEnd, hook, dns] = await Promise.all([startSite(), startSite('{"status": "UP"}'), startSite(), startDnsServer()]);
  notifications = await recordNotifications();
  desktop = await startDesktop();
  tray = readTray();
  app = await launchApp({ config: config() });
});

afterAll(async () => {
  await app.close();
  tray.close();
  await desktop.close();
  await notifications.close();
  await Promise.all([frontEnd.stop(), backEnd.stop(), hook.stop()]);
  dns.close();
});

describe("Sentray on a desktop", () => {
  let healthyIcon = "";

  it("shows a card for each endpoint, by group, with what it last saw", async () => {
    await app.page
      .getByRole("link", { name: /front-end/ })
      .first()
      .waitFor();
    for (const name of ["front-end", "back-end", "resolver", "gateway"]) {
      expect(await app.page.getByText(name, { exact: true }).count(), name).toBeGreaterThan(0);
    }
    await app.page.getByRole("heading", { name: "core" }).waitFor();
    await app.page.getByRole("heading", { name: "network" }).waitFor();
  });

  it("sits in the tray, says that all is well, and offers everything in its menu", async () => {
    expect(await eventually("a tray item", async () => ((await tray.items()).length > 0 ? true : null))).toBe(true);
    await eventually("the tooltip", async () => ((await tray.tooltip()).includes("all 4 healthy") ? true : null));
    expect(labels(await tray.menu())).toEqual(
      expect.arrayContaining([
        "core (2 of 2 healthy)",
        "network (2 of 2 healthy)",
        "Pause",
        "Check all now",
        "Open Sentray",
        "Settings…",
        "Quit Sentray",
      ]),
    );
    healthyIcon = await tray.icon();
  });

  it("tells a failure once, through the notification and the webhook, after its threshold", async () => {
    backEnd.answer = { status: 503, body: '{"status": "DOWN"}' };
    const notification = await eventually(
      "the notification",
      () => notifications.shown.find(({ title }) => title.includes("back-end")) ?? null,
    );
    expect(notification.body).toContain("[STATUS] (503) == 200");
    await eventually("the webhook", () => (hook.received.length > 0 ? true : null));
    expect(hook.received.map((body) => JSON.parse(body) as unknown)).toEqual([{ name: "back-end", state: "TRIGGERED" }]);
    await eventually("the failing tray", async () => ((await tray.tooltip()).includes("1 failing") ? true : null));
    expect(await tray.icon()).not.toBe(healthyIcon);
    expect(labels(await tray.menu())[0]).toMatch(/^core\/back-end: failing/);
    // Two more rounds of checks: nothing is told again.
    const checks = backEnd.received.length;
    await eventually("further failing checks", () => (backEnd.received.length >= checks + 2 ? true : null));
    expect(hook.received).toHaveLength(1);
    expect(notifications.shown.filter(({ title }) => title.includes("back-end"))).toHaveLength(1);
  });

  it("opens the endpoint's page when the notification is clicked", async () => {
    const id = notifications.shown.find(({ title }) => title.includes("back-end"))?.id ?? 0;
    notifications.click(id);
    await app.page.getByRole("heading", { name: "back-end" }).waitFor();
    await app.page.getByText("[STATUS] (503) == 200").first().waitFor();
  });

  it("draws the response time and lists the latest results on that page", async () => {
    await app.page
      .getByRole("img", { name: /response time/i })
      .first()
      .waitFor();
    expect(await app.page.locator("canvas").count()).toBeGreaterThan(0);
  });

  it("resolves once when the server is well again", async () => {
    backEnd.answer = { status: 200, body: '{"status": "UP"}' };
    await eventually("the second webhook", () => (hook.received.length > 1 ? true : null));
    expect(hook.received.map((body) => JSON.parse(body) as unknown)).toEqual([
      { name: "back-end", state: "TRIGGERED" },
      { name: "back-end", state: "RESOLVED" },
    ]);
    const recovery = await eventually(
      "the recovery's notification",
      () => notifications.shown.find(({ title }) => title.endsWith("again")) ?? null,
    );
    expect(recovery.title).toContain("back-end");
    await eventually("the calm tray", async () => ((await tray.icon()) === healthyIcon ? true : null));
  });

  it("notices that a server is gone, and that it is back", async () => {
    await frontEnd.stop();
    await eventually("the failing tray", async () => ((await tray.tooltip()).includes("1 failing") ? true : null));
    await frontEnd.start();
    await eventually("the calm tray", async () => ((await tray.tooltip()).includes("all 4 healthy") ? true : null));
  });

  it("takes a changed configuration within seconds, and keeps the last good one when the new one is broken", async () => {
    await app.writeConfig(config().replace("name: gateway", "name: gate"));
    await tray.click("Open Sentray");
    await app.page.getByRole("navigation").getByRole("link", { name: "Dashboard", exact: true }).click();
    await app.page.getByText("gate", { exact: true }).first().waitFor();
    await app.writeConfig("endpoints:\n  - name: [\n");
    await app.page.getByText(/configuration has \d+ errors?/).waitFor();
    await eventually("the tray's word", async () => ((await tray.tooltip()).includes("the configuration has errors") ? true : null));
    const checks = frontEnd.received.length;
    await eventually("further checks", () => (frontEnd.received.length > checks + 1 ? true : null));
    await app.writeConfig(config());
    await eventually("the calm tray", async () => ((await tray.tooltip()).includes("all 4 healthy") ? true : null));
  });
});
