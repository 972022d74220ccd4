// Channels and rules in the real app: a form, a test message that shows both sides, defaults, overrides by group, and the rules' forms.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { driveSettings } from "./harness/settings.ts";
import type { SettingsDriver } from "./harness/settings.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { findBarriers, tabTo } from "./harness/window.ts";

let hook: Site;
let app: RunningApp;
let settings: SettingsDriver;

const config = (): string => `# Kept by the platform team.
alerting:
  custom: # the chat's webhook
    url: "${hook.url}/alert"
    method: POST
    body: '{"name": "[ENDPOINT_NAME]", "state": "[ALERT_TRIGGERED_OR_RESOLVED]"}'

endpoints:
  - name: api
    group: core
    url: "${hook.url}/"
    interval: 1h
    conditions: ["[STATUS] == 200"]
`;

beforeAll(async () => {
  hook = await startSite('{"said": "thank you"}');
  app = await launchApp({ config: config() });
  settings = driveSettings(app);
  await app.page.getByRole("link", { name: /^api,/ }).first().waitFor();
});

afterAll(async () => {
  await app.close();
  await hook.stop();
});

describe("a channel", () => {
  it("offers all forty-one, found by name", async () => {
    const { page } = app;
    await settings.show("#/settings/channels");
    await page.getByRole("searchbox", { name: "Search channels" }).waitFor();
    expect(await page.getByRole("main").locator("a[href^='#/settings/channels/']").count()).toBeGreaterThanOrEqual(41);
    await page.getByRole("searchbox", { name: "Search channels" }).click();
    await page.keyboard.type("ntfy");
    await page.getByRole("link", { name: /^ntfy/ }).click();
    await page.getByRole("heading", { name: "ntfy" }).waitFor();
  });

  it("shows what a test sent, and what came back", async () => {
    const { page } = app;
    await settings.show("#/settings/channels/custom");
    await page.getByRole("button", { name: "Only show it" }).click();
    await page.getByText(`POST ${hook.url}/alert`).waitFor();
    const before = hook.received.length;
    await page
      .getByRole("radio", { name: "Resolved" })
      .or(page.getByRole("button", { name: "Resolved" }))
      .first()
      .click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("Delivered", { exact: true }).waitFor();
    await page.getByText('"state": "RESOLVED"').waitFor();
    expect(hook.received.slice(before).some((body) => body.includes("RESOLVED"))).toBe(true);
    hook.answer = { status: 503, body: "not today" };
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("Not delivered", { exact: true }).waitFor();
    await page.getByText(/503/).first().waitFor();
    hook.answer = { status: 200, body: "{}" };
  });

  it("sends what stands in the form before it is saved", async () => {
    const { page } = app;
    await settings.retype("URL (needed)", `${hook.url}/unsaved`);
    await page.getByRole("button", { name: "Only show it" }).click();
    await page.getByText(`POST ${hook.url}/unsaved`).waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await settings.text()).toBe(config());
  });

  it("gets a default alert and an override for a group, and the rest of the file stays", async () => {
    const { page } = app;
    const defaults = page.getByRole("region", { name: "Default alert" });
    await defaults
      .getByLabel(/failures/i)
      .first()
      .click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("5");
    const overrides = page.getByRole("region", { name: "Group overrides" });
    await overrides.getByRole("button", { name: "Add override" }).click();
    await overrides.getByLabel("Group", { exact: true }).click();
    await page.keyboard.type("core");
    await overrides.getByLabel("URL", { exact: true }).click();
    await page.keyboard.type(`${hook.url}/core`);
    await page.keyboard.press("Control+s");
    const saved = await settings.fileWith("overrides:");
    expect(saved).toMatch(/failure-threshold: 5/);
    expect(saved).toMatch(/group: core\s+url: "?http:\/\/127\.0\.0\.1:\d+\/core/);
    expect(saved).toContain("custom: # the chat's webhook");
    await settings.undo();
    expect(await settings.fileWithout("overrides")).toBe(config());
  });

  it("is set up from nothing, and removed", async () => {
    const { page } = app;
    await settings.show("#/settings/channels/ntfy");
    await page.getByLabel("Topic (needed)").click();
    await page.keyboard.type("alarms");
    await page.keyboard.press("Control+s");
    await settings.fileWith("topic: alarms");
    await page.getByRole("button", { name: "Remove channel" }).click();
    expect(await settings.fileWithout("ntfy")).toContain("custom: # the chat's webhook");
    await page.getByRole("searchbox", { name: "Search channels" }).waitFor();
  });
});

describe("a rule", () => {
  it("is written by its form: maintenance, quiet hours, connectivity, history", async () => {
    const { page } = app;
    await settings.show("#/settings/rules");
    const panel = (name: string) => page.getByRole("region", { name, exact: true });
    const save = async (name: string): Promise<void> => await panel(name).getByRole("button", { name: "Save" }).click();

    await panel("Maintenance").getByRole("button", { name: "Add window" }).click();
    await panel("Maintenance").getByLabel("Starts at").first().click();
    await page.keyboard.type("23:00");
    await panel("Maintenance").getByLabel("Lasts").first().click();
    await page.keyboard.type("1h");
    await save("Maintenance");
    await settings.fileWith(/maintenance-windows:\s+- start: "?23:00"?\s+duration: 1h/);

    await panel("Quiet hours").getByRole("switch", { name: "Also while the screen is locked" }).click();
    await save("Quiet hours");
    await settings.fileWith(/quiet-hours:\s+while-screen-locked: true/);

    await panel("Connectivity").getByRole("textbox").first().click();
    await page.keyboard.type("127.0.0.1:53");
    await page.keyboard.press("Tab");
    await save("Connectivity");
    await settings.fileWith(/connectivity:[\s\S]*127\.0\.0\.1:53/);

    await panel("History").getByRole("textbox").first().click();
    await page.keyboard.type("90");
    await page.keyboard.press("Tab");
    await save("History");
    expect(await settings.fileWith(/storage:[\s\S]*90/)).toContain("# Kept by the platform team.");
  });
});

describe("the keyboard alone", () => {
  it("reaches every part of the settings, and something to do in each; none has a barrier", async () => {
    const { page } = app;
    await settings.show("#/settings/general");
    for (const [name, control] of [
      ["General", /^button: /],
      ["Monitors", /Search monitors/],
      ["Alert channels", /Search channels/],
      ["Maintenance and rules", /^button: Add/],
      ["Secrets", /^button: /],
      ["Import and backups", /^button: Gatus file/],
      ["YAML", /^textbox: /],
    ] as const) {
      await page.getByRole("link", { name: "Settings", exact: true }).first().focus();
      await tabTo(page, new RegExp(`^a: ${name}$|^link: ${name}$`));
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name, exact: true }).and(page.locator("[aria-current]")).waitFor();
      await tabTo(page, control, 120);
      expect(await findBarriers(page)).toEqual([]);
    }
  });
});
