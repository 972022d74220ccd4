// What the probes cost: HTTP checks per second beside a bare undici loop in the same run, TLS handshakes and pings in numbers.

import { createServer } from "node:http";
import { Agent, type Dispatcher } from "undici";
import type { ProbeSet } from "../../src-main/ports/probe.ts";
import { createProbeSet } from "../../src-main/probes/probe-set.ts";
import { createAuthority } from "../helpers/servers/certificates.ts";
import { checkOnce, testContext, testEndpoint } from "../helpers/servers/probe-context.ts";
import { serve, serveTls } from "../helpers/servers/tcp-server.ts";

/** One figure. */
interface Measurement {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly higherIsBetter: boolean;
}

const HTTP_CHECKS = 30_000;
const PARALLEL = 64;
const HANDSHAKES = 2_000;
const PINGS = 500;

/** Runs `total` pieces of work, `width` at a time; the seconds that it took. */
async function inParallel(total: number, width: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let next = 0;
  const lane = async (first: number) => {
    for (let index = first; index < total; next += 1, index = width + next - 1) {
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: width }, (_nothing, index) => lane(index)));
  return (performance.now() - started) / 1_000;
}

function bareRequest(agent: Dispatcher, origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    agent.dispatch(
      { origin, path: "/", method: "GET" },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: () => undefined,
        onResponseEnd: () => {
          resolve();
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      },
    );
  });
}

async function benchHttp(probes: ProbeSet): Promise<readonly Measurement[]> {
  const server = await serve(
    createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
      response.end('{"status":"UP"}');
    }),
  );
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const endpoints = Array.from({ length: PARALLEL }, () => testEndpoint(`${origin}/`));
  const agent = new Agent({ connections: PARALLEL });
  const check = (index: number) => checkOnce(probes, endpoints[index % PARALLEL] ?? testEndpoint(origin));
  await inParallel(2_000, PARALLEL, check);
  await inParallel(2_000, PARALLEL, () => bareRequest(agent, origin));
  const bareSeconds = await inParallel(HTTP_CHECKS, PARALLEL, () => bareRequest(agent, origin));
  const probeSeconds = await inParallel(HTTP_CHECKS, PARALLEL, check);
  await agent.close();
  for (const { key } of endpoints) {
    probes.forget(key);
  }
  await server.close();
  return [
    {
      metric: "HTTP checks, probe alone (server in the same process)",
      value: HTTP_CHECKS / probeSeconds,
      unit: "1/s",
      target: 10_000,
      higherIsBetter: true,
    },
    { metric: "HTTP requests, bare undici loop (same server)", value: HTTP_CHECKS / bareSeconds, unit: "1/s", higherIsBetter: true },
    { metric: "HTTP probe as a share of the bare loop", value: bareSeconds / probeSeconds, unit: "ratio", higherIsBetter: true },
  ];
}

async function benchTls(probes: ProbeSet, url: string): Promise<readonly Measurement[]> {
  await inParallel(100, 32, () => checkOnce(probes, testEndpoint(url)));
  const before = process.memoryUsage().rss;
  let peak = before;
  const seconds = await inParallel(HANDSHAKES, 32, async () => {
    await checkOnce(probes, testEndpoint(url));
    peak = Math.max(peak, process.memoryUsage.rss());
  });
  return [
    { metric: "TLS handshakes with chain, both sides in one process", value: HANDSHAKES / seconds, unit: "1/s", higherIsBetter: true },
    {
      metric: `growth of memory over ${String(HANDSHAKES)} TLS handshakes`,
      value: (peak - before) / 1_048_576,
      unit: "MB",
      higherIsBetter: false,
    },
  ];
}

async function benchIcmp(probes: ProbeSet): Promise<readonly Measurement[]> {
  let answered = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: PINGS }, async () => {
      const seen = await checkOnce(probes, testEndpoint("icmp://127.0.0.1", { client: { timeoutMs: 20_000 } }));
      answered += seen.connected ? 1 : 0;
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  return [
    {
      metric: `ICMP checks, ${String(PINGS)} asked for at once, 64 processes at most`,
      value: PINGS / seconds,
      unit: "1/s",
      higherIsBetter: true,
    },
    { metric: "ICMP checks answered", value: answered, unit: `of ${String(PINGS)}`, target: PINGS, higherIsBetter: true },
  ];
}

const bench = {
  name: "probes",
  run: async (): Promise<readonly Measurement[]> => {
    const authority = await createAuthority();
    const probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert] } });
    const server = await serveTls(await authority.issue(), (socket) => socket.end());
    try {
      const http = await benchHttp(probes);
      const tls = await benchTls(probes, `tls://localhost:${String(server.port)}`);
      return [...http, ...tls, ...(await benchIcmp(probes))];
    } finally {
      await probes.close();
      await server.close();
    }
  },
};

export default bench;
