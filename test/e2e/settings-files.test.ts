// The configuration's files in the real app: the text with completion, explanations and problems; changes by others; what was left
// unsaved when the app quit; imports, exports, backups.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchApp } from "./harness/app.ts";
import type { RunningApp } from "./harness/app.ts";
import { eventually } from "./harness/eventually.ts";
import { driveSettings } from "./harness/settings.ts";
import type { SettingsDriver } from "./harness/settings.ts";
import { startSite } from "./harness/site.ts";
import type { Site } from "./harness/site.ts";

let site: Site;
let folder: string;
let app: RunningApp;
let settings: SettingsDriver;

const config = (): string => `# Kept by the platform team.
endpoints:
  - name: api # the first
    url: "${site.url}/health"
    interval: 1h
    conditions:
      - "[STATUS] == 200"

quiet-hours:
  while-screen-locked: true
`;

const launch = async (text: string): Promise<void> => {
  app = await launchApp({ config: text, folder });
  settings = driveSettings(app);
  await app.page.getByRole("heading").first().waitFor({ state: "attached" });
};

beforeAll(async () => {
  site = await startSite('{"status": "UP"}');
  folder = await mkdtemp(join(tmpdir(), "sentray-files-"));
  await launch(config());
});

afterAll(async () => {
  await app.close();
  await site.stop();
  await rm(folder, { recursive: true, force: true });
});

const editor = () => app.page.getByRole("textbox", { name: /^Text of/ });

/** Opens the text, with the caret at its end. */
async function openText(): Promise<void> {
  await settings.show("#/settings/monitors");
  await settings.show("#/settings/yaml");
  await editor().click();
  await app.page.keyboard.press("Control+End");
}

describe("the text", () => {
  it("completes keys where they fit, and explains them", async () => {
    const { page } = app;
    await openText();
    await page.keyboard.type("connect");
    const list = page.getByRole("listbox");
    await list.getByText("connectivity").waitFor();
    await page.locator(".cm-completionInfo").waitFor();
    // Enter so soon after the list appears would be taken for a new line.
    await page.waitForTimeout(200);
    await page.keyboard.press("Enter");
    await eventually("the completed key", async () => ((await editor().innerText()).includes("connectivity: ") ? true : null));
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("while-screen-locked").hover();
    await page.locator(".cm-key-help").getByText("while-screen-locked").waitFor();
  });

  it("shows what a save changes before it is made, and takes it back", async () => {
    const { page } = app;
    await openText();
    await page.keyboard.type("concurrency: 7");
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog", { name: "What changes" });
    await dialog.getByText("concurrency: 7").waitFor();
    expect(await settings.text()).toBe(config());
    await dialog.getByRole("button", { name: "Save" }).click();
    expect(await settings.fileWith("concurrency: 7")).toBe(`${config()}concurrency: 7`);
    await settings.undo();
    expect(await settings.fileWithout("concurrency")).toBe(config());
    await eventually("the text as it was", async () => ((await editor().innerText()).includes("concurrency") ? null : true));
  });

  it("underlines fifty errors, lists them all, and jumps to each", async () => {
    const { page } = app;
    await openText();
    const wrong = Array.from(
      { length: 50 },
      (_, index) =>
        `  - name: wrong-${String(index)}\n    url: "${site.url}"\n    interval: never-${String(index)}\n    conditions: ["[STATUS] == 200"]`,
    );
    await page.keyboard.insertText(`suites: 5\nendpoints-of-mine: 1\n`);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    await page.keyboard.insertText(`\n${wrong.join("\n")}`);
    const region = page.getByRole("region", { name: /problems$/ });
    await eventually("all problems", async () => ((await region.getByRole("button").count()) >= 50 ? true : null));
    expect(await region.getByText("error", { exact: true }).count()).toBeGreaterThanOrEqual(50);
    await page.locator(".cm-lintRange-error").first().waitFor();
    await region.getByRole("button").filter({ hasText: "never-49" }).last().click();
    await editor().getByText("wrong-49").waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    const dialog = page.getByRole("dialog", { name: "What changes" });
    await dialog.getByText(/The text has \d+ errors/).waitFor();
    expect(await dialog.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await settings.text()).toBe(config());
  });

  it("keeps the line ends of Windows", async () => {
    const { page } = app;
    await writeFile(app.configFile, config().replaceAll("\n", "\r\n"));
    await openText();
    await eventually("the file of Windows", async () => {
      await openText();
      await page.keyboard.type("concurrency: 9");
      await page.keyboard.press("Control+s");
      await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
      return true;
    });
    expect(await settings.fileWith("concurrency: 9")).toBe(`${config().replaceAll("\n", "\r\n")}concurrency: 9`);
    await settings.undo();
    await settings.fileWithout("concurrency");
    await writeFile(app.configFile, config());
    await page.getByText("The last change was taken back.").last().waitFor();
  });
});

describe("a file that others change", () => {
  it("is shown as it is now while nobody edits it here", async () => {
    await openText();
    await writeFile(app.configFile, `${config()}\n# by hand\n`);
    await editor().getByText("# by hand").waitFor();
    await writeFile(app.configFile, config());
    await eventually("the text as it was", async () => ((await editor().innerText()).includes("# by hand") ? null : true));
  });

  it("gets the form's edit as well, where it does not touch the same place", async () => {
    const { page } = app;
    await settings.show("#/settings/monitors/_api");
    await page.getByText("200 OK").waitFor();
    await settings.retype("Every", "2h");
    await writeFile(app.configFile, config().replace("# the first", "# the very first"));
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const saved = await settings.fileWith("interval: 2h");
    expect(saved).toContain("# the very first");
    await settings.undo();
    await settings.fileWithout("2h");
    await writeFile(app.configFile, config());
  });

  it("is compared with the text that is being written, and never overwritten unseen", async () => {
    const { page } = app;
    await openText();
    await page.keyboard.type("concurrency: 7");
    await writeFile(app.configFile, `# theirs\n${config()}`);
    await page.getByText("changed on disk meanwhile").waitFor();
    await page.getByRole("button", { name: "Review and save" }).click();
    const conflict = page.getByRole("dialog", { name: "The file was changed meanwhile" });
    await conflict.getByText("# theirs").waitFor();
    await conflict.getByRole("button", { name: "Compare with my text" }).click();
    const review = page.getByRole("dialog", { name: "What changes" });
    await review.getByText("# theirs").waitFor();
    await review.getByText("concurrency: 7").waitFor();
    expect(await settings.text()).toContain("# theirs");
    await review.getByRole("button", { name: "Save" }).click();
    expect(await settings.fileWith("concurrency: 7")).toBe(`${config()}concurrency: 7`);
    await writeFile(app.configFile, config());
    await eventually("the text as it was", async () => ((await editor().innerText()).includes("concurrency") ? null : true));
  });

  it("that cannot be read any more says so, and is as it was when it can be again", async () => {
    const { page } = app;
    await writeFile(app.configFile, Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41]));
    await settings.show("#/settings/general");
    await page
      .getByRole("region", { name: "Configuration" })
      .getByText(/config\.yaml/)
      .first()
      .waitFor();
    try {
      await page.getByRole("region", { name: "Configuration" }).getByText("error", { exact: true }).first().waitFor();
    } finally {
      await writeFile(app.configFile, config());
    }
    await page.getByText("No problems.").waitFor();
  });
});

describe("what was left unsaved", () => {
  it("is offered again after the app quit: a text, and a form", async () => {
    await openText();
    await app.page.keyboard.type("concurrency: 11");
    await settings.show("#/settings/monitors/_api");
    await app.page.getByText("200 OK").waitFor();
    await settings.retype("Name", "half-done");
    await eventually("both drafts", async () => {
      const drafts = await readFile(join(folder, "data", "drafts.json"), "utf8");
      return drafts.includes("concurrency: 11") && drafts.includes("half-done") ? true : null;
    });
    await app.electron.close();
    await launch(config());
    await settings.show("#/settings/monitors/_api");
    await app.page
      .getByRole("status")
      .getByText(/You left this half edited/)
      .waitFor();
    await app.page.getByRole("button", { name: "Go on with it" }).click();
    expect(await app.page.getByRole("textbox", { name: "Name", exact: true }).inputValue()).toBe("half-done");
    await app.page.getByRole("button", { name: "Discard" }).click();
    await settings.show("#/settings/yaml");
    await app.page
      .getByRole("status")
      .getByText(/You left changes to this file unsaved/)
      .waitFor();
    await app.page.getByRole("button", { name: "Go on with it" }).click();
    await editor().getByText("concurrency: 11").waitFor();
    await app.page.getByRole("button", { name: "Discard" }).click();
    expect(await settings.text()).toBe(config());
  });
});

describe("in and out", () => {
  it("imports a file of Gatus after its report", async () => {
    const { page } = app;
    const gatus = join(folder, "gatus.yaml");
    await writeFile(
      gatus,
      `web: { port: 8080 }\nendpoints:\n  - name: imported\n    group: shop\n    url: "${site.url}/shop"\n    conditions: ["[STATUS] == 200"]\n`,
    );
    await settings.answerOpenDialogs(gatus);
    await settings.show("#/settings/transfer");
    await page.getByRole("button", { name: "Gatus file…" }).click();
    await page
      .getByRole("row", { name: /imported/ })
      .getByText(`${site.url}/shop`)
      .waitFor();
    expect(await settings.text()).toBe(config());
    await page.getByRole("button", { name: "Import 1 monitor" }).click();
    expect(await settings.fileWith("imported")).toContain("# the first");
    await settings.undo();
    expect(await settings.fileWithout("imported")).toBe(config());
  });

  it("imports a backup of Uptime Kuma, and says what cannot come over", async () => {
    const { page } = app;
    const backup = join(folder, "kuma.json");
    const monitor = {
      id: 1,
      name: "from kuma",
      type: "http",
      url: `${site.url}/kuma`,
      interval: 90,
      active: true,
      accepted_statuscodes: ["200-299"],
    };
    const docker = { id: 2, name: "container", type: "docker", interval: 60, active: true };
    await writeFile(backup, JSON.stringify({ version: "1.23.13", notificationList: [], monitorList: [monitor, docker] }));
    await settings.answerOpenDialogs(backup);
    await page.getByRole("button", { name: "Uptime Kuma…" }).click();
    await page.getByRole("row", { name: /from kuma/ }).waitFor();
    await page.getByText(/thing cannot come over/).waitFor();
    await page.getByText("container").first().waitFor();
    await page.getByRole("button", { name: "Import 1 monitor" }).click();
    const saved = await settings.fileWith("from kuma");
    expect(saved).toMatch(/interval: 1m30s|interval: 90s/);
    expect(saved).not.toContain("container");
    await settings.undo();
    expect(await settings.fileWithout("from kuma")).toBe(config());
  });

  it("refuses a hostile file with a reason", async () => {
    const { page } = app;
    const bomb = join(folder, "bomb.yaml");
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `a${String(level)}: &a${String(level)} [${Array.from({ length: 9 }, () => (level === 0 ? "x" : `*a${String(level - 1)}`)).join(", ")}]`,
    );
    await writeFile(bomb, `${levels.join("\n")}\nendpoints: *a11\n`);
    await settings.answerOpenDialogs(bomb);
    await page.getByRole("button", { name: "Gatus file…" }).click();
    await page
      .getByRole("alert")
      .or(page.getByText(/That did not work|could not|cannot|too/i))
      .first()
      .waitFor();
    expect(await settings.text()).toBe(config());
  });

  it("exports what Gatus understands", async () => {
    const { page } = app;
    await settings.show("#/settings/transfer");
    await page.getByRole("button", { name: "What is left out" }).click();
    await page.getByText(/\d keys? (?:is|are) left out/).waitFor();
    await page.getByText("quiet-hours", { exact: false }).first().waitFor();
    const target = join(folder, "exported.yaml");
    await app.electron.evaluate(({ dialog }, filePath) => {
      Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) });
    }, target);
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByText("The configuration was exported.").waitFor();
    const exported = await eventually("the export", async () => await readFile(target, "utf8").catch(() => null));
    expect(exported).toContain("# the first");
    expect(exported).not.toContain("quiet-hours");
  });

  it("puts a backup back after a look at it", async () => {
    const { page } = app;
    await page
      .getByRole("button", { name: /^Look at the backup/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Put back" }).waitFor();
    if (await dialog.getByRole("button", { name: "Put back" }).isEnabled()) {
      await dialog.getByRole("button", { name: "Put back" }).click();
      await page.getByText("The backup was put back.").waitFor();
      await page.getByRole("button", { name: /^Undo: / }).click();
      await page.getByText("The last change was taken back.").last().waitFor();
    } else await dialog.getByText("The files are what they were then.").waitFor();
  });
});
