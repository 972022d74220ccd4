// The test projects: which files run where, with which patience. Everything runs in UTC and in one locale.
import { defineConfig } from "vitest/config";

const second = 1_000;

process.env["TZ"] = "UTC";
process.env["LANG"] = "en_US.UTF-8";
process.env["LC_ALL"] = "en_US.UTF-8";

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { electron: new URL("test/helpers/electron-fake.ts", import.meta.url).pathname } },
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
