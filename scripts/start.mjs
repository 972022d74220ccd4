// `npm start`: sets up what is missing, builds what changed, and runs the app with the arguments after `--`.

import { ensureBuild } from "./setup/build.mjs";
import { findMissingSession, runInDesktopSession } from "./setup/desktop-session.mjs";
import { electronEnvironment } from "./setup/electron.mjs";
import { projectFolder } from "./setup/paths.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress);
  await ensureBuild(progress);
  if (findMissingSession().display) progress.say("there is no display, so the app gets a virtual one that nobody sees");
  progress.say(`starting Sentray on Electron ${electron.version}`);
  // Chromium refuses to run its sandbox as root. Only this script says so; the app itself never does.
  const asRoot = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return await runInDesktopSession(electron.executable, [...asRoot, projectFolder, ...process.argv.slice(2)], {
    // Half of the threads look names up; see docs/probes.md.
    env: { UV_THREADPOOL_SIZE: "32", ...electronEnvironment(electron) },
    // npm moves to the project's folder; a relative `--config` means the folder that the command was typed in.
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
  });
});
