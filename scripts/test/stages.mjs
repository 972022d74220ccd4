// The checks, in the order in which they are cheapest to fail.

import { join } from "node:path";
import { projectFolder } from "../setup/paths.mjs";

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title
 * @property {readonly string[]} args what Node runs
 * @property {boolean} [reports] whether it writes a test report
 * @property {boolean} [inDesktop] whether it needs a display and a session bus
 * @property {boolean} [onElectron] whether it runs on Electron's own Node and TLS library (BoringSSL) instead of this one
 */

const tool = (/** @type {string} */ path) => join(projectFolder, "node_modules", path);

/**
 * @param {string} name
 * @param {string} title
 * @param {readonly string[]} projects
 * @param {readonly string[]} [files] beginnings of paths; all by default
 * @returns {Stage}
 */
function vitest(name, title, projects, files = []) {
  const reporter = join(projectFolder, "scripts/test/reporter.mjs");
  const chosen = projects.flatMap((project) => ["--project", project]);
  return {
    name,
    title,
    args: [tool("vitest/vitest.mjs"), "run", ...chosen, ...files, "--reporter=default", `--reporter=${reporter}`],
    reports: true,
  };
}

const probes = "test/integration/src-main/probes/";
const overTls = ["client-options", "hostile", "http", "http-redirects", "protocols", "stream-probes"].map(
  (file) => `${probes}${file}.test.ts`,
);

/** @satisfies {Readonly<Record<string, Stage>>} */
export const stages = {
  format: { name: "format", title: "formatting", args: [tool("@biomejs/biome/bin/biome"), "format", "."] },
  lint: { name: "lint", title: "lint, no warnings allowed", args: [tool("oxlint/bin/oxlint"), "."] },
  types: { name: "types", title: "types, against both Electrons", args: [tool("typescript/bin/tsc"), "-b"] },
  build: { name: "build", title: "build", args: [join(projectFolder, "scripts/build.mjs")] },
  unit: vitest("unit", "unit tests", ["unit", "renderer"]),
  integration: vitest("integration", "integration tests", ["integration"]),
  electron: { ...vitest("electron", "probes on Electron's own Node and TLS library", ["integration"], overTls), onElectron: true },
  e2e: { ...vitest("e2e", "end-to-end tests on a real desktop", ["e2e"]), inDesktop: true },
};
