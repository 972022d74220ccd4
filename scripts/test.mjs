// `npm test`: sets up what is missing, then every check there is.

import { electronEnvironment } from "./setup/electron.mjs";
import { prepareDesktop, runScript } from "./setup/prepare.mjs";
import { runStages } from "./test/run-stages.mjs";
import { stages } from "./test/stages.mjs";

await runScript(process.stdout, async (progress) => {
  const electron = await prepareDesktop(progress, ["desktop-test", "web-server", "integration-test"]);
  return await runStages(Object.values(stages), electronEnvironment(electron));
});
