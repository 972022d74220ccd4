// The test projects: which files run where, with which patience. Everything runs in UTC and in one locale.

import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { findElectron } from "./scripts/setup/electron.mjs";

const second = 1_000;

/** Real servers, sockets and windows on a busy machine: in CI such a test may try once more. By hand it may not. */
const retry = process.env["CI"] === undefined ? 0 : 1;

process.env["TZ"] = "UTC";
process.env["LANG"] = "en_US.UTF-8";
process.env["LC_ALL"] = "en_US.UTF-8";

/** For the end-to-end tests: in plain Node, `import electron from "electron"` gives the path of this one instead of a download. */
const electron = findElectron();

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { electron: join(import.meta.dirname, "test/helpers/electron-fake.ts") } },
        test: {
          name: "unit",
          environment: "node",
          include: ["test/unit/**/*.test.ts"],
          exclude: ["test/unit/src-renderer/**"],
          testTimeout: 10 * second,
        },
      },
      {
        test: {
          name: "renderer",
          environment: "jsdom",
          include: ["test/unit/src-renderer/**/*.test.{ts,tsx}"],
          testTimeout: 15 * second,
          css: { modules: { classNameStrategy: "non-scoped" } },
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          retry,
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 30 * second,
          hookTimeout: 30 * second,
        },
      },
      {
        // Each file drives its own Electron; one after the other, because they share one tray and one notification service.
        test: {
          name: "e2e",
          environment: "node",
          retry,
          env: electron === null ? {} : { ELECTRON_OVERRIDE_DIST_PATH: electron.folder },
          include: ["test/e2e/**/*.test.ts"],
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 60 * second,
          hookTimeout: 90 * second,
        },
      },
    ],
  },
});
