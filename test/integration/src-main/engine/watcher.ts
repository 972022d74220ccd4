// A monitor as `run --headless` opens it, in a process of its own: told a configuration, it tells on its standard output what it
// shows, what it alerts, and at the end what it wrote down. Run by the test of the cut network.

import { createServer } from "node:http";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openMonitor } from "../../../../src-main/composition/open-monitor.ts";
import { createSurroundings, pathsFor } from "../../../../src-main/composition/surroundings.ts";
import { createConsoleLogger } from "../../../../src-main/platform/logger.ts";

const [folder = "", template = ""] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    say({ alert: Buffer.concat(chunks).toString() });
    response.end("ok");
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const { port } = receiver.address() as AddressInfo;
const configPath = join(folder, "config.yaml");
await writeFile(configPath, template.replaceAll("RECEIVER", `127.0.0.1:${port}`));

const surroundings = createSurroundings({
  paths: pathsFor(folder, {}),
  secrets: { get: () => undefined },
  openLogger: (scrub) => createConsoleLogger("warn", scrub),
});
const { monitor, history, close } = await openMonitor(surroundings, {
  configPath,
  notifier: {
    capabilities: { supported: false, actions: false, replaces: false },
    show: () => Promise.resolve({ kind: "not_sent", reason: "a test" }),
  },
});
const timer = setInterval(() => {
  const { overall, endpoints } = monitor.snapshot();
  say({ suspended: overall.suspended?.reason ?? "", states: endpoints.map(({ name, state }) => `${name} ${state}`) });
}, 200);
process.once("SIGTERM", () => void end());

async function end(): Promise<void> {
  clearInterval(timer);
  await monitor.stop();
  for (const { key, name } of monitor.snapshot().endpoints) {
    const { notObserved } = await history.series({ key, fromMs: Date.now() - 3_600_000, toMs: Date.now(), maxPoints: 100 });
    const { results } = await history.results({ key, limit: 1_000, outcome: "failing" });
    say({ name, reasons: notObserved.map(({ reason }) => reason), failures: results.map(({ timestampMs }) => timestampMs) });
  }
  await close();
  receiver.close();
}
