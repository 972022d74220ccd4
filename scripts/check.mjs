// `npm run check`: the quick checks, without a desktop, before each commit.

import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { runScript } from "./setup/prepare.mjs";
import { runStages } from "./test/run-stages.mjs";
import { stages } from "./test/stages.mjs";

await runScript(process.stdout, async (progress) => {
  await ensureNpmPackages(progress);
  return await runStages([stages.format, stages.lint, stages.types, stages.unit]);
});
