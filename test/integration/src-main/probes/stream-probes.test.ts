import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redactErrors } from "../../../../src-main/engine/redact.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createAuthority, selfSigned } from "../../../helpers/servers/certificates.ts";
import { bodyText, checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { closedPort, serveTcp, serveTls, type TestServer } from "../../../helpers/servers/tcp-server.ts";

const servers: TestServer[] = [];
const open = async (server: Promise<TestServer>) => {
  const opened = await server;
  servers.push(opened);
  return opened;
};

let authority: Awaited<ReturnType<typeof createAuthority>>;
let probes: ProbeSet;

beforeAll(async () => {
  authority = await createAuthority();
  probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert], systemCertificates: false } });
});

afterAll(async () => {
  await probes.close();
  await Promise.all(servers.map((server) => server.close()));
});

describe("the TCP probe", () => {
  it("is connected when somebody listens", async () => {
    const server = await open(serveTcp(() => undefined));
    const seen = await checkOnce(probes, testEndpoint(`tcp://127.0.0.1:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, ip: "127.0.0.1", errors: [], inconclusive: false });
    expect(seen.phases.connectMs).toBeGreaterThan(0);
    expect(seen.phases).toMatchObject({ dnsMs: 0, tlsMs: 0, firstByteMs: 0, transferMs: 0 });
    await server.allClosed();
  });

  it("reaches a host by a name of which only one address is listened on", async () => {
    const server = await open(serveTcp(() => undefined));
    const resolver = {
      resolve: () => Promise.resolve([{ address: "127.0.0.9", family: 4 } as const, { address: "127.0.0.1", family: 4 } as const]),
    };
    const set = createProbeSet(testContext({ resolver }));
    const seen = await checkOnce(set, testEndpoint(`tcp://two.example:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, ip: "127.0.0.1" });
  });

  it("sends the body with its placeholders and takes the first 1024 bytes of the answer", async () => {
    const server = await open(
      serveTcp((socket) => {
        socket.once("data", (request) => socket.write(`${request.toString()}|${"x".repeat(5_000)}`));
      }),
    );
    const endpoint = testEndpoint(`tcp://127.0.0.1:${String(server.port)}`, {
      name: "N",
      group: "G",
      body: "[ENDPOINT_GROUP] [ENDPOINT_NAME] [LOCAL_ADDRESS]",
    });
    const seen = await checkOnce(probes, endpoint);
    expect(seen.connected).toBe(true);
    expect(bodyText(seen)).toMatch(/^G N 127\.0\.0\.1:\d+\|x+$/);
    expect(seen.body.length).toBe(1_024);
    await server.allClosed();
  });

  it("is not connected when the answer is an orderly close", async () => {
    const server = await open(serveTcp((socket) => socket.end()));
    const seen = await checkOnce(probes, testEndpoint(`tcp://127.0.0.1:${String(server.port)}`, { body: "hello" }));
    expect(seen).toMatchObject({ connected: false, errors: ["server closed the connection before answering"] });
  });

  it("says that the connection was refused", async () => {
    const port = await closedPort();
    const seen = await checkOnce(probes, testEndpoint(`tcp://127.0.0.1:${String(port)}`));
    expect(seen).toMatchObject({ connected: false, errors: [`connection to 127.0.0.1:${String(port)} refused`], inconclusive: false });
  });

  it("has errors whose host and port can be hidden", async () => {
    const port = await closedPort();
    const endpoint = testEndpoint(`tcp://127.0.0.1:${String(port)}`, { ui: { hideHostname: true, hidePort: true } });
    const seen = await checkOnce(probes, endpoint);
    expect(redactErrors(seen.errors, endpoint, seen)).toEqual(["connection to <redacted>:<redacted> refused"]);
  });

  it("ends at its timeout and says what it was waiting for", async () => {
    const server = await open(serveTcp(() => undefined));
    const seen = await checkOnce(
      probes,
      testEndpoint(`tcp://127.0.0.1:${String(server.port)}`, { body: "hello", client: { timeoutMs: 60 } }),
    );
    expect(seen).toMatchObject({ connected: false, errors: ["timed out after 60ms while waiting for an answer"] });
    await server.allClosed();
  });

  it("is inconclusive when the caller gives up", async () => {
    const server = await open(serveTcp(() => undefined));
    const stop = new AbortController();
    const endpoint = testEndpoint(`tcp://127.0.0.1:${String(server.port)}`, { body: "hello" });
    const pending = probes.probe({ endpoint, needs: { body: true, ip: false, domainExpiration: false } }, stop.signal);
    stop.abort();
    expect(await pending).toMatchObject({ inconclusive: true, errors: ["check was cancelled"] });
    await server.allClosed();
  });

  it.each([
    ["tcp://localhost", 'address "localhost" has no port'],
    ["tcp://localhost:99999", 'address "localhost:99999" has a bad port: 1 to 65535 is needed'],
    ["tcp://::1:80:90:x", 'address "::1:80:90:x" is malformed: host:port is needed, IPv6 in brackets'],
  ])("explains that %s is no address", async (url, error) => {
    expect((await checkOnce(probes, testEndpoint(url))).errors).toEqual([error]);
  });

  it("connects over IPv6", async () => {
    const server = await open(serveTcp(() => undefined, "::1"));
    const seen = await checkOnce(probes, testEndpoint(`tcp://[::1]:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, ip: "::1" });
  });
});

describe("the TLS probe", () => {
  it("keeps the whole chain of a trusted certificate", async () => {
    const server = await open(serveTls(await authority.issue(), () => undefined));
    const seen = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(seen.tls).toMatchObject({ protocol: "TLSv1.3", trusted: true, untrustedReason: "" });
    expect(seen.tls?.chain.map(({ subject }) => subject)).toEqual(["CN=localhost", expect.stringContaining("Sentray Test Authority")]);
    expect(seen.tls?.chain[0]?.names).toEqual(["localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"]);
    expect(seen.certificateExpiresInMs).toBeGreaterThan(6 * 86_400_000);
    expect(seen.phases.tlsMs).toBeGreaterThan(0);
    await server.allClosed();
  });

  it("exchanges a body and keeps the connection's facts when that fails", async () => {
    const server = await open(
      serveTls(await authority.issue(), (socket) => socket.on("data", (data: Buffer) => socket.end(data.toString().toUpperCase()))),
    );
    const seen = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`, { body: "ping" }));
    expect(bodyText(seen)).toBe("PING");
    const silent = await open(serveTls(await authority.issue(), (socket) => socket.end()));
    const failed = await checkOnce(probes, testEndpoint(`tls://localhost:${String(silent.port)}`, { body: "ping" }));
    expect(failed).toMatchObject({ connected: true, durationMs: 0, errors: ["server closed the connection before answering"] });
  });

  const now = Date.now();
  it.each([
    [
      "expired",
      () => authority.issue({ notBefore: new Date(now - 2e8), notAfter: new Date(now - 1e8) }),
      /^certificate has expired \(on \d{4}-/,
    ],
    [
      "not yet valid",
      () => authority.issue({ notBefore: new Date(now + 1e8), notAfter: new Date(now + 2e8) }),
      /^certificate is not valid yet/,
    ],
    [
      "for another name",
      () => authority.issue({ names: ["other.example"] }),
      /^certificate is for another name: valid for other\.example, not localhost$/,
    ],
    ["self-signed", () => selfSigned(), /^certificate is self-signed$/],
  ])("refuses a certificate that is %s and still shows it", async (_name, issue, reason) => {
    const server = await open(serveTls(await issue(), () => undefined));
    const seen = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`));
    expect(seen.connected).toBe(false);
    expect(seen.errors[0]).toMatch(reason);
    expect(seen.tls?.trusted).toBe(false);
    expect(seen.tls?.chain.length).toBeGreaterThan(0);
    const insecure = await checkOnce(probes, testEndpoint(`tls://localhost:${String(server.port)}`, { client: { insecure: true } }));
    expect(insecure).toMatchObject({ connected: true, errors: [] });
    expect(insecure.tls?.untrustedReason).toMatch(reason);
    expect(insecure.certificateExpiresInMs).not.toBeNull();
  });
});
