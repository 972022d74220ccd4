// `npm run licences`: the packages that travel with the app, and their licences; fails on one that is not on the list, and on one that
// `npm audit --omit=dev` would not look at.
// `--all` looks at the tools too.

import { parseArgs } from "node:util";
import { join } from "node:path";
import { readBundledPackages } from "../setup/bundled-packages.mjs";
import { ensureBuild } from "../setup/build.mjs";
import { ensureNpmPackages } from "../setup/npm-packages.mjs";
import { projectFolder } from "../setup/paths.mjs";
import { runScript } from "../setup/prepare.mjs";
import { findUnaudited, findUnwanted, formatTable, readPackages } from "./licence-list.mjs";

await runScript(process.stderr, async (progress) => {
  const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
  await ensureNpmPackages(progress);
  await ensureBuild(progress);
  const bundled = await readBundledPackages(join(projectFolder, "out/packages"));
  const packages = await readPackages(join(projectFolder, "package-lock.json"), bundled, values.all);
  process.stdout.write(formatTable(packages));
  const unwanted = findUnwanted(packages);
  for (const { name, version, licence } of unwanted)
    progress.say(`${name} ${version} is under ${licence}, which is not on the list of allowed licences`);
  const unaudited = findUnaudited(packages);
  for (const { name, version } of unaudited) progress.say(`${name} ${version} travels with the app and belongs under dependencies`);
  return unwanted.length + unaudited.length === 0 ? 0 : 1;
});
