// `npm run fuzz:ipc [-- N]`: a million messages, or N, on the router between window and main process.

import { join } from "node:path";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { runScript } from "./setup/prepare.mjs";
import { runInForeground } from "./setup/processes.mjs";

await runScript(process.stderr, async (progress) => {
  await ensureNpmPackages(progress);
  const vitest = join(projectFolder, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--project", "unit", "test/unit/src-main/desktop/router-fuzz.test.ts"];
  return await runInForeground(process.execPath, args, {
    cwd: projectFolder,
    env: { ...process.env, SENTRAY_FUZZ_MESSAGES: process.argv[2] ?? "1000000" },
  });
});
