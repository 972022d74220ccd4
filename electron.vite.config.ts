// How the app is bundled: the main process and the command line as ES modules, because a start that looks for thousands of small
// files takes seconds; the sandboxed preload as one CommonJS file; the window for the oldest Chromium that it runs on.

import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { recordPackages } from "./scripts/setup/bundled-packages.mjs";
import { preloadApp } from "./scripts/setup/preload-app.mjs";

const root = import.meta.dirname;
/** Where it is noted which packages are in the bundles. */
const packagesFolder = resolve(root, "out/packages");

/** Electron 33, the oldest runtime. The bundler would derive targets from the Electron that is installed. */
const targets = { main: "node20.18", preload: "node20.18", renderer: "chrome130" } as const;

/** Each `*.worker.ts` below src-main becomes an entry of its own, `out/main/<name>.worker.js`, beside the code that starts it. */
const workers = Object.fromEntries(
  readdirSync(join(root, "src-main"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".worker.ts"))
    .map((path) => [basename(path, ".ts"), join(root, "src-main", path)]),
);

/** What stays outside of the main process' bundle: Electron, binaries, and what finds its own files by their paths. */
const OUTSIDE = [
  "electron",
  "better-sqlite3",
  "ping",
  // What its users try to load and do without.
  "bufferutil",
  "cpu-features",
  "supports-color",
  "utf-8-validate",
  /\.node$/,
];

export default defineConfig({
  main: {
    plugins: [recordPackages("main", packagesFolder)],
    build: {
      target: targets.main,
      outDir: "out/main",
      reportCompressedSize: false,
      externalizeDeps: false,
      rolldownOptions: {
        external: OUTSIDE,
        input: { main: resolve(root, "src-main/main.ts"), cli: resolve(root, "src-main/cli.ts"), ...workers },
        // Flat, so that a path relative to `import.meta.url` means the same in every chunk.
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  },
  preload: {
    plugins: [recordPackages("preload", packagesFolder)],
    build: {
      target: targets.preload,
      outDir: "out/preload",
      reportCompressedSize: false,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(root, "src-main/desktop/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
      },
    },
  },
  renderer: {
    root: "src-renderer",
    plugins: [react(), preloadApp(), recordPackages("renderer", packagesFolder)],
    build: {
      target: targets.renderer,
      outDir: "out/renderer",
      emptyOutDir: true,
      minify: true,
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
      // An object, because electron-vite has an empty input of its own, which a list would be appended to.
      rolldownOptions: { input: { index: resolve(root, "src-renderer/index.html"), glance: resolve(root, "src-renderer/glance.html") } },
    },
  },
});
