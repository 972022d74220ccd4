// Preferences in the real app, each effective at once; where the configuration is; and the way from the first start to a first monitor.

import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import type { ElectronApplication, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { electronArguments, electronPath } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";

let site: Site;
let folder: string;
let electron: ElectronApplication;
let page: Page;

/** Starts the app as its user does: without naming a configuration. */
async function launch(): Promise<void> {
  const args = electronArguments(folder, "").filter((word, index, all) => word !== "--config" && all[index - 1] !== "--config");
  const environment = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));
  electron = await _electron.launch({
    executablePath: electronPath(),
    args: [...args],
    env: { ...environment, LANG: "en_US.UTF-8", LANGUAGE: "en", TZ: "UTC", XDG_CONFIG_HOME: join(folder, "xdg") },
    timeout: 30_000,
  });
  page = await electron.firstWindow();
}

async function show(hash: string): Promise<void> {
  await page.evaluate((next) => {
    window.location.hash = next;
  }, hash);
}

const configFile = (): string => join(folder, "data", "config.yaml");
const stored = async (): Promise<Readonly<Record<string, unknown>>> => {
  const text = await readFile(join(folder, "data", "preferences.json"), "utf8");
  return (JSON.parse(text) as { readonly preferences: Readonly<Record<string, unknown>> }).preferences;
};
const storedWith = async (name: string, value: unknown): Promise<void> => {
  await eventually(`${name} stored`, async () => ((await stored())[name] === value ? true : null));
};

beforeAll(async () => {
  site = await startSite('{"status": "UP"}');
  folder = await mkdtemp(join(tmpdir(), "sentray-preferences-"));
  await launch();
});

afterAll(async () => {
  await electron.close();
  await site.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("a first start", () => {
  it("asks what to watch, and watches it well within a minute", async () => {
    const startedMs = Date.now();
    await page.getByRole("textbox", { name: "What do you want to watch?" }).click();
    await page.keyboard.type(`${site.url}/health`);
    await page.getByRole("article").getByText("200 OK").waitFor();
    await page.keyboard.press("Control+Enter");
    await page
      .getByRole("link", { name: /^127\.0\.0\.1.*, healthy/ })
      .first()
      .waitFor();
    expect(Date.now() - startedMs).toBeLessThan(60_000);
    expect(await readFile(configFile(), "utf8")).toContain("[BODY].status == UP");
  });
});

describe("a preference", () => {
  it("of the theme counts at once", async () => {
    await show("#/settings/general");
    const background = async (): Promise<string> => await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const choose = async (name: string): Promise<void> =>
      await page
        .getByRole("group", { name: "Theme" })
        .or(page.getByRole("radiogroup", { name: "Theme" }))
        .getByText(name, { exact: true })
        .click();
    await choose("Light");
    await storedWith("theme", "light");
    const light = await eventually("the light theme", async () =>
      (await electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)) === "light" ? await background() : null,
    );
    await choose("Dark");
    await eventually("the dark theme", async () => ((await background()) === light ? null : true));
    await storedWith("theme", "dark");
    await choose("As the system");
  });

  it("of the language counts at once, in the window and in the tray's menu", async () => {
    const choose = async (name: string): Promise<void> => await page.getByText(name, { exact: true }).first().click();
    await choose("繁體中文");
    await page.getByRole("heading", { name: "設定", exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-TW");
    await choose("English");
    await page.getByRole("heading", { name: "Settings", exact: true }).waitFor();
  });

  it.each([
    ["Show notifications", "nativeNotifications", true],
    ["Play a sound with notifications", "notificationSound", false],
    ["Keep watching in the tray when the window is closed", "closeToTray", true],
  ] as const)("%s is switched by the keyboard", async (label, name, before) => {
    await show("#/settings/general");
    await page.getByRole("switch", { name: label }).focus();
    await page.keyboard.press("Space");
    await storedWith(name, !before);
    await page.keyboard.press("Space");
    await storedWith(name, before);
  });

  it("says what a Sentray from its sources cannot do: start at login, update itself", async () => {
    await page.getByText(/Only an installed Sentray can start at login/).waitFor();
    await page.getByText(/started from its sources is updated with them/).waitFor();
  });

  it("of starting at login is the system's own state", async () => {
    // As if it were installed: nothing else differs.
    await electron.evaluate(({ app }) => Object.defineProperty(app, "isPackaged", { configurable: true, get: () => true }));
    await page.reload();
    await show("#/settings/general");
    const login = page.getByRole("switch", { name: "Start when I log in" });
    await login.click();
    const entry = join(folder, "xdg", "autostart", "sentray.desktop");
    await eventually("the autostart entry", async () => ((await stat(entry).catch(() => null)) === null ? null : true));
    expect(await readFile(entry, "utf8")).toContain("--hidden");
    // Switched off in the desktop's own settings.
    await writeFile(entry, (await readFile(entry, "utf8")).replace("enabled=true", "enabled=false"));
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await eventually("the system's word", async () => ((await login.getAttribute("aria-checked")) === "false" ? true : null));
    await login.click();
    await eventually("the entry switched on", async () => ((await readFile(entry, "utf8")).includes("enabled=true") ? true : null));
    await login.click();
    await eventually("no entry", async () => ((await stat(entry).catch(() => null)) === null ? true : null));
    await electron.evaluate(({ app }) => Object.defineProperty(app, "isPackaged", { configurable: true, get: () => false }));
    await page.reload();
  });
});

describe("the configuration", () => {
  it("is shown in its folder, chosen elsewhere, and read from there after a restart", async () => {
    await show("#/settings/general");
    const panel = page.getByRole("region", { name: "Where the configuration is" });
    await panel.getByText("the usual place").waitFor();
    await electron.evaluate(({ shell }) => {
      Object.assign(shell, { showItemInFolder: (path: string) => Object.assign(globalThis, { shownPath: path }) });
    });
    await panel.getByRole("button", { name: "Show in folder" }).click();
    await eventually("the folder", async () =>
      (await electron.evaluate(() => Reflect.get(globalThis, "shownPath") as string)) === configFile() ? true : null,
    );

    const elsewhere = join(folder, "elsewhere.yaml");
    await writeFile(elsewhere, `endpoints:\n  - name: moved\n    url: "${site.url}/"\n    conditions: ["[STATUS] == 200"]\n`);
    await electron.evaluate(({ dialog, app }, path) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [path] }) });
      // The test starts it again itself: a relaunched process would be beyond its reach.
      Object.assign(app, { relaunch: () => Object.assign(globalThis, { isRelaunched: true }) });
    }, elsewhere);
    await panel.getByRole("button", { name: "Choose a file…" }).click();
    await panel.getByText(elsewhere).waitFor();
    await panel.getByText(/read after a restart/).waitFor();
    const ended = new Promise<void>((resolve) => electron.process().once("exit", () => resolve()));
    await panel.getByRole("button", { name: "Restart now" }).click();
    await ended;
    await launch();
    await page
      .getByRole("link", { name: /^moved,/ })
      .first()
      .waitFor();
    await show("#/settings/general");
    await page.getByRole("button", { name: "Back to the usual place" }).click();
    await page.getByText("the usual place").waitFor();
  });
});
