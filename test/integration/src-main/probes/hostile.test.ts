// The table of servers that nobody should have to meet. Each case: what is seen, when it is over, how much is held, what stays open.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority } from "../../../helpers/servers/certificates.ts";
import { checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { CASE_BODY_BYTES, type HostileTools, timeoutOf } from "./hostile/case.ts";
import { httpCases } from "./hostile/http-cases.ts";
import { protocolCases } from "./hostile/protocol-cases.ts";
import { tlsCases } from "./hostile/tls-cases.ts";
import { openResources, startLateness, startMemory } from "./hostile/yardstick.ts";

/** A check may end this much after its timeout, apart from the time in which the machine did not let it run. */
const SLACK_MS = 200;
/** The window of an unpacker (16 MB for brotli), buffers of sockets and of the server in the same process. */
const HARNESS_BYTES = 20 * 1024 * 1024;

const cases = [...httpCases, ...tlsCases, ...protocolCases];

let tools: HostileTools;
let probes: ProbeSet;

beforeAll(async () => {
  const authority = await createAuthority();
  tools = { authority, good: await authority.issue() };
  probes = createProbeSet(testContext(), {
    trust: { extraCertificatesPem: [authority.cert], systemCertificates: false },
    limits: { bodyBytes: CASE_BODY_BYTES },
  });
});

afterAll(async () => {
  await probes.close();
});

it("has at least sixty cases, each with its own name", () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

it.each(cases)("$name", async ({ start, expected }) => {
  const resourcesBefore = openResources();
  const { server, url, parts } = await start(tools);
  const timeoutMs = timeoutOf(expected);
  const endpoint = testEndpoint(url, { ...parts, client: { timeoutMs, ...parts?.client } });
  const memory = startMemory();
  const lateness = startLateness();
  const started = performance.now();
  try {
    const seen = await checkOnce(probes, endpoint);
    const tookMs = performance.now() - started;
    const lateMs = lateness.end();
    const grownBytes = memory.end();

    expect({
      connected: seen.connected,
      ...Object.fromEntries(Object.keys(expected.facts ?? {}).map((key) => [key, Reflect.get(seen, key)])),
    }).toEqual({
      connected: expected.connected,
      ...expected.facts,
    });
    expect(seen.errors).toEqual(expected.error === null ? [] : [expect.stringMatching(expected.error)]);
    expect(tookMs - lateMs).toBeLessThan(timeoutMs + SLACK_MS);
    expect(seen.body.length).toBeLessThanOrEqual(CASE_BODY_BYTES);
    expect(grownBytes).toBeLessThan(CASE_BODY_BYTES + HARNESS_BYTES);
    probes.forget(endpoint.key);
    await server.allClosed();
  } finally {
    await server.close();
  }
  // Also what no server sees: sockets that never reached one, datagram sockets, processes.
  await expect.poll(openResources, { timeout: 2_000, interval: 5 }).toBeLessThanOrEqual(resourcesBefore);
});
