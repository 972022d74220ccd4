// A network that is really cut: the monitor lives in a network namespace of its own, what it watches in another, and the cable
// between them is pulled. Needs root and `ip`; only namespaces that this test made are touched.

import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "vite";

const HERE = `sentray-here-${process.pid}`;
const THERE = `sentray-there-${process.pid}`;
/** From a range for documentation and tests; @see RFC 5737 */
const OUR_ADDRESS = "198.51.100.1/24";
const THEIR_HOST = "198.51.100.2";
const THEIR_ADDRESS = `${THEIR_HOST}/24`;

interface Line {
  readonly suspended?: string;
  readonly states?: readonly string[];
  readonly alert?: string;
  readonly name?: string;
  readonly reasons?: readonly string[];
  readonly failures?: readonly number[];
}

function ip(...words: readonly string[]): void {
  execFileSync("ip", words, { stdio: "pipe" });
}

/** Why this machine cannot run the test; null = it can. */
function obstacle(): string | null {
  if (process.platform !== "linux") return "network namespaces exist on Linux only";
  if (process.getuid?.() !== 0) return "only root may make network namespaces";
  try {
    ip("netns", "add", HERE);
    ip("netns", "delete", HERE);
    return null;
  } catch (error) {
    return `this machine does not let us make network namespaces: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}

const CONFIG = `
alerting:
  custom: {url: "http://RECEIVER/", method: POST, body: "[ALERT_TRIGGERED_OR_RESOLVED] [ENDPOINT_NAME]"}
connectivity:
  checker: {targets: ["${THEIR_HOST}:8053"], interval: 5s}
endpoints:
  - name: victim
    url: "http://${THEIR_HOST}:8081/"
    interval: 1s
    client: {timeout: 2s}
    conditions: ["[STATUS] == 200"]
    alerts: [{type: custom, failure-threshold: 2, success-threshold: 1}]
  - name: survivor
    url: "http://${THEIR_HOST}:8082/"
    interval: 1s
    client: {timeout: 2s}
    conditions: ["[STATUS] == 200"]
    alerts: [{type: custom, failure-threshold: 1, success-threshold: 1}]
  - name: local
    url: "tcp://RECEIVER"
    interval: 1s
    conditions: ["[CONNECTED] == true"]
    alerts: [{type: custom, failure-threshold: 1, success-threshold: 1}]
`;

const SERVER = `
const http = require("node:http");
for (const port of process.argv.slice(1).map(Number)) http.createServer((_, response) => response.end("ok")).listen(port, "0.0.0.0");
`;

const reason = obstacle();

describe.skipIf(reason !== null)(`a monitor whose network is cut${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  const children: ChildProcess[] = [];
  const lines: Line[] = [];
  let folder = "";
  let program = "";

  const inside = (namespace: string, ...words: readonly string[]): ChildProcess => {
    const child = spawn("ip", ["netns", "exec", namespace, process.execPath, ...words], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    return child;
  };
  const alerts = (): readonly string[] => lines.flatMap(({ alert }) => alert ?? []);
  const shown = (): Line => lines.findLast(({ states }) => states !== undefined) ?? {};
  const until = async (what: string, isSo: () => boolean, withinMs = 40_000): Promise<void> => {
    for (const endMs = Date.now() + withinMs; !isSo(); await wait(50)) {
      if (Date.now() > endMs)
        throw new Error(`${what}: not so after ${withinMs} ms; shown ${JSON.stringify(shown())}, told ${alerts().join()}`);
    }
  };
  const allHealthy = (): boolean => shown().suspended === "" && shown().states?.every((state) => state.endsWith(" healthy")) === true;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sentray-cut-"));
    // Beside the dependencies, so that the program finds them.
    program = resolve("node_modules/.cache/cut-network", `${process.pid}`);
    await mkdir(program, { recursive: true });
    await build({
      configFile: false,
      logLevel: "error",
      build: {
        ssr: resolve(import.meta.dirname, "watcher.ts"),
        outDir: program,
        target: "node20",
        rollupOptions: { output: { entryFileNames: "watcher.mjs" } },
      },
    });
    ip("netns", "add", HERE);
    ip("netns", "add", THERE);
    ip("link", "add", "cable0", "netns", HERE, "type", "veth", "peer", "name", "cable1", "netns", THERE);
    ip("-n", HERE, "addr", "add", OUR_ADDRESS, "dev", "cable0");
    ip("-n", THERE, "addr", "add", THEIR_ADDRESS, "dev", "cable1");
    for (const [namespace, device] of [
      [HERE, "lo"],
      [HERE, "cable0"],
      [THERE, "lo"],
      [THERE, "cable1"],
    ] as const) {
      ip("-n", namespace, "link", "set", device, "up");
    }
  }, 120_000);

  afterAll(async () => {
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    ip("netns", "delete", THERE);
    ip("netns", "delete", HERE);
    await rm(program, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  it("alerts nobody while the cable is out or the other side is silent, writes it down, and tells of a server that really stopped", async () => {
    inside(THERE, "-e", SERVER, "8053", "8082");
    const victim = inside(THERE, "-e", SERVER, "8081");
    const watcher = inside(HERE, join(program, "watcher.mjs"), folder, CONFIG);
    if (watcher.stdout === null) throw new Error("the watcher has no output");
    createInterface({ input: watcher.stdout }).on("line", (line) => lines.push(JSON.parse(line) as Line));
    await until("everything is seen", allHealthy);

    ip("-n", HERE, "link", "set", "cable0", "down");
    await until("the pulled cable is noticed", () => shown().suspended === "offline");
    expect(shown().states).toEqual(["victim not-observed", "survivor not-observed", "local healthy"]);
    await wait(3_000);
    ip("-n", HERE, "link", "set", "cable0", "up");
    await until("the network is back", allHealthy);

    ip("-n", THERE, "addr", "del", THEIR_ADDRESS, "dev", "cable1");
    await until("the silence is noticed", () => shown().suspended === "offline");
    await wait(3_000);
    ip("-n", THERE, "addr", "add", THEIR_ADDRESS, "dev", "cable1");
    await until("the other side is back", allHealthy);
    expect(alerts()).toEqual([]);

    const stoppedMs = Date.now();
    victim.kill("SIGKILL");
    await until("the stopped server is told", () => alerts().length > 0);
    expect(alerts()).toEqual(["TRIGGERED victim"]);

    const ended = new Promise((resolveEnd) => watcher.once("exit", resolveEnd));
    watcher.kill("SIGTERM");
    await ended;
    const written = new Map(lines.flatMap((line) => (line.name === undefined ? [] : [[line.name, line] as const])));
    expect(written.get("victim")?.reasons).toEqual(["offline", "offline"]);
    expect(written.get("survivor")).toMatchObject({ reasons: ["offline", "offline"], failures: [] });
    expect(written.get("local")).toMatchObject({ reasons: [], failures: [] });
    expect(Math.min(...(written.get("victim")?.failures ?? []))).toBeGreaterThan(stoppedMs);
  }, 180_000);
});
