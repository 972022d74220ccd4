// The whole way of a check in one process: scheduler, probe with phases, conditions, alert state, durable history. And the
// punctuality of the schedule, and what ten thousand endpoints weigh.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, request } from "undici";
import { DEFAULT_CONCURRENCY } from "../../shared/config-schema/root.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { EMPTY_OBSERVATION } from "../../shared/model/observation.ts";
import { openAlerts } from "../../src-main/composition/alerts.ts";
import { emptyConfig } from "../../src-main/composition/empty-config.ts";
import { openProbes } from "../../src-main/composition/probes.ts";
import { createSurroundings, pathsFor } from "../../src-main/composition/surroundings.ts";
import { compileConditions } from "../../src-main/conditions/compile.ts";
import { createMonitor } from "../../src-main/engine/monitor.ts";
import { openHistoryStore } from "../../src-main/history/open-store.ts";
import { createConsoleLogger } from "../../src-main/platform/logger.ts";
import type { Monitor } from "../../src-main/ports/monitor.ts";
import type { Probe } from "../../src-main/ports/probe.ts";
import { endpointConfig } from "../helpers/endpoint-config.ts";
import { findProgram, startReal } from "../helpers/servers/real-server.ts";
import { builtWorker } from "./built-worker.ts";

interface Figure {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly higherIsBetter: boolean;
}

/** What the app does at once unless told otherwise. */
const CONCURRENCY = DEFAULT_CONCURRENCY;
/** More endpoints have more connections, and each finds less of itself in the processor's caches. */
const ENDPOINTS = [100, 500];
/** So many checks fall due in a second: more than get through, so that the next one always waits for its turn. */
const DUE_PER_SECOND = 20_000;
/** Each contender works this long before it is measured: connections are open, and the compiler has come to rest. */
const WARM_UP_MS = 8_000;
/** A machine with other guests is up to twice as slow for seconds or minutes: contenders take turns, so that all meet the same. */
const ROUNDS = 7;
/** Of a turn, before it is measured: idle connections may have been closed meanwhile. */
const SETTLE_MS = 500;
const TURN_MS = 3_000;
/** What the design asks for: 10,000 checks a second where bare requests make 22,000. The rates depend on the machine, their ratio hardly. */
const CHECKS_PER_BARE_REQUEST = 0.45;

interface LocalServer {
  /** For the table. */
  readonly name: string;
  readonly url: string;
  close(): Promise<unknown>;
}

const nodeServerCode = `
  const { createServer } = require("node:http");
  const server = createServer((request, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"status":"UP"}'));
  server.listen(0, "127.0.0.1", () => process.send(server.address().port));
  process.on("disconnect", () => process.exit(0));
`;

/** For machines without nginx. It takes several times as much of the second core. */
async function startNodeServer(): Promise<LocalServer> {
  const server = spawn(process.execPath, ["-e", nodeServerCode], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [port] = (await once(server, "message")) as [number];
  return {
    name: "Node",
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.disconnect();
      return once(server, "exit");
    },
  };
}

async function startNginx(): Promise<LocalServer> {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const server = await startReal({
    program: "nginx",
    files: (folder, port) => ({
      "nginx.conf": `
        daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
        events { worker_connections 4096; }
        http {
          ${temporary.map((kind) => `${kind}_temp_path ${folder};`).join(" ")}
          access_log off; keepalive_timeout 60s; keepalive_requests 100000000;
          server { listen 127.0.0.1:${port}; location / { default_type application/json; return 200 '{"status":"UP"}'; } }
        }`,
    }),
    arguments: (folder) => ["-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`],
  });
  return { name: "nginx", url: `http://127.0.0.1:${server.port}/`, close: () => server.close() };
}

/** A server in a process of its own, so that its work is not counted as ours. */
function startServer(): Promise<LocalServer> {
  return findProgram("nginx") === null ? startNodeServer() : startNginx();
}

/** How often something was done in a while, and what each time cost. */
interface Pace {
  /** Per second. */
  readonly rate: number;
  /** Processor time of this process for one, all threads, in microseconds. */
  readonly costUs: number;
}

/** Something that works as fast as it can, but only when it is its turn. */
interface Contender {
  readonly gate: Gate;
  /** How much it has done so far. */
  count(): number;
  close(): Promise<void>;
}

/** Lets through when open; who comes while it is shut waits. */
class Gate {
  #open = (): void => undefined;
  #opened: Promise<void> | null = null;

  constructor() {
    this.shut();
  }

  open(): void {
    this.#opened = null;
    this.#open();
  }

  shut(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** Resolves when it opens; null = it is open. */
  get opened(): Promise<void> | null {
    return this.#opened;
  }
}

/** One turn of a contender, measured once it runs evenly. */
async function turnOf({ gate, count }: Contender, settleMs: number): Promise<Pace> {
  gate.open();
  await wait(settleMs);
  const before = count();
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  await wait(TURN_MS);
  const done = count() - before;
  const { user, system } = process.cpuUsage(startedCpu);
  const pace = { rate: (done * 1_000) / (performance.now() - startedMs), costUs: (user + system) / done };
  gate.shut();
  return pace;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** A real monitor on a real database, with the real probes or what the caller makes of them. */
async function openMonitor(
  endpoints: readonly EndpointConfig[],
  probeFrom: (real: Probe) => Probe,
  onStart?: (key: string, latenessMs: number) => void,
): Promise<{ monitor: Monitor; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "sentray-bench-"));
  const surroundings = createSurroundings({
    paths: pathsFor(folder, {}),
    secrets: { get: () => undefined },
    openLogger: (scrub) => createConsoleLogger("error", scrub),
  });
  const { clock, timers, random, logger } = surroundings;
  const file = join(folder, "history.sqlite");
  const opened = await openHistoryStore({ file, clock, timers, logger, diskWorker: builtWorker("disk") });
  if (!opened.ok) throw new Error(opened.error.message);
  const history = opened.value;
  const notifier = {
    capabilities: { supported: false, actions: false, replaces: false },
    show: () => Promise.resolve({ kind: "not_sent", reason: "a benchmark" } as const),
  };
  const probes = openProbes(surroundings);
  const monitor = createMonitor(
    {
      clock,
      timers,
      random,
      logger,
      history,
      probes: { probe: probeFrom(probes.probe), forget: (key) => probes.forget(key), close: () => probes.close() },
      alerts: openAlerts(surroundings, history, notifier),
      compileConditions: (texts) => compileConditions(texts, { insideSuite: false }),
      connectivity: { network: () => "home", check: () => Promise.resolve("online" as const) },
      removeSecrets: (text) => text,
      ...(onStart === undefined ? {} : { onStart }),
    },
    { config: { ...emptyConfig(), endpoints, concurrency: CONCURRENCY }, isReadable: true, problems: [], files: [] },
  );
  return {
    monitor,
    close: async () => {
      await monitor.stop();
      await probes.close();
      await history.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const alerted = {
  type: "desktop",
  enabled: true,
  failureThreshold: 3,
  successThreshold: 2,
  sendOnResolved: true,
  minimumReminderIntervalMs: 0,
  description: "",
  providerOverride: {},
  onDegraded: false,
};

/** Requests that undici makes by itself, as many at once as there are checks. */
function bareRequests(url: string): Contender {
  const agent = new Agent({ connections: CONCURRENCY });
  const gate = new Gate();
  let count = 0;
  let over = false;
  const loop = async (): Promise<void> => {
    for (;;) {
      if (gate.opened !== null) await gate.opened;
      if (over) return;
      const { body } = await request(url, { dispatcher: agent });
      await body.dump();
      count += 1;
    }
  };
  const loops = Array.from({ length: CONCURRENCY }, loop);
  return {
    gate,
    count: () => count,
    close: async () => {
      over = true;
      gate.open();
      await Promise.all(loops);
      await agent.close();
    },
  };
}

/** Checks of so many endpoints, each with a connection of its own, more of them due than get through. */
async function checksOf(server: LocalServer, count: number): Promise<Contender> {
  const endpoints = Array.from({ length: count }, (_, index) =>
    endpointConfig({
      name: `e${index}`,
      url: server.url,
      intervalMs: (count * 1_000) / DUE_PER_SECOND,
      conditions: ["[STATUS] == 200", "[BODY].status == UP", "[RESPONSE_TIME] < 300"],
      alerts: [alerted],
    }),
  );
  const gate = new Gate();
  const { monitor, close } = await openMonitor(endpoints, (probe) => (checked, signal) => {
    const { opened } = gate;
    return opened === null ? probe(checked, signal) : opened.then(() => probe(checked, signal));
  });
  let done = 0;
  monitor.on("result", () => (done += 1));
  await monitor.start();
  return {
    gate,
    count: () => done,
    close: () => {
      gate.open();
      return close();
    },
  };
}

/** Checks beside bare requests, in turns. */
async function throughput(): Promise<readonly Figure[]> {
  const server = await startServer();
  const bare = bareRequests(server.url);
  const checks = await Promise.all(ENDPOINTS.map(async (count) => ({ count, contender: await checksOf(server, count) })));
  const contenders = [bare, ...checks.map(({ contender }) => contender)];
  for (const contender of contenders) await turnOf(contender, WARM_UP_MS);
  const rounds: Pace[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const paces: Pace[] = [];
    for (const contender of contenders) paces.push(await turnOf(contender, SETTLE_MS));
    rounds.push(paces);
  }
  for (const contender of contenders) await contender.close();
  await server.close();
  return [
    ...paceFigures(`bare undici loop, ${CONCURRENCY} connections (${server.name})`, columnOf(rounds, 0)),
    ...checks.flatMap(({ count }, index) => {
      const paces = columnOf(rounds, index + 1);
      const ratios = paces.map(({ rate }, round) => rate / (rounds[round]?.[0]?.rate ?? 0));
      return [
        ...paceFigures(`checks end to end, ${count} endpoints`, paces, 10_000),
        {
          metric: "… per bare request",
          value: median(ratios),
          unit: "",
          target: CHECKS_PER_BARE_REQUEST,
          higherIsBetter: true,
        },
      ];
    }),
  ];
}

function columnOf(rounds: readonly (readonly Pace[])[], index: number): readonly Pace[] {
  return rounds.flatMap((paces) => paces[index] ?? []);
}

/** The middle of the rounds, and the slowest and fastest of them. */
function paceFigures(metric: string, paces: readonly Pace[], target?: number): readonly Figure[] {
  const rates = paces.map(({ rate }) => rate);
  return [
    { metric, value: median(rates), unit: "/s", ...(target === undefined ? {} : { target }), higherIsBetter: true },
    { metric: "… slowest round", value: Math.min(...rates), unit: "/s", higherIsBetter: true },
    { metric: "… fastest round", value: Math.max(...rates), unit: "/s", higherIsBetter: true },
    { metric: "… processor time of one", value: median(paces.map(({ costUs }) => costUs)), unit: "µs", higherIsBetter: false },
  ];
}

/** Lateness and weight: ten thousand endpoints every ten seconds, probes that take 50 ms. */
async function schedule(): Promise<readonly Figure[]> {
  const lateness: number[] = [];
  let warm = false;
  const probe: Probe = () =>
    new Promise((resolve) => setTimeout(() => resolve({ ...EMPTY_OBSERVATION, connected: true, status: 200, durationMs: 50 }), 50));
  const endpoints = Array.from({ length: 10_000 }, (_, index) =>
    endpointConfig({ name: `e${index}`, intervalMs: 10_000, alerts: [alerted] }),
  );
  const { monitor, close } = await openMonitor(
    endpoints,
    () => probe,
    (_key, latenessMs) => {
      if (warm) lateness.push(latenessMs);
    },
  );
  await monitor.start();
  await wait(5_000);
  warm = true;
  await wait(20_000);
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  await close();
  lateness.sort((a, b) => a - b);
  const at = (quantile: number): number => lateness[Math.floor(quantile * (lateness.length - 1))] ?? 0;
  return [
    { metric: "lateness of the schedule, 10,000 endpoints every 10 s, median", value: at(0.5), unit: "ms", higherIsBetter: false },
    {
      metric: "lateness of the schedule, 10,000 endpoints every 10 s, p99",
      value: at(0.99),
      unit: "ms",
      target: 50,
      higherIsBetter: false,
    },
    { metric: "checks started meanwhile", value: lateness.length, unit: "", higherIsBetter: true },
    { metric: "memory of the process with 10,000 endpoints", value: rssMb, unit: "MB RSS", target: 250, higherIsBetter: false },
  ];
}

export default {
  name: "engine",
  async run(): Promise<readonly Figure[]> {
    const punctuality = await schedule();
    return [...(await throughput()), ...punctuality];
  },
};
