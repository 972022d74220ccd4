// `npm run bench:package`: makes the unpacked app, or takes the one that `--unpacked` names, and measures it in a desktop session;
// see test/bench/package/run.mjs for what is measured and printed.

import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeUnpacked } from "./dist/unpacked.mjs";
import { ensureBuild } from "./setup/build.mjs";
import { runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";
import { SetupError } from "./setup/progress.mjs";

await runScript(process.stdout, async (progress) => {
  const { values } = parseArgs({
    options: {
      unpacked: { type: "string" },
      starts: { type: "string", default: "7" },
      "rest-seconds": { type: "string", default: "60" },
    },
  });
  if (process.platform !== "linux") throw new SetupError("this benchmark reads /proc, so it needs Linux");
  const electron = await prepareDesktop(progress, ["desktop-test"]);
  await ensureBuild(progress);
  const output = join(projectFolder, "dist/bench");
  const unpacked = values.unpacked === undefined ? await makeUnpacked(electron, output, progress) : resolve(values.unpacked);
  const script = join(projectFolder, "test/bench/package/run.mjs");
  try {
    const args = [script, join(unpacked, "sentray"), values.starts, values["rest-seconds"]];
    return await runInDesktopSession(process.execPath, args, { env: electronEnvironment(electron) });
  } finally {
    await rm(output, { recursive: true, force: true });
  }
});
