// `npm run screenshots`: the pictures of the README, taken from the real app watching the demo's servers.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { demoConfig } from "../demo/config.mjs";
import { startWorld } from "../demo/world.mjs";
import { ensureBuild } from "./setup/build.mjs";
import { findMissingSession, runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

/** @import { Electron } from "./setup/electron.mjs" */
/** @import { Page } from "playwright-core" */

const folder = join(projectFolder, "docs/images");
/** Enough checks to fill the cards' bars. */
const watchMs = 110_000;

/** @param {Electron} electron */
async function takePictures(electron) {
  const { _electron } = await import("playwright-core");
  const data = await mkdtemp(join(tmpdir(), "sentray-pictures-"));
  const world = await startWorld();
  const configFile = join(data, "config.yaml");
  await writeFile(configFile, demoConfig(world, { every: "2s", rarely: "3s" }));
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...asRoot, projectFolder, "--config", configFile, "--data", join(data, "data")],
    env: { .../** @type {Record<string, string>} */ (process.env), LANG: "en_US.UTF-8", LANGUAGE: "en" },
  });
  try {
    const page = await app.firstWindow();
    await wait(watchMs);
    await mkdir(folder, { recursive: true });
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      await page.emulateMedia({ colorScheme });
      await page.goto("app://sentray/index.html#/");
      await picture(page, `dashboard-${colorScheme}`);
      await page.getByRole("link", { name: /flaky/ }).first().click();
      await page.locator("canvas").first().waitFor();
      await page
        .getByRole("radio", { name: "1 h" })
        .or(page.getByRole("button", { name: "1 h" }))
        .first()
        .click();
      await picture(page, `endpoint-${colorScheme}`);
    }
  } finally {
    await app.close();
    await world.close();
    await rm(data, { recursive: true, force: true });
  }
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
