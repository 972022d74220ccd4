// Takes pictures of every page of the built window over the fake world, and runs axe on each. Not part of the tests: for eyes.
//   node test/visual/pictures.mjs [folder] [pattern]     needs a Chromium (CHROMIUM=/usr/bin/chromium)
// The window is served with the policy that the app uses, so that what the policy blocks is missing here too.

import { createServer } from "node:http";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import react from "@vitejs/plugin-react";
import { chromium } from "playwright-core";
import { build } from "vite";

const root = resolve(import.meta.dirname, "../..");
const [folder = join(tmpdir(), "sentray-pictures"), filter = ""] = process.argv.slice(2);
const TYPES = new Map([
  [".html", "text/html"],
  [".js", "text/javascript"],
  [".css", "text/css"],
]);

/** @param {string} path */
function contentTypeOf(path) {
  return TYPES.get(extname(path)) ?? "application/octet-stream";
}

/** @param {string} outDir */
async function buildWindow(outDir) {
  const common = { configFile: false, logLevel: "error" };
  await build({
    ...common,
    root: join(root, "src-renderer"),
    base: "./",
    plugins: [react()],
    build: {
      outDir: join(outDir, "window"),
      target: "chrome130",
      modulePreload: { polyfill: false },
      rolldownOptions: { input: [join(root, "src-renderer/index.html"), join(root, "src-renderer/glance.html")] },
    },
  });
  await build({
    ...common,
    root,
    build: {
      outDir: join(outDir, "fake"),
      target: "chrome130",
      lib: { entry: join(root, "test/visual/install-fake-api.ts"), formats: ["iife"], name: "fake", fileName: () => "fake.js" },
    },
  });
  return readFile(join(outDir, "fake/fake.js"), "utf8");
}

/** @param {string} directory */
async function serve(directory) {
  const server = createServer((request, response) => {
    const nonce = Math.random().toString(36).slice(2);
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    readFile(join(directory, path)).then(
      (content) => {
        const isPage = path.endsWith(".html");
        response.setHeader("content-type", contentTypeOf(path));
        response.setHeader(
          "content-security-policy",
          `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'`,
        );
        response.end(isPage ? content.toString().replaceAll("__CSP_NONCE__", nonce) : content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, base: `http://127.0.0.1:${address.port}` };
}

const PAGES = [
  { name: "dashboard", hash: "#/" },
  { name: "endpoint", hash: "#/endpoint/core_back-end" },
  { name: "incidents", hash: "#/incidents", open: true },
  { name: "reports", hash: "#/reports" },
  { name: "settings", hash: "#/settings" },
  { name: "settings-monitors", hash: "#/settings/monitors" },
  { name: "settings-edit", hash: "#/settings/monitors/core_back-end", full: true },
  { name: "settings-add", hash: "#/settings/add", fill: "https://example.org\ndb.internal:5432" },
  { name: "settings-channels", hash: "#/settings/channels" },
  { name: "settings-channel", hash: "#/settings/channels/slack", click: "Send a test", full: true },
  { name: "settings-rules", hash: "#/settings/rules", full: true },
  { name: "settings-secrets", hash: "#/settings/secrets" },
  { name: "settings-transfer", hash: "#/settings/transfer", click: "Uptime Kuma…", full: true },
  { name: "settings-yaml", hash: "#/settings/yaml" },
];

/** Shown at 200 %, too: the same window with half the room. */
const ZOOMED = new Set(["dashboard", "endpoint", "incidents", "reports", "settings", "settings-edit"]);

/** Every picture: page, theme, language, number of endpoints, and what to do first. */
function shots() {
  const all = [];
  for (const theme of ["light", "dark"]) {
    for (const language of ["en", "zh-TW"]) {
      for (const count of [1, 45, 2000]) {
        for (const page of PAGES) {
          all.push({ ...page, theme, language, count, full: page.full || page.name === "endpoint" });
        }
        all.push({ name: "glance", page: "glance.html", hash: "", theme, language, count, width: 330, height: 400 });
      }
      all.push({ name: "gone", hash: "#/endpoint/not_there", theme, language, count: 45 });
      all.push({ name: "settings-gone", hash: "#/settings/monitors/not_there", theme, language, count: 45 });
      all.push({ name: "first-start", hash: "#/", theme, language, count: 0, fill: "https://example.org" });
      all.push({ name: "list", hash: "#/", theme, language, count: 2000, compact: true });
      all.push({ name: "palette", hash: "#/", theme, language, count: 45, press: "Control+k", type: "ma" });
      all.push({ name: "problems", hash: "#/", theme, language, count: 45, problems: true });
      all.push({ name: "young", hash: "#/", theme, language, count: 10, young: true });
      all.push({ name: "young-endpoint", hash: "#/endpoint/core_front-end", theme, language, count: 10, young: true, full: true });
      all.push({ name: "hostile", hash: "#/", theme, language, count: 520, search: "hostile" });
      all.push({ name: "hostile-list", hash: "#/", theme, language, count: 520, search: "hostile", compact: true });
      for (const page of PAGES.filter(({ name }) => ZOOMED.has(name))) {
        all.push({ ...page, name: `zoomed-${page.name}`, theme, language, count: 45, width: 590, height: 400, scale: 2, full: true });
      }
      all.push({ name: "narrow", hash: "#/endpoint/core_back-end", theme, language, count: 45, width: 640, height: 900 });
    }
  }
  return all
    .map((shot) => ({ ...shot, hash: shot.count === 1 ? shot.hash.replace("core_back-end", "core_front-end") : shot.hash }))
    .map((shot) => ({ ...shot, id: `${shot.name}-${shot.count}-${shot.theme}-${shot.language}` }))
    .filter(({ id }) => filter === "" || new RegExp(filter).test(id));
}

const temporary = await mkdtemp(join(tmpdir(), "sentray-visual-"));
const fake = await buildWindow(temporary);
const { server, base } = await serve(join(temporary, "window"));
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
await mkdir(folder, { recursive: true });
let violations = 0;
try {
  for (const shot of shots()) {
    const context = await browser.newContext({
      viewport: { width: shot.width ?? 1180, height: shot.height ?? 800 },
      colorScheme: shot.theme === "dark" ? "dark" : "light",
      deviceScaleFactor: "scale" in shot ? shot.scale : Number(process.env["SCALE"] ?? 1),
      reducedMotion: "reduce",
      timezoneId: "UTC",
    });
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && process.stdout.write(`  ${shot.id}: ${message.text()}\n`));
    page.on("pageerror", (error) => process.stdout.write(`  ${shot.id}: ${error.stack}\n`));
    const { theme, language, count, compact = false, problems = false, young = false } = shot;
    await page.addInitScript({
      content: `window.__fake = ${JSON.stringify({ theme, language, count, compact, problems, young })};\n${fake}`,
    });
    await page.goto(`${base}/${shot.page ?? "index.html"}${shot.hash}`);
    await page.waitForSelector("h1, main");
    await page.waitForTimeout(350);
    if (shot.open) {
      const line = page.locator("main ol button").nth(count === 45 ? 2 : 0);
      await line
        .click({ timeout: 3_000 })
        .catch((/** @type {unknown} */ error) => process.stdout.write(`  ${shot.id}: ${String(error)}\n`));
    }
    const click = "click" in shot && shot.language === "en" ? String(shot.click) : "";
    if (click !== "") await page.getByRole("button", { name: click, exact: true }).click();
    if (shot.fill) {
      await page.getByRole("textbox").fill(shot.fill);
      await page.waitForTimeout(600);
    }
    if (shot.search) {
      await page.getByRole("searchbox").fill(shot.search);
      await page.waitForTimeout(400);
    }
    if (shot.press) await page.keyboard.press(shot.press);
    if (shot.type) await page.keyboard.type(shot.type);
    await page.waitForTimeout(150);
    if (shot.full) {
      const height = await page.evaluate(() => (document.querySelector("main")?.scrollHeight ?? 0) + 40);
      await page.setViewportSize({ width: shot.width ?? 1180, height: Math.min(2200, Math.max(800, height)) });
      await page.waitForTimeout(200);
    }
    await page.screenshot({ path: join(folder, `${shot.id}.png`) });
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    violations += found.length;
    for (const violation of found) {
      process.stdout.write(`  ${shot.id}: axe ${violation.id}: ${violation.help}\n`);
      for (const node of violation.nodes.slice(0, 3))
        process.stdout.write(`      ${node.html.slice(0, 160)}\n      ${node.any[0]?.message ?? ""}\n`);
    }
    process.stdout.write(`${shot.id}\n`);
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
  await rm(temporary, { recursive: true, force: true });
}
process.stdout.write(`${violations} violations, pictures in ${folder}\n`);
process.exitCode = violations === 0 ? 0 : 1;
