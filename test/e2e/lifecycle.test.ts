// How the app lives and ends: one instance, the tray, links, crashes, damaged files, kill -9, restarts.

import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command, connectToPage } from "../bench/package/page.mjs";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { startDesktop } from "./harness/desktop.ts";
import type { Desktop } from "./harness/desktop.ts";
import { eventually } from "./harness/eventually.ts";
import { recordNotifications } from "./harness/notification-recorder.ts";
import type { NotificationRecorder } from "./harness/notification-recorder.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";
import { ask, followProcess, startPlain } from "./harness/starts.ts";
import type { PlainStart } from "./harness/starts.ts";
import { readTray } from "./harness/tray-reader.ts";
import type { TrayReader } from "./harness/tray-reader.ts";

let desktop: Desktop;
let notifications: NotificationRecorder;
let tray: TrayReader;
let site: Site;
let folder: string;
let running: Array<() => Promise<void>> = [];

const KEY = "core_front-end";
const config = (interval = "300ms"): string => `
endpoints:
  - name: front-end
    group: core
    url: "${site.url}/"
    interval: ${interval}
    conditions: ["[STATUS] == 200"]
`;

/** A driven app on this test's folder; killed at the end if it still runs. */
async function launch(yaml: string, ...args: readonly string[]): Promise<RunningApp> {
  const app = await launchApp({ config: yaml, folder, args });
  const child = app.electron.process();
  running.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  return app;
}

/** An app without a driver on this test's folder; killed at the end if it still runs. */
function start(...args: readonly string[]): PlainStart {
  const started = startPlain(folder, join(folder, "config.yaml"), args);
  running.push(started.kill);
  return started;
}

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  await eventually(what, async () => ((await holds()) ? true : null));
};

const trayGone = async (): Promise<void> => await until("the tray item to go", async () => (await tray.items()).length === 0);

const windowCount = async (app: RunningApp, visibleOnly: boolean): Promise<number> =>
  await app.electron.evaluate(
    ({ BrowserWindow }, visible) =>
      // The small window at the tray is made ahead and stays hidden.
      BrowserWindow.getAllWindows().filter(
        (window) => !window.webContents.getURL().endsWith("/glance.html") && (!visible || window.isVisible()),
      ).length,
    visibleOnly,
  );

const closeWindow = async (app: RunningApp): Promise<void> =>
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().includes("/index.html"))
      ?.close(),
  );

const storedTimes = async (app: RunningApp): Promise<readonly number[]> =>
  (await ask(app, "endpoint:get-results", { key: KEY, limit: 500 })).results.map(({ timestampMs }) => timestampMs);

beforeAll(async () => {
  site = await startSite();
  notifications = await recordNotifications();
  desktop = await startDesktop();
  tray = readTray();
});

afterAll(async () => {
  tray.close();
  await desktop.close();
  await notifications.close();
  await site.stop();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentray-life-"));
});

afterEach(async () => {
  for (const end of running.reverse()) await end();
  running = [];
  await trayGone();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

describe("starting", () => {
  it("paints and checks soon after the start, and says how soon", async () => {
    const before = site.received.length;
    let firstCheckMs = 0;
    const spawnedAtMs = Date.now();
    const watch = setInterval(() => {
      if (firstCheckMs === 0 && site.received.length > before) firstCheckMs = Date.now() - spawnedAtMs;
    }, 5);
    const app = await launch(config());
    const paintMs = await app.page.evaluate(async () => {
      const first = performance.getEntriesByName("first-paint")[0];
      const entry =
        first ??
        (await new Promise<PerformanceEntry>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries()[0] as PerformanceEntry)).observe({ type: "paint", buffered: true });
        }));
      return performance.timeOrigin + entry.startTime;
    });
    await until("the first check", () => firstCheckMs > 0);
    clearInterval(watch);
    process.stdout.write(
      `start-up, driven: first paint after ${(paintMs - spawnedAtMs).toFixed(0)} ms, first check received after ${String(firstCheckMs)} ms\n`,
    );
    expect(firstCheckMs).toBeGreaterThan(0);
  });

  it("stays in the tray with --hidden; a second start shows the window and ends", async () => {
    await writeFile(join(folder, "config.yaml"), config());
    const first = start("--hidden", "--remote-debugging-port=0");
    await until("the tray's word", async () => (await tray.tooltip()).includes("all 1 healthy"));
    const port = await eventually(
      "the debugging port",
      () => /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(first.output())?.[1] ?? null,
    );
    const pages = async (): Promise<number> => {
      const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as ReadonlyArray<{ readonly type: string }>;
      return targets.filter(({ type }) => type === "page").length;
    };
    expect(await pages()).toBe(0);
    expect(await start().ended()).toBe(0);
    await until("the window", async () => (await pages()) === 1);
    expect(first.child.exitCode).toBeNull();
    expect(await tray.items()).toHaveLength(1);
  });

  it("makes the small window ahead, which rests until it is shown", async () => {
    await writeFile(join(folder, "config.yaml"), config());
    // Without a driver, for whom every page counts as seen.
    const app = start("--hidden", "--remote-debugging-port=0");
    const page = await connectToPage(app.output);
    const isHidden = async (): Promise<boolean> => {
      const expression = "location.pathname + ' ' + document.hidden";
      const { result } = (await command(page, "Runtime.evaluate", { expression })) as { readonly result: { readonly value: string } };
      expect(result.value).toMatch(/^\/glance\.html /);
      return result.value.endsWith("true");
    };
    await until("the page at rest", isHidden);
    await tray.click("At a glance");
    await until("the page drawn", async () => !(await isHidden()));
    page.close();
  });

  it("goes to the endpoint that a sentray:// link names", async () => {
    const app = await launch(config());
    await app.page
      .getByRole("link", { name: /front-end/ })
      .first()
      .waitFor();
    expect(await start(`sentray://endpoint/${KEY}`).ended()).toBe(0);
    await app.page.getByRole("heading", { name: "front-end" }).waitFor();
  });

  it("goes to the endpoint that the link names which it was started with", async () => {
    const app = await launch(config(), `sentray://endpoint/${KEY}`);
    await app.page.getByRole("heading", { name: "front-end" }).waitFor();
  });

  it("passes over links that are none of its own", async () => {
    const app = await launch(config());
    await app.page
      .getByRole("link", { name: /front-end/ })
      .first()
      .waitFor();
    for (const link of ["sentray://endpoint/", "sentray://evil/x", "sentray:///../../etc/passwd", "sentray://settings/%00"]) {
      expect(await start(link).ended(), link).toBe(0);
    }
    expect(await app.page.evaluate(() => location.protocol)).toBe("app:");
  });

  it("shows the errors of a first configuration in window and tray, and watches once it is mended", async () => {
    const app = await launch("endpoints:\n  - name: broken\n    url: 7\n    conditions: ['[STATUS] ==']\n");
    await app.page.getByText(/configuration has \d+ errors?/).waitFor();
    await until("the tray's word", async () => (await tray.tooltip()).includes("the configuration has errors"));
    await app.writeConfig(config());
    await until("the tray's calm", async () => (await tray.tooltip()).includes("all 1 healthy"));
    await app.page
      .getByRole("link", { name: /front-end/ })
      .first()
      .waitFor();
  });
});

describe("closing and quitting", () => {
  it("closing keeps it in the tray, which is explained once", async () => {
    const app = await launch(config());
    await until("the tray and the window", async () => (await tray.items()).length === 1 && (await windowCount(app, true)) === 1);
    const explanations = (): number => notifications.shown.filter(({ title }) => title === "Sentray keeps watching").length;
    const before = explanations();
    await closeWindow(app);
    await until("the explanation", () => explanations() === before + 1);
    expect(await windowCount(app, true)).toBe(0);
    const checks = site.received.length;
    await until("checks behind the closed window", () => site.received.length > checks + 1);
    await tray.click("Open Sentray");
    await until("the window again", async () => (await windowCount(app, true)) === 1);
    await closeWindow(app);
    await until("the window to hide", async () => (await windowCount(app, true)) === 0);
    expect(explanations()).toBe(before + 1);
  });

  it("quitting from the tray ends it with code 0, everything stored and nothing said; the next start shows the bars", async () => {
    const app = await launch(config());
    await until("some results", async () => (await storedTimes(app)).length >= 4);
    const times = await storedTimes(app);
    const process = followProcess(app.electron.process());
    // It may be gone before it has answered the click.
    await tray.click("Quit Sentray").catch(() => undefined);
    expect(await process.ended(8_000)).toBe(0);
    expect(app.output()).not.toMatch(/write after end|UnhandledPromiseRejection|Error:/);
    const again = await launch(config("1h"));
    const kept = new Set(await storedTimes(again));
    expect(times.filter((time) => !kept.has(time))).toEqual([]);
    const { endpoints } = await ask(again, "monitor:get-snapshot");
    expect(endpoints[0]?.barOutcomes).toMatch(/^h{4,}$/);
    expect(endpoints[0]?.barTimestampsMs).toEqual(expect.arrayContaining(times.slice(0, 4)));
  });

  it("ends in order when the session ends", async () => {
    await writeFile(join(folder, "config.yaml"), config());
    const app = start("--hidden");
    await until("the tray's word", async () => (await tray.tooltip()).includes("all 1 healthy"));
    app.child.kill("SIGTERM");
    expect(await app.ended(8_000)).toBe(0);
  });

  it("loses nothing that it had shown when it is killed", async () => {
    const app = await launch(config("100ms"));
    await until("some results", async () => (await storedTimes(app)).length >= 5);
    const shown = await storedTimes(app);
    const newest = Math.max(...shown);
    // Commits are grouped, at most 250 ms late: what is half a second older than the newest has been acknowledged.
    await until("newer results", async () => Math.max(...(await storedTimes(app))) >= newest + 500);
    const process = followProcess(app.electron.process());
    app.electron.process().kill("SIGKILL");
    expect(await process.ended()).toBeNull();
    await trayGone();
    const again = await launch(config("1h"));
    const kept = new Set(await storedTimes(again));
    expect(shown.filter((time) => !kept.has(time))).toEqual([]);
  });
});

describe("trouble", () => {
  it("survives the crash of its page, and shows it again", async () => {
    const app = await launch(config());
    await app.page
      .getByRole("link", { name: /front-end/ })
      .first()
      .waitFor();
    const loads = await app.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes("/index.html"))?.webContents;
      const seen = { finished: 0 };
      contents?.on("did-finish-load", () => (seen.finished += 1));
      Object.assign(globalThis, { seen });
      setTimeout(() => contents?.forcefullyCrashRenderer(), 10);
      return seen.finished;
    });
    expect(loads).toBe(0);
    await until(
      "the page again",
      async () =>
        await app.electron.evaluate(({ BrowserWindow }) => {
          const { seen } = globalThis as unknown as { readonly seen: { readonly finished: number } };
          const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes("/index.html"));
          return seen.finished > 0 && main?.webContents.isCrashed() === false;
        }),
    );
    const text = async (): Promise<string> =>
      await app.electron.evaluate(async ({ BrowserWindow }) => {
        const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().includes("/index.html"));
        return String(await main?.webContents.executeJavaScript("document.body.innerText"));
      });
    await until("the endpoint on the page", async () => (await text()).includes("front-end"));
    const checks = site.received.length;
    await until("further checks", () => site.received.length > checks + 1);
    const log = await readFile(join(folder, "data/logs/sentray.log"), "utf8");
    expect(log).toContain("the window's page died");
  });

  it("moves a damaged history aside, says so, and goes on", async () => {
    await mkdir(join(folder, "data"), { recursive: true });
    const damaged = Buffer.alloc(64 * 1024, "not a database ");
    await writeFile(join(folder, "data/history.sqlite"), damaged);
    const app = await launch(config());
    await until("results in the new history", async () => (await storedTimes(app)).length >= 2);
    const kept = (await readdir(join(folder, "data"))).find((name) => name.startsWith("history.sqlite.damaged-"));
    expect(kept).toBeDefined();
    expect(await readFile(join(folder, "data", kept ?? ""))).toEqual(damaged);
    expect(await readFile(join(folder, "data/logs/sentray.log"), "utf8")).toContain("the history was damaged");
  });
});

describe("the tray's menu", () => {
  it("pauses for half an hour and resumes", async () => {
    await launch(config());
    await until("the tray's calm", async () => (await tray.tooltip()).includes("all 1 healthy"));
    await tray.click("For 30 minutes");
    await until("the pause", async () => (await tray.tooltip()).includes("paused until"));
    const checks = site.received.length;
    await wait(1_000);
    // One may have been under way.
    expect(site.received.length).toBeLessThanOrEqual(checks + 1);
    await tray.click("Resume");
    await until("the tray's calm again", async () => (await tray.tooltip()).includes("all 1 healthy"));
    const resumed = site.received.length;
    await until("further checks", () => site.received.length > resumed + 1);
  });
});
