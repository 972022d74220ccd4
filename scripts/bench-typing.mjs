// `npm run bench:typing`: measures what a key costs in the text of a configuration of 5,000 endpoints, in a desktop session; see
// test/bench/window/typing.mjs for what is measured and printed.

import { join } from "node:path";
import { ensureBuild } from "./setup/build.mjs";
import { runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress, ["desktop-test"]);
  await ensureBuild(progress);
  return await runInDesktopSession(process.execPath, [join(projectFolder, "test/bench/window/typing.mjs"), ...process.argv.slice(2)], {
    env: electronEnvironment(electron),
  });
});
