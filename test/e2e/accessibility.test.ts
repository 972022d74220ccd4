// Axe on every page of the real app, light and dark, in both languages, and at twice the size.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { findBarriers, setPreferences } from "./harness/window.ts";

let site: Site;
let app: RunningApp;
let page: Page;

const PAGES = [
  "#/",
  "#/endpoint/core_front-end",
  "#/endpoint/core_back-end",
  "#/incidents",
  "#/reports",
  "#/settings",
  "#/settings/monitors",
  "#/settings/channels",
  "#/settings/rules",
  "#/settings/secrets",
  "#/settings/transfer",
  "#/settings/yaml",
];

beforeAll(async () => {
  site = await startSite();
  const endpoint = (name: string, condition: string, more = ""): string => `
  - name: ${name}
    group: core
    tags: [shop, public]
    url: "${site.url}/"
    interval: 1s
    alerts: []
    conditions: ["${condition}"]${more}`;
  app = await launchApp({
    config: `endpoints:${endpoint("front-end", "[STATUS] == 200")}${endpoint("back-end", "[STATUS] == 503")}${endpoint(
      "slow",
      "[STATUS] == 200",
      '\n    degraded-conditions: ["[RESPONSE_TIME] < 0"]',
    )}\n`,
  });
  page = app.page;
  await page.getByRole("link", { name: /back-end, failing/ }).waitFor();
});

afterAll(async () => {
  await app.close();
  await site.stop();
});

async function open(hash: string): Promise<void> {
  await page.evaluate((target) => {
    window.location.hash = target;
  }, hash);
  await page.locator("h1").first().waitFor({ state: "attached" });
  // Colours fade in; axe must not see them half way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
}

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  beforeAll(async () => await setPreferences(page, { theme }));

  it.each(PAGES)("%s has no barrier", async (hash) => {
    await open(hash);
    if (hash.startsWith("#/endpoint")) await page.getByRole("img", { name: /Response time/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it("the list, the palette and the shortcuts have none", async () => {
    await open("#/");
    await setPreferences(page, { compactDashboard: true });
    expect(await findBarriers(page)).toEqual([]);
    await setPreferences(page, { compactDashboard: false });
    for (const key of ["Control+k", "?"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });
});

describe("in 繁體中文", () => {
  beforeAll(async () => await setPreferences(page, { language: "zh-TW" }));
  afterAll(async () => await setPreferences(page, { language: "en" }));

  it.each(PAGES)("%s has no barrier", async (hash) => {
    await open(hash);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-TW");
    expect(await findBarriers(page)).toEqual([]);
  });
});

describe("at twice the size", () => {
  beforeAll(async () => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(2);
    });
  });

  it.each(PAGES)("%s needs no scrolling sideways", async (hash) => {
    await open(hash);
    const overflow = await page.evaluate(() => {
      const main = document.querySelector("main");
      return main === null ? -1 : main.scrollWidth - main.clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
