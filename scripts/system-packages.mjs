// `sudo node scripts/system-packages.mjs`: installs the system packages that `npm test` needs, and nothing else. For machines where
// the tests run without root; needs no npm packages.

import { debianPackages } from "./setup/debian-packages.mjs";
import { runScript } from "./setup/prepare.mjs";
import { ensureSystemPackages } from "./setup/system-libraries.mjs";

/** @import { Group } from "./setup/debian-packages.mjs" */

await runScript(process.stdout, async (progress) => {
  await ensureSystemPackages(/** @type {Group[]} */ (Object.keys(debianPackages)), progress);
  return 0;
});
