// `npm run demo`: real servers on this machine, and the app watching them, with data of its own that is thrown away.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoConfig } from "./config.mjs";
import { startWorld } from "./world.mjs";

const folder = await mkdtemp(join(tmpdir(), "sentray-demo-"));
const world = await startWorld();
const configFile = join(folder, "config.yaml");
await writeFile(configFile, demoConfig(world));
process.stdout.write(`the demo's servers are up; its configuration is ${configFile}\n`);

const start = new URL("../scripts/start.mjs", import.meta.url).pathname;
const app = spawn(process.execPath, [start, "--config", configFile, "--data", join(folder, "data"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => app.kill(signal));
/** @type {number} */
const code = await new Promise((resolve) => void app.once("exit", (exitCode) => resolve(exitCode ?? 1)));

await world.close();
await rm(folder, { recursive: true, force: true });
process.exitCode = code;
