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

  it("made nobody complain", () => {
    expect(complaints).toEqual([]);
  });
});
