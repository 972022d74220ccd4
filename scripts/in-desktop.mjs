// `npm run in-desktop -- <command> …`: runs any command with the test desktop's programs installed, an Electron named in
// ELECTRON_OVERRIDE_DIST_PATH, and a display and a session bus, virtual where there are none.

import { runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

await runScript(process.stderr, async (progress) => {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) {
    process.stderr.write("usage: npm run in-desktop -- <command> [arguments]\n");
    return 2;
  }
  const electron = await prepareDesktop(progress, ["desktop-test"]);
  return await runInDesktopSession(command, args, { env: electronEnvironment(electron) });
});
