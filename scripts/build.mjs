// `npm run build`: bundles the app into out/ if something changed.

import { ensureBuild } from "./setup/build.mjs";
import { ensureNpmPackages } from "./setup/npm-packages.mjs";
import { runScript } from "./setup/prepare.mjs";

await runScript(process.stdout, async (progress) => {
  await ensureNpmPackages(progress);
  await ensureBuild(progress);
  return 0;
});
