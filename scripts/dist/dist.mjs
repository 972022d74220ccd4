// `npm run dist`: the packaged app in dist/, and on Linux a .deb of it. Works without the network once the set-up has been through.
// Packages for users are made by the release workflow, on the official Electron.

import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuild } from "../setup/build.mjs";
import { ensureElectron } from "../setup/electron.mjs";
import { ensureNpmPackages } from "../setup/npm-packages.mjs";
import { projectFolder } from "../setup/paths.mjs";
import { runScript } from "../setup/prepare.mjs";
import { asRuntime, ensureSqlite } from "../setup/sqlite.mjs";
import { ensureSystemPackages } from "../setup/system-libraries.mjs";
import { makeDeb } from "./deb.mjs";
import { makeUnpacked } from "./unpacked.mjs";

await runScript(process.stdout, async (progress) => {
  const { values } = parseArgs({
    options: {
      /** Where everything goes. */
      output: { type: "string", default: "dist" },
      /** Make the .deb of an unpacked app that is there already. */
      unpacked: { type: "string" },
      /** Another version for the .deb than package.json's; for trying upgrades. */
      "package-version": { type: "string" },
      /** dpkg-deb's: xz is small and takes minutes, none is for tests. */
      compression: { type: "string", default: "gzip" },
    },
  });
  const output = resolve(values.output);
  await ensureNpmPackages(progress);
  let unpacked = values.unpacked === undefined ? null : resolve(values.unpacked);
  if (unpacked === null) {
    const electron = await ensureElectron(progress);
    await ensureSqlite([asRuntime(electron)], progress, () => ensureSystemPackages(["build"], progress));
    await ensureBuild(progress);
    await rm(join(output, "linux-unpacked"), { recursive: true, force: true });
    unpacked = await makeUnpacked(electron, output, progress);
    progress.say(`the app is in ${unpacked}`);
  }
  if (process.platform !== "linux") return 0;
  const deb = await makeDeb(
    { projectFolder, unpacked, output, version: values["package-version"], compression: values.compression },
    progress,
  );
  progress.say(`the package is ${deb}`);
  return 0;
});
