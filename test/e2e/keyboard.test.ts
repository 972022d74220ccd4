// Every page by keyboard alone, in the real app: from the dashboard to an endpoint, its graph and results, and around the house.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { collectComplaints, focused, tabTo } from "./harness/window.ts";

let front: Site;
let back: Site;
let app: RunningApp;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  [front, back] = await Promise.all([startSite(), startSite("sorry", 503)]);
  const endpoint = (name: string, url: string): string => `
  - name: ${name}
    group: core
    url: "${url}/"
    interval: 1s
    alerts: []
    conditions: ["[STATUS] == 200"]`;
  app = await launchApp({ config: `endpoints:${endpoint("front-end", front.url)}${endpoint("back-end", back.url)}\n` });
  page = app.page;
  complaints = collectComplaints(page);
  await page.getByRole("link", { name: /back-end, failing/ }).waitFor();
});

afterAll(async () => {
  await app.close();
  await Promise.all([front.stop(), back.stop()]);
});

const heading = async (name: RegExp): Promise<void> => await page.getByRole("heading", { level: 1, name }).waitFor({ state: "attached" });

/** For what may have the focus already. */
async function tabToOrStay(name: RegExp): Promise<void> {
  if (!name.test(await focused(page))) await tabTo(page, name);
}

/** Goes once around a page; returns what had the focus and showed nothing of it. */
async function findInvisibleFocus(): Promise<readonly string[]> {
  const unseen: string[] = [];
  const seen = new Set<string>();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const name = `${String(step)} ${await focused(page)}`;
    const isVisible = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return true;
      // A caret shows where one writes; the parts of the system's date field draw rings of their own.
      if (element.matches("[contenteditable='true'], input[type='date']")) return true;
      // The ring may be drawn by what holds the element: a card around its link, a field around its input.
      for (let holder: Element | null = element, level = 0; holder !== null && level < 3; holder = holder.parentElement, level += 1) {
        const { outlineStyle, outlineWidth } = getComputedStyle(holder);
        if (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1.5) return true;
      }
      return false;
    });
    if (!isVisible) unseen.push(name);
    const element = name.slice(name.indexOf(" "));
    if (seen.has(element) && step > 30) break;
    seen.add(element);
  }
  return unseen;
}

describe("the keyboard alone", () => {
  it("searches with / and opens what it finds", async () => {
    await page.keyboard.press("/");
    expect(await focused(page)).toContain("Search endpoints");
    await page.keyboard.type("back");
    await page.getByRole("link", { name: /front-end/ }).waitFor({ state: "detached" });
    await tabTo(page, /back-end, failing/);
    await page.keyboard.press("Enter");
    await heading(/back-end/);
  });

  it("reads, zooms, moves and resets the graph", async () => {
    const graph = page.getByRole("img", { name: /Response time of back-end/ });
    await graph.waitFor();
    await tabTo(page, /Response time of back-end/);
    const shown = async (): Promise<string> => (await graph.getAttribute("aria-label")) ?? "";
    const whole = await shown();
    await page.keyboard.press("ArrowLeft");
    await page
      .getByText(/all \d+ failed|\d+ of \d+ failed/)
      .first()
      .waitFor();
    await page.keyboard.press("+");
    await page.getByRole("button", { name: "Back to 24 h" }).waitFor();
    const zoomed = await eventually("a shorter range", async () => ((await shown()) === whole ? null : await shown()));
    expect(await focused(page)).toContain("Response time of back-end");
    await page.keyboard.press("Shift+ArrowLeft");
    await eventually("an earlier range", async () => ((await shown()) === zoomed ? null : true));
    await page.keyboard.press("0");
    await page.getByRole("button", { name: "Back to 24 h" }).waitFor({ state: "detached" });
  });

  it("lays another endpoint over the graph, compares, reads it as a table, and takes all back", async () => {
    await page.keyboard.press("Control+Home");
    await tabTo(page, /Compare with the period before/);
    await page.keyboard.press("Enter");
    await page.getByText("p50 before", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await tabTo(page, /Lay another endpoint over/, 3);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("front");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Remove front-end" }).waitFor();
    await tabToOrStay(/Remove front-end/);
    await page.keyboard.press("Enter");
    await tabTo(page, /Show as table/, 3);
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "Response time" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: /Response time of back-end/ }).waitFor();
  });

  it("writes a note onto the timeline", async () => {
    await tabTo(page, /Add a note/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    expect(await focused(page)).toMatch(/textarea|input/);
    await page.keyboard.type("rolled back");
    await tabTo(page, /^button: Add/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText("rolled back").first().waitFor();
  });

  it("opens a result to the value of each condition", async () => {
    await tabTo(page, /Details of the check at/);
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "Latest results" }).getByText("[STATUS] (503) == 200").last().waitFor();
    await page.keyboard.press("Enter");
  });

  it("checks now with C, pauses from the menu and resumes", async () => {
    const before = back.received.length;
    await page.keyboard.press("c");
    await eventually("a check", () => (back.received.length > before ? true : null));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Control+Home");
    await tabTo(page, /^button: Pause$/);
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "For an hour" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await tabTo(page, /^button: Resume$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  });

  it("goes back with Escape, to every page with g, and the search is still there", async () => {
    await page.keyboard.press("Escape");
    await heading(/Dashboard/);
    expect(await page.getByRole("searchbox").inputValue()).toBe("back");
    for (const [key, name] of [
      ["i", /Incidents/],
      ["r", /Reports/],
      ["s", /Settings/],
      ["d", /Dashboard/],
    ] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(key);
      await heading(name);
    }
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    await page.keyboard.press("Escape");
  });

  it("opens an incident to its details", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await heading(/Incidents/);
    await tabTo(page, /Details of the incident of back-end/);
    await page.keyboard.press("Enter");
    await page.getByText("Nobody was told.").waitFor();
  });

  it("finds commands and endpoints in the palette, and gives the focus back", async () => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("pause everything");
    await page.keyboard.press("Enter");
    await page
      .getByRole("complementary", { name: "Notices" })
      .getByText(/suspended: paused/)
      .waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("resume everything");
    await page.keyboard.press("Enter");
    await page.getByText(/suspended: paused/).waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("front-e");
    await page.keyboard.press("Enter");
    await heading(/front-end/);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await heading(/Dashboard/);
  });

  it("moves between cards with the arrow keys", async () => {
    await tabTo(page, /front-end, healthy/);
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toContain("back-end");
    await page.keyboard.press("ArrowLeft");
    expect(await focused(page)).toContain("front-end");
  });

  it("filters and sorts from a panel that Escape closes", async () => {
    await page.keyboard.press("/");
    await tabTo(page, /Filter and sort/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Filter and sort" }).waitFor();
    expect(await focused(page)).toMatch(/select/);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toContain("Filter and sort");
  });

  it("reaches what a report is about, and its export", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await heading(/Reports/);
    await tabTo(page, /^select: /);
    await tabTo(page, /Export CSV/);
    expect(await focused(page)).toContain("Export CSV");
  });

  it.each([
    "#/",
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
  ])("shows where it is on %s", async (hash) => {
    await page.evaluate((target) => {
      window.location.hash = target;
    }, hash);
    await page.locator("h1").first().waitFor({ state: "attached" });
    expect(await findInvisibleFocus()).toEqual([]);
  });

  it("moves nothing for those who asked for that", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { transitionProperty, transitionDuration, animationName } = getComputedStyle(element);
        const moves = animationName !== "none" || (transitionProperty !== "none" && Number.parseFloat(transitionDuration) > 0);
        return moves ? element.outerHTML.slice(0, 80) : [];
      }),
    );
    expect(moving).toEqual([]);
    await page.emulateMedia({ reducedMotion: null });
  });

  it("made nobody complain", () => {
    expect(complaints).toEqual([]);
  });
});
