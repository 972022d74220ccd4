// Draws every icon from its source: `node assets/render-icons.mjs`. The outputs are committed, so that a build needs no renderer.
// Tray states differ by shape first and by colour second; macOS templates have shape alone.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

const here = import.meta.dirname;

/** @typedef {{ ink: string, quiet: string, ground: string, tone: string }} Colors */

/**
 * The tray's drawings on a grid of 22: `ink` is the panel's text colour, `ground` what shows through, `tone` the state's colour.
 * @type {Record<string, (colors: Colors) => string>}
 */
const TRAY_STATES = {
  healthy: ({ ink, tone }) => ring(ink) + `<circle cx="11" cy="11" r="3.9" fill="${tone}"/>`,
  degraded: ({ ink, tone }) =>
    ring(ink) + `<path d="M11 6.1 15.3 13.7H6.7Z" fill="${tone}" stroke="${tone}" stroke-width="1" stroke-linejoin="round"/>`,
  failing: ({ ground, tone }) =>
    `<rect x="1.6" y="1.6" width="18.8" height="18.8" rx="5" fill="${tone}"/><path d="M7.2 7.2 14.8 14.8M14.8 7.2 7.2 14.8" stroke="${ground}" stroke-width="2.6" stroke-linecap="round"/>`,
  paused: ({ quiet }) =>
    ring(quiet) + `<path d="M8.8 7.6V14.4M13.2 7.6V14.4" stroke="${quiet}" stroke-width="2.2" stroke-linecap="round"/>`,
  offline: ({ quiet }) =>
    `<circle cx="11" cy="11" r="8.2" fill="none" stroke="${quiet}" stroke-width="2" stroke-dasharray="3.4 3.04"/><path d="M5.4 16.6 16.6 5.4" stroke="${quiet}" stroke-width="2" stroke-linecap="round"/>`,
};

/** @param {string} color */
function ring(color) {
  return `<circle cx="11" cy="11" r="8.4" fill="none" stroke="${color}" stroke-width="2.2"/>`;
}

/** @type {Record<"light" | "dark", Record<string, string>>} */
const TONES = {
  light: { healthy: "#171b22", degraded: "#b77a00", failing: "#d12f34" },
  dark: { healthy: "#f2f4f8", degraded: "#f0bd45", failing: "#ff6a6d" },
};

/** `light` is for light panels (dark ink), `dark` for dark ones. A template's failing mark is cut out, so that it has shape in one colour. */
const PANELS = {
  light: { ink: "#171b22", quiet: "#5b6472", ground: "#ffffff" },
  dark: { ink: "#f2f4f8", quiet: "#a9b1bf", ground: "#171b22" },
};

/** Suffix → pixels: Electron picks the file by the scale factor of the display. */
const LINUX_SIZES = { "": 22, "@1.5x": 33, "@2x": 44, "@3x": 66 };
const ICO_SIZES = [16, 20, 24, 32, 40, 48];
const APP_SIZES = [16, 20, 24, 32, 48, 64, 128, 256, 512, 1024];
const APP_ICO_SIZES = [16, 20, 24, 32, 48, 256];

/** @param {string} state @param {"light" | "dark"} panel */
function traySvg(state, panel) {
  const colors = PANELS[panel];
  const tone = TONES[panel][state] ?? colors.quiet;
  return wrap(TRAY_STATES[state]({ ...colors, tone }));
}

/** Black and alpha only. @param {string} state */
function templateSvg(state) {
  if (state === "failing") {
    const mask =
      '<mask id="m"><rect width="22" height="22" fill="#fff"/><path d="M7.2 7.2 14.8 14.8M14.8 7.2 7.2 14.8" stroke="#000" stroke-width="2.6" stroke-linecap="round"/></mask>';
    return wrap(`${mask}<rect x="1.6" y="1.6" width="18.8" height="18.8" rx="5" fill="#000" mask="url(#m)"/>`);
  }
  return wrap(TRAY_STATES[state]({ ink: "#000", quiet: "#000", ground: "#fff", tone: "#000" }));
}

/** @param {string} content */
function wrap(content) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22">${content}</svg>\n`;
}

/** @param {string} svg @param {number} size @returns {Buffer} */
function render(svg, size) {
  return new Resvg(svg, { fitTo: { mode: "width", value: size } }).render().asPng();
}

/**
 * An .ico of PNG images. @see https://learn.microsoft.com/windows/win32/menurc/newheader
 * @param {ReadonlyArray<{ size: number, png: Buffer }>} images
 */
function makeIco(images) {
  const header = Buffer.alloc(6 + images.length * 16);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + index * 16;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** PNG's resolution chunk says 144 dpi, which macOS expects of @2x. @param {Buffer} png */
function withRetinaDensity(png) {
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write("pHYs", 4, "latin1");
  const pixelsPerMetre = Math.round(144 / 0.0254);
  chunk.writeUInt32BE(pixelsPerMetre, 8);
  chunk.writeUInt32BE(pixelsPerMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), chunk, png.subarray(afterHeader)]);
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const app = await readFile(join(here, "source/app.svg"), "utf8");
await mkdir(join(here, "app"), { recursive: true });
await mkdir(join(here, "tray"), { recursive: true });
await mkdir(join(here, "icons"), { recursive: true });
// Where the packager looks: icons/ for Linux, icon.ico for Windows, icon.png to make macOS' own format of.
await Promise.all(APP_SIZES.map((size) => writeFile(join(here, `icons/${size}x${size}.png`), render(app, size))));
await writeFile(join(here, "icon.ico"), makeIco(APP_ICO_SIZES.map((size) => ({ size, png: render(app, size) }))));
await writeFile(join(here, "icon.png"), render(app, 1024));
// For windows and notifications.
await writeFile(join(here, "app/icon-256.png"), render(app, 256));

for (const state of Object.keys(TRAY_STATES)) {
  for (const panel of /** @type {const} */ (["light", "dark"])) {
    const svg = traySvg(state, panel);
    await writeFile(join(here, `source/tray-${state}-${panel}.svg`), svg);
    for (const [suffix, size] of Object.entries(LINUX_SIZES)) {
      await writeFile(join(here, `tray/${state}-${panel}${suffix}.png`), render(svg, size));
    }
    await writeFile(join(here, `tray/${state}-${panel}.ico`), makeIco(ICO_SIZES.map((size) => ({ size, png: render(svg, size) }))));
  }
  const template = templateSvg(state);
  await writeFile(join(here, `source/tray-${state}-template.svg`), template);
  await writeFile(join(here, `tray/${state}Template.png`), render(template, 16));
  await writeFile(join(here, `tray/${state}Template@2x.png`), withRetinaDensity(render(template, 32)));
}
