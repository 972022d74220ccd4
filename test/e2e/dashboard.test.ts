// The window in the real app: live updates without flicker, hostile names, languages and themes, exports, the glance window.

import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startDesktop } from "./harness/desktop.ts";
import type { Desktop } from "./harness/desktop.ts";
import { eventually } from "./harness/eventually.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { readTray } from "./harness/tray-reader.ts";
import type { TrayReader } from "./harness/tray-reader.ts";
import { answerSaveDialogs, collectComplaints, setPreferences } from "./harness/window.ts";

const MARKUP = "<img src=x onerror=document.title=1><script>document.title=2</script>";
const RIGHT_TO_LEFT = "שלום עולם";
const LONG = "endless-".repeat(1_250);

let site: Site;
let other: Site;
let desktop: Desktop;
let tray: TrayReader;
let app: RunningApp;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  [site, other, desktop] = await Promise.all([startSite(), startSite(), startDesktop()]);
  const endpoint = (name: string, url: string, interval: string): string => `
  - name: ${JSON.stringify(name)}
    group: core
    url: "${url}/"
    interval: ${interval}
    headers: { X-Team: "window" }
    alerts: []
    conditions: ["[STATUS] == 200"]`;
  const hostile = [MARKUP, RIGHT_TO_LEFT, LONG].map((name) => endpoint(name, site.url, "1h"));
  app = await launchApp({
    config: `endpoints:${endpoint("steady", site.url, "1h")}${endpoint("lively", other.url, "1s")}${hostile.join("")}\n`,
  });
  tray = readTray();
  page = app.page;
  complaints = collectComplaints(page);
  await page.getByRole("link", { name: /lively, healthy/ }).waitFor();
  await page.getByRole("link", { name: /steady, healthy/ }).waitFor();
});

afterAll(async () => {
  tray.close();
  await app.close();
  await Promise.all([site.stop(), other.stop()]);
  await desktop.close();
});

async function open(hash: string): Promise<void> {
  await page.evaluate((target) => {
    window.location.hash = target;
  }, hash);
}

describe("live updates", () => {
  it("redraw the card that changed and leave the others' elements alone", async () => {
    await page.evaluate(() => {
      const touched: string[] = [];
      for (const card of document.querySelectorAll("article")) {
        const key = card.querySelector("a")?.dataset["key"] ?? "";
        // The figures below the bars count down every second; everything else of a card waits for a check.
        const isFigure = (node: Node): boolean => (node instanceof Element ? node : node.parentElement)?.closest("dl") instanceof Element;
        new MutationObserver((records) => {
          if (records.some(({ target }) => !isFigure(target))) touched.push(key);
        }).observe(card, { subtree: true, childList: true, attributes: true, characterData: true });
        Reflect.set(card, "isOriginal", true);
      }
      Reflect.set(window, "touchedCards", touched);
    });
    other.answer = { status: 500, body: "" };
    await page.getByRole("link", { name: /lively, failing/ }).waitFor();
    const { touched, kept } = await page.evaluate(() => ({
      touched: [...new Set(Reflect.get(window, "touchedCards") as string[])],
      kept: [...document.querySelectorAll("article")].every((card) => Reflect.get(card, "isOriginal") === true),
    }));
    expect(kept).toBe(true);
    expect(touched).toContain("core_lively");
    expect(touched).not.toContain("core_steady");
    other.answer = { status: 200, body: "" };
    await page.getByRole("link", { name: /lively, healthy/ }).waitFor();
  });

  it("count in the filter chips", async () => {
    await page.getByRole("button", { name: /5 healthy/ }).waitFor();
  });
});

describe("hostile names", () => {
  it("are shown as text, cut to a length, in their own direction", async () => {
    const links = page.getByRole("article").getByRole("link");
    const texts = await links.allTextContents();
    expect(texts).toContain(MARKUP);
    expect(texts).toContain(RIGHT_TO_LEFT);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(400);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.title()).toMatch(/Dashboard/);
  });

  it.each([
    ["markup", MARKUP],
    ["right-to-left text", RIGHT_TO_LEFT],
    ["ten thousand letters", LONG],
  ])("of %s have a page", async (_name, text) => {
    await open("#/");
    await page
      .getByRole("link")
      .filter({ hasText: text.slice(0, 100) })
      .first()
      .press("Enter");
    await page
      .getByRole("heading", { level: 1 })
      .filter({ hasText: text.slice(0, 100) })
      .waitFor();
    const overflow = await page.evaluate(() => {
      const main = document.querySelector("main");
      return main === null ? -1 : main.scrollWidth - main.clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe("language and theme", () => {
  it("change at once, without a restart", async () => {
    await open("#/");
    await page.evaluate(() => Reflect.set(window, "isSamePage", true));
    await setPreferences(page, { language: "zh-TW" });
    await page.getByRole("link", { name: "總覽" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-TW");
    await eventually("a tray in the language", async () => ((await tray.menu()).some(({ label }) => label === "一覽") ? true : null));
    await setPreferences(page, { language: "en", theme: "dark" });
    await page.getByRole("link", { name: "Dashboard" }).waitFor();
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await setPreferences(page, { theme: "light" });
    await eventually("a light page", async () => ((await background()) === dark ? null : true));
    expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
  });
});

describe("taking things along", () => {
  it("saves a graph as CSV, JSON and PNG, and the results as CSV", async () => {
    const pathOf = await answerSaveDialogs(app);
    await open("#/endpoint/core_lively");
    await page.getByRole("img", { name: /Response time of lively/ }).waitFor();
    await page.getByRole("radio", { name: "1 h" }).click();
    const choose = async (item: string): Promise<void> => {
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    await choose("Series as CSV");
    await page.getByText("Saved core-lively.csv.").waitFor();
    const [header, ...rows] = (await readFile(pathOf("core-lively.csv"), "utf8")).trim().split(/\r?\n/u);
    expect(header).toMatch(/p50/u);
    expect(rows.length).toBeGreaterThan(0);
    await choose("Series as JSON");
    const json = await eventually("the JSON file", async () => JSON.parse(await readFile(pathOf("core-lively.json"), "utf8")) as unknown);
    expect(json).toMatchObject({ name: "lively", group: "core", key: "core_lively" });
    await choose("Graph as PNG");
    const png = await eventually("the picture", async () => await readFile(pathOf("core-lively.png")));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    await page.getByRole("button", { name: "Results as CSV" }).click();
    const results = await eventually("the results", async () => await readFile(pathOf("core-lively-results.csv"), "utf8"));
    expect(results).toContain("lively");
  });

  it("copies a check as curl to the clipboard", async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Copy as curl" }).click();
    const copied = await eventually("the command", async () => {
      const text = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
      return text.startsWith("curl") ? text : null;
    });
    expect(copied).toContain(other.url);
    expect(copied).toContain("X-Team: window");
  });

  it("saves a report as PDF and CSV", async () => {
    const pathOf = await answerSaveDialogs(app);
    await open("#/reports");
    await page
      .getByRole("rowheader", { name: "lively" })
      .or(page.getByRole("cell", { name: "lively" }))
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Save PDF" }).click();
    const saved = page.getByText(/Saved sentray-report-.*\.pdf/);
    await saved.waitFor();
    const name = /sentray-report-\S+\.pdf/u.exec((await saved.textContent()) ?? "")?.[0] ?? "";
    const pdf = await readFile(pathOf(name));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const csv = await eventually("the CSV file", async () => await readFile(pathOf(name.replace(".pdf", ".csv")), "utf8"));
    expect(csv).toContain(",core_lively,");
    expect(csv.trim().split("\n")).toHaveLength(6);
  });
});

describe("the glance window", () => {
  it("shows on demand what there is, opens the window, and hides on Escape", async () => {
    other.answer = { status: 500, body: "" };
    await open("#/");
    await page.getByRole("link", { name: /lively, failing/ }).waitFor();
    // It is made ahead, a few seconds after the start.
    const glance = await eventually(
      "the small window",
      () => app.electron.windows().find((window) => window.url().endsWith("/glance.html")) ?? null,
    );
    await tray.click("At a glance");
    const troubles = collectComplaints(glance);
    await glance
      .getByRole("button", { name: /lively/ })
      .first()
      .waitFor();
    await glance.getByText("1 failing").waitFor();
    const isVisible = async (): Promise<boolean> =>
      await app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((window) => window.webContents.getURL().endsWith("/glance.html") && window.isVisible()),
      );
    await eventually("the window on the screen", async () => ((await isVisible()) ? true : null));
    const buttonsBelow = async (): Promise<number> => {
      const bottom = await glance
        .getByRole("button", { name: "Open", exact: true })
        .evaluate((button) => button.getBoundingClientRect().bottom);
      return bottom - (await glance.evaluate(() => globalThis.innerHeight));
    };
    await eventually("a window as high as what it shows", async () => ((await buttonsBelow()) <= 0 ? true : null));
    await glance.keyboard.press("Escape");
    await eventually("the window gone", async () => ((await isVisible()) ? null : true));
    await tray.click("At a glance");
    await eventually("the window again", async () => ((await isVisible()) ? true : null));
    await glance
      .getByRole("button", { name: /lively/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: /lively/ }).waitFor();
    expect(troubles).toEqual([]);
  });
});

it("nothing of all this made the page complain", () => {
  expect(complaints).toEqual([]);
});
