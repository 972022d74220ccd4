// The table of servers that nobody should have to meet. Each case: what is seen, when it is over, how much is held, what stays open.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority } from "../../../helpers/servers/certificates.ts";
import { checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { CASE_BODY_BYTES, CASE_TIMEOUT_MS, type HostileTools } from "./hostile/case.ts";
import { httpCases } from "./hostile/http-cases.ts";
import { protocolCases } from "./hostile/protocol-cases.ts";
import { tlsCases } from "./hostile/tls-cases.ts";

/** The bound is 200 ms past the timeout; a machine that runs other tests at the same time needs more before the clock is read. */
const SLACK_MS = 1_200;
/** Buffers of sockets and of the server in the same process, besides what the probe may hold. */
const HARNESS_BYTES = 64 * 1024 * 1024;

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
  const { server, url, parts } = await start(tools);
  const endpoint = testEndpoint(url, { ...parts, client: { timeoutMs: CASE_TIMEOUT_MS, ...parts?.client } });
  const before = process.memoryUsage().external;
  const started = performance.now();
  try {
    const seen = await checkOnce(probes, endpoint);
    const elapsedMs = performance.now() - started;
    const grown = process.memoryUsage().external - before;

    expect({
      connected: seen.connected,
      ...Object.fromEntries(Object.keys(expected.facts ?? {}).map((key) => [key, Reflect.get(seen, key)])),
    }).toEqual({
      connected: expected.connected,
      ...expected.facts,
    });
    expect(seen.errors).toEqual(expected.error === null ? [] : [expect.stringMatching(expected.error)]);
    expect(elapsedMs).toBeLessThan(CASE_TIMEOUT_MS + SLACK_MS);
    expect(seen.body.length).toBeLessThanOrEqual(CASE_BODY_BYTES);
    expect(grown).toBeLessThan(CASE_BODY_BYTES + HARNESS_BYTES);
    probes.forget(endpoint.key);
    await server.allClosed();
  } finally {
    await server.close();
  }
});
