// `npm run bench:window`: measures the real window over 2,000 endpoints with 200 results a second, in a desktop session; see
// test/bench/window/run.mjs for what is measured and printed.

import { join } from "node:path";
import { ensureBuild } from "./setup/build.mjs";
import { runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress, ["desktop-test"]);
  await ensureBuild(progress);
  return await runInDesktopSession(process.execPath, [join(projectFolder, "test/bench/window/run.mjs"), ...process.argv.slice(2)], {
    env: electronEnvironment(electron),
  });
});
