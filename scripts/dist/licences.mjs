// `npm run licences`: the packages that travel with the app, and their licences; fails on one that is not on the list.
// `--all` looks at the tools too.

import { parseArgs } from "node:util";
import { join } from "node:path";
import { ensureNpmPackages } from "../setup/npm-packages.mjs";
import { projectFolder } from "../setup/paths.mjs";
import { runScript } from "../setup/prepare.mjs";
import { findUnwanted, formatTable, readPackages } from "./licence-list.mjs";

await runScript(process.stderr, async (progress) => {
  const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
  await ensureNpmPackages(progress);
  const packages = await readPackages(join(projectFolder, "package-lock.json"), values.all);
  process.stdout.write(formatTable(packages));
  const unwanted = findUnwanted(packages);
  for (const { name, version, licence } of unwanted)
    progress.say(`${name} ${version} is under ${licence}, which is not on the list of allowed licences`);
  return unwanted.length === 0 ? 0 : 1;
});
