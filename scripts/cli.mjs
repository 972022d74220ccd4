// `npm run -s cli -- …`: the command line from a checkout. Standard output belongs to the command; the set-up talks on standard error.

import { join } from "node:path";
import { projectFolder } from "./setup/paths.mjs";
import { prepareCommandLine, runScript } from "./setup/prepare.mjs";
import { runInForeground } from "./setup/processes.mjs";

await runScript(process.stderr, async (progress) => {
  await prepareCommandLine(progress);
  return await runInForeground(process.execPath, [join(projectFolder, "out/main/cli.js"), ...process.argv.slice(2)], {
    cwd: process.env["INIT_CWD"] ?? process.cwd(),
    // Half of the threads look names up; see docs/probes.md.
    env: { UV_THREADPOOL_SIZE: "32", ...process.env },
  });
});
