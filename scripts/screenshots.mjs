// `npm run screenshots`: the pictures of the README, taken from the real app that watches a small company with a past of a month.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { startWorld } from "../demo/world.mjs";
import { companyConfig, startWebServers, writePast } from "./screenshots-world.mjs";
import { ensureBuild } from "./setup/build.mjs";
import { findMissingSession, runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

/** @import { Electron } from "./setup/electron.mjs" */
/** @import { Page } from "playwright-core" */

const run = promisify(execFile);
const folder = join(projectFolder, "docs/images");
/** Until everything was checked once and the cards have their uptimes. */
const SETTLE_MS = 15_000;

/** @param {Electron} electron */
async function takePictures(electron) {
  const { _electron } = await import("playwright-core");
  const data = await mkdtemp(join(tmpdir(), "sentray-pictures-"));
  const [world, web] = await Promise.all([startWorld(), startWebServers()]);
  const configFile = join(data, "config.yaml");
  await writeFile(configFile, companyConfig(world, web.port));
  const folders = ["--config", configFile, "--data", join(data, "data")];
  const nowMs = Date.now();
  writePast(join(data, "past.db"), nowMs);
  await run(process.execPath, [join(projectFolder, "out/main/cli.js"), "import", join(data, "past.db"), ...folders]);
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...asRoot, projectFolder, ...folders],
    env: { .../** @type {Record<string, string>} */ (process.env), LANG: "en_US.UTF-8", LANGUAGE: "en" },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole("link", { name: /back-end, failing/ }).waitFor();
    await page.evaluate(addNote, { key: "core_back-end", atEpochMs: Math.round(nowMs - 9.6 * 3_600_000), text: "deploy of 4.2.0" });
    await wait(SETTLE_MS);
    await mkdir(folder, { recursive: true });
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      await page.goto("app://sentray/index.html#/");
      await picture(page, `dashboard-${colorScheme}`);
      await page
        .getByRole("link", { name: /back-end/ })
        .first()
        .click();
      await page.locator("canvas").first().waitFor();
      await picture(page, `endpoint-${colorScheme}`);
    }
  } finally {
    await app.close();
    web.close();
    await world.close();
    await rm(data, { recursive: true, force: true });
  }
}

/** Runs in the page. @param {{ key: string, atEpochMs: number, text: string }} note */
async function addNote(note) {
  const api = /** @type {import("../shared/ipc/contract.ts").RendererApi} */ (Reflect.get(globalThis, "api"));
  await api.request("endpoint:add-note", note);
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function picture(page, name) {
  await wait(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`docs/images/${name}.png\n`);
}

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress);
  await ensureBuild(progress);
  const missing = findMissingSession();
  if (missing.display || missing.bus) {
    return await runInDesktopSession(process.execPath, [join(projectFolder, "scripts/screenshots.mjs")], {
      env: electronEnvironment(electron),
    });
  }
  await takePictures(electron);
  return 0;
});
