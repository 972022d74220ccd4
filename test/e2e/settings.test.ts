// The settings in the real app: what is clicked and typed becomes YAML, and everything else in the file stays as it was written.

import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";

let api: Site;
let added: Site;
let hook: Site;
let app: RunningApp;

const config = (): string => `# Kept by the platform team.
alerting:
  custom: # the chat's webhook
    url: "${hook.url}/alert"
    method: POST
    body: '{"name": "[ENDPOINT_NAME]", "state": "[ALERT_TRIGGERED_OR_RESOLVED]"}'

endpoints:
  # The one that matters.
  - name: api
    group: core
    url: "${api.url}/health"   # load balancer
    interval: 30s
    conditions:
      - "[STATUS] == 200" # always
`;

const text = async (): Promise<string> => await readFile(app.configFile, "utf8");

/** Goes to an address of the window, as a link would. */
async function show(hash: string): Promise<void> {
  await app.page.evaluate((next) => {
    window.location.hash = next;
  }, hash);
}

/** Waits until the file says something, and returns what it says. */
async function fileWith(part: string): Promise<string> {
  return await eventually(`${part} in the file`, async () => {
    const now = await text();
    return now.includes(part) ? now : null;
  });
}

beforeAll(async () => {
  [api, added, hook] = await Promise.all([startSite('{"status": "UP", "queue": {"depth": 17}}'), startSite("hello"), startSite("ok")]);
  app = await launchApp({ config: config() });
  await app.page.getByRole("link", { name: /^api,/ }).first().waitFor();
});

afterAll(async () => {
  await app.close();
  await Promise.all([api.stop(), added.stop(), hook.stop()]);
});

describe("the settings", () => {
  it("add a monitor by its address, with conditions from a first real answer, and keep every comment", async () => {
    await app.page.getByRole("button", { name: "Add monitor" }).first().click();
    await app.page.getByRole("textbox", { name: "What do you want to watch?" }).fill(added.url);
    const card = app.page.getByRole("article");
    await card.getByText("200 OK").waitFor();
    await card.getByRole("textbox", { name: "Name" }).fill("added");
    await app.page.getByRole("button", { name: "Start watching" }).click();
    await app.page
      .getByRole("link", { name: /^added,/ })
      .first()
      .waitFor();
    expect(added.received.length).toBeGreaterThan(0);
    expect(await fileWith("added")).toContain(config().trimEnd());
  });

  it("make a condition of a clicked value, and take that back", async () => {
    await show("#/settings/monitors/core_api");
    const tree = app.page.getByRole("tree", { name: "Body" });
    await tree.getByText('"UP"').click();
    await app.page.getByRole("button", { name: "Save", exact: true }).click();
    const saved = await fileWith("[BODY].status == UP");
    for (const remark of ["# Kept by the platform team.", "# The one that matters.", "# load balancer", "# always"])
      expect(saved).toContain(remark);
    await app.page.getByRole("button", { name: "Undo" }).last().click();
    await eventually("the file as it was", async () => ((await text()).includes("[BODY].status") ? null : true));
  });

  it("delete a monitor, and bring it back as it was written", async () => {
    const before = await text();
    await show("#/settings/monitors");
    await app.page.getByRole("button", { name: "Actions for added" }).click();
    await app.page.getByRole("menuitem", { name: "Delete" }).click();
    await eventually("the shorter file", async () => ((await text()).includes("added") ? null : true));
    await app.page.getByRole("button", { name: "Undo" }).last().click();
    await eventually("the file as it was", async () => ((await text()) === before ? true : null));
  });

  it("send a test through a channel, and show what came back", async () => {
    await show("#/settings/channels/custom");
    await app.page.getByRole("button", { name: "Send a test" }).click();
    await app.page.getByText("Delivered", { exact: true }).waitFor();
    expect(hook.received.some((body) => body.includes("TRIGGERED"))).toBe(true);
  });

  it("underline what is wrong in the text, and list it with its place", async () => {
    await show("#/settings/yaml");
    const editor = app.page.getByRole("textbox", { name: /^Text of/ });
    await editor.getByText("30s", { exact: false }).first().waitFor();
    await editor.click();
    await app.page.keyboard.press("Control+End");
    await app.page.keyboard.insertText("\nconcurrency: many\n");
    await app.page.locator(".cm-lintRange-error").first().waitFor();
    await app.page
      .getByRole("region", { name: /problem/ })
      .getByRole("button")
      .first()
      .waitFor();
    expect(await text()).not.toContain("many");
  });
});
