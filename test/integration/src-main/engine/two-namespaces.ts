// Two network namespaces and a cable between them: the monitor lives in one, what it watches in the other. Needs root and `ip`; only
// namespaces made here are touched.

import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { build } from "vite";

const HERE = `sentray-here-${process.pid}`;
const THERE = `sentray-there-${process.pid}`;
/** From ranges for documentation and tests; @see RFC 5737 */
export const OUR_HOST = "198.51.100.1";
export const THEIR_HOST = "198.51.100.2";
export const BEHIND_TUNNEL = "192.0.2.2";

/** A server on several ports: on SIGUSR2 it becomes a captive portal that answers whoever asks for anything, and back. */
const SERVER = `
const http = require("node:http");
let isPortal = false;
process.on("SIGUSR2", () => { isPortal = !isPortal; });
const answer = (request, response) => {
  if (isPortal) response.writeHead(302, { location: "http://" + request.headers.host + "/login" }).end("log in first");
  else if (request.url === "/generate_204") response.writeHead(204).end();
  else response.end("ok");
};
for (const port of process.argv.slice(1).map(Number)) http.createServer(answer).listen(port, "0.0.0.0");
`;

/** What the watcher tells of an endpoint at its end. */
export interface Written {
  readonly reasons: readonly string[];
  readonly failures: readonly number[];
}

interface Line extends Partial<Written> {
  readonly suspended?: string;
  readonly states?: readonly string[];
  readonly alert?: string;
  readonly name?: string;
}

function ip(...words: readonly string[]): void {
  execFileSync("ip", words, { stdio: "pipe" });
}

/** Why this machine cannot have namespaces; null = it can. */
export function obstacle(): string | null {
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

/** Runs node in one of the namespaces. */
function inside(namespace: string, words: readonly string[]): ChildProcess {
  return spawn("ip", ["netns", "exec", namespace, process.execPath, ...words], { stdio: ["ignore", "pipe", "inherit"] });
}

/** A monitor in a process of its own, and what it told so far. */
export class Watcher {
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  readonly #ended: Promise<void>;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolveEnd) => child.once("exit", () => resolveEnd()));
    if (child.stdout === null) throw new Error("the watcher has no output");
    createInterface({ input: child.stdout }).on("line", (line) => this.#lines.push(JSON.parse(line) as Line));
  }

  get alerts(): readonly string[] {
    return this.#lines.flatMap(({ alert }) => alert ?? []);
  }

  /** Name and state of each endpoint, as last shown. */
  get states(): readonly string[] {
    return this.#shown.states ?? [];
  }

  get suspended(): string {
    return this.#shown.suspended ?? "";
  }

  get isAllHealthy(): boolean {
    return this.#shown.suspended === "" && this.states.length > 0 && this.states.every((state) => state.endsWith(" healthy"));
  }

  async until(what: string, isSo: () => boolean, withinMs = 40_000): Promise<void> {
    for (const endMs = Date.now() + withinMs; !isSo(); await wait(50)) {
      if (Date.now() > endMs)
        throw new Error(`${what}: not so after ${withinMs} ms; shown ${JSON.stringify(this.#shown)}, told ${this.alerts.join()}`);
    }
  }

  /** Ends it in an orderly way; what it wrote down, by the endpoint's name. */
  async end(): Promise<ReadonlyMap<string, Written>> {
    this.#child.kill("SIGTERM");
    await this.#ended;
    return new Map(
      this.#lines.flatMap(({ name, reasons = [], failures = [] }) => (name === undefined ? [] : [[name, { reasons, failures }]])),
    );
  }

  get #shown(): Line {
    return this.#lines.findLast(({ states }) => states !== undefined) ?? {};
  }
}

/** Both namespaces, the cable, and what runs in them. Opened by `lay`, closed by `clear`. */
export class TwoNamespaces {
  readonly #children: ChildProcess[] = [];
  #folder = "";
  #program = "";

  async lay(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), "sentray-cut-"));
    // Beside the dependencies, so that the program finds them.
    this.#program = resolve("node_modules/.cache/cut-network", `${process.pid}`);
    await mkdir(this.#program, { recursive: true });
    await build({
      configFile: false,
      logLevel: "error",
      build: {
        ssr: resolve(import.meta.dirname, "watcher.ts"),
        outDir: this.#program,
        target: "node20",
        rollupOptions: { output: { entryFileNames: "watcher.mjs" } },
      },
    });
    for (const namespace of [HERE, THERE]) {
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
    }
    this.#connect("cable", `${OUR_HOST}/24`, `${THEIR_HOST}/24`);
  }

  async clear(): Promise<void> {
    this.stopAll();
    ip("netns", "delete", THERE);
    ip("netns", "delete", HERE);
    await rm(this.#program, { recursive: true, force: true });
    await rm(this.#folder, { recursive: true, force: true });
  }

  stopAll(): void {
    for (const child of this.#children.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  }

  /** A server there, on these ports. */
  serve(...ports: readonly number[]): ChildProcess {
    return this.#start(THERE, ["-e", SERVER, ...ports.map(String)]);
  }

  /** A monitor here. */
  async watch(config: string): Promise<Watcher> {
    const folder = await mkdtemp(join(this.#folder, "watcher-"));
    return new Watcher(this.#start(HERE, [join(this.#program, "watcher.mjs"), folder, config]));
  }

  pullCable(): void {
    ip("-n", HERE, "link", "set", "cable0", "down");
  }

  plugCable(): void {
    ip("-n", HERE, "link", "set", "cable0", "up");
  }

  /** From now on, or no longer, what the other side answers is lost on its way. */
  dropAnswers(isDropped: boolean): void {
    ip("-n", THERE, "route", isDropped ? "add" : "del", "blackhole", `${OUR_HOST}/32`);
  }

  /** The other side is there, or not, while the cable is in. */
  setTheirAddress(isThere: boolean): void {
    ip("-n", THERE, "addr", isThere ? "add" : "del", `${THEIR_HOST}/24`, "dev", "cable1");
  }

  dialTunnel(): void {
    this.#connect("tunnel", "192.0.2.1/24", `${BEHIND_TUNNEL}/24`);
  }

  hangUpTunnel(): void {
    ip("-n", HERE, "link", "delete", "tunnel0");
  }

  #connect(name: string, ours: string, theirs: string): void {
    ip("link", "add", `${name}0`, "netns", HERE, "type", "veth", "peer", "name", `${name}1`, "netns", THERE);
    ip("-n", HERE, "addr", "add", ours, "dev", `${name}0`);
    ip("-n", THERE, "addr", "add", theirs, "dev", `${name}1`);
    ip("-n", HERE, "link", "set", `${name}0`, "up");
    ip("-n", THERE, "link", "set", `${name}1`, "up");
  }

  #start(namespace: string, words: readonly string[]): ChildProcess {
    const child = inside(namespace, words);
    this.#children.push(child);
    return child;
  }
}
