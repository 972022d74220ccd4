// `npm run dev`: the app with the window's code reloaded as it is edited.

import { join } from "node:path";
import { runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress);
  const tool = join(projectFolder, "node_modules/electron-vite/bin/electron-vite.js");
  const asRoot = process.platform === "linux" && process.getuid?.() === 0 ? ["--noSandbox"] : [];
  return await runInDesktopSession(process.execPath, [tool, "dev", "--watch", ...asRoot, "--", ...process.argv.slice(2)], {
    env: electronEnvironment(electron),
    cwd: projectFolder,
  });
});
