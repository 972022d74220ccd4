import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { status } from "@grpc/grpc-js";
import { SMTPServer } from "smtp-server";
import { WebSocketServer } from "ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority } from "../../../helpers/servers/certificates.ts";
import { serveGrpc } from "../../../helpers/servers/grpc-server.ts";
import { bodyText, checkOnce, type EndpointParts, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { serveStarttls } from "../../../helpers/servers/smtp-server.ts";
import { newRsaKey, serveSsh } from "../../../helpers/servers/ssh-server.ts";
import { closedPort, serve, serveTcp } from "../../../helpers/servers/tcp-server.ts";

let authority: Awaited<ReturnType<typeof createAuthority>>;
let probes: ProbeSet;
const closers: Array<() => unknown> = [];

async function open<T extends { close(): unknown }>(server: Promise<T>): Promise<T> {
  const opened = await server;
  closers.push(() => opened.close());
  return opened;
}

beforeAll(async () => {
  authority = await createAuthority();
  probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert], systemCertificates: false } });
});

afterAll(async () => {
  await probes.close();
  await Promise.all(closers.map((close) => close()));
});

describe("the UDP probe", () => {
  it("exchanges a datagram", async () => {
    const socket = createSocket("udp4");
    socket.on("message", (bytes, from) => {
      socket.send(`got ${bytes.toString()}`, from.port, from.address);
    });
    await new Promise<void>((resolve) => {
      socket.bind(0, "127.0.0.1", resolve);
    });
    const url = `udp://127.0.0.1:${String(socket.address().port)}`;
    const seen = await checkOnce(probes, testEndpoint(url, { body: "x" }));
    expect(seen).toMatchObject({ connected: true, errors: [], ip: "127.0.0.1" });
    expect(bodyText(seen)).toBe("got x");
    expect(await checkOnce(probes, testEndpoint(url))).toMatchObject({ connected: true });
    socket.close();
    expect(await checkOnce(probes, testEndpoint(url, { body: "x", client: { timeoutMs: 500 } }))).toMatchObject({ connected: false });
  });
});

describe("the ICMP probe", () => {
  it.each(["icmp://127.0.0.1", "icmp://localhost", "icmp://[::1]"])("gets an echo from %s", async (url) => {
    const seen = await checkOnce(probes, testEndpoint(url));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(seen.durationMs).toBeGreaterThan(0);
    expect(["127.0.0.1", "::1"]).toContain(seen.ip);
  });

  it("takes the echo's own round trip for time and first byte, whatever the life of the program", async () => {
    const output = [
      "PING 127.0.0.1 (127.0.0.1) 24(52) bytes of data.",
      "32 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=12.3 ms",
      "",
      "--- 127.0.0.1 ping statistics ---",
      "1 packets transmitted, 1 received, 0% packet loss, time 0ms",
      "rtt min/avg/max/mdev = 12.300/12.300/12.300/0.000 ms",
    ].join("\n");
    const set = createProbeSet(testContext(), { runProgram: () => Promise.resolve({ kind: "ended", exitCode: 0, output, complaint: "" }) });
    const seen = await checkOnce(set, testEndpoint("icmp://127.0.0.1"));
    expect(seen).toMatchObject({ connected: true, errors: [], durationMs: 12.3 });
    expect(seen.phases).toEqual({ dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 12.3, transferMs: 0 });
  });

  it("forces the family", async () => {
    expect(await checkOnce(probes, testEndpoint("icmp://localhost", { client: { network: "ip4" } }))).toMatchObject({ ip: "127.0.0.1" });
    expect((await checkOnce(probes, testEndpoint("icmp://127.0.0.1", { client: { network: "ip6" } }))).connected).toBe(false);
  });

  it("counts no reply as the timeout, and no address as 0", async () => {
    const silent = await checkOnce(probes, testEndpoint("icmp://203.0.113.1", { client: { timeoutMs: 300 } }));
    expect(silent).toMatchObject({ connected: false, durationMs: 300 });
    const resolver = { resolve: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND", hostname: "gone.example" })) };
    const set = createProbeSet(testContext({ resolver }));
    expect(await checkOnce(set, testEndpoint("icmp://gone.example"))).toMatchObject({
      durationMs: 0,
      errors: ["lookup of gone.example failed: no such host"],
    });
  });

  it("says that ping is missing", async () => {
    const set = createProbeSet(testContext({ environment: { PATH: "/nonexistent" } }));
    expect((await checkOnce(set, testEndpoint("icmp://127.0.0.1"))).errors).toEqual([
      "ping cannot be run (ping is missing or not permitted)",
    ]);
  });

  it("never gives an option to the program in place of an address", async () => {
    const resolver = { resolve: () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND", hostname: "-V" })) };
    const set = createProbeSet(testContext({ resolver }));
    expect((await checkOnce(set, testEndpoint("icmp://-V"))).errors).toEqual(["lookup of -V failed: no such host"]);
  });
});

describe("the STARTTLS probe", () => {
  it("secures an SMTP connection", async () => {
    const pair = await authority.issue();
    const smtp = new SMTPServer({ key: pair.key, cert: pair.cert, logger: false, disableReverseLookup: true });
    smtp.on("error", () => undefined);
    const listener = await open(serve(smtp.server));
    const seen = await checkOnce(probes, testEndpoint(`starttls://localhost:${String(listener.port)}`));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(seen.tls?.trusted).toBe(true);
    expect(seen.certificateExpiresInMs).toBeGreaterThan(0);
  });

  it("leaves no connection behind", async () => {
    const server = await open(serveStarttls(await authority.issue()));
    expect(await checkOnce(probes, testEndpoint(`starttls://localhost:${String(server.port)}`))).toMatchObject({
      connected: true,
      errors: [],
    });
    await server.allClosed();
  });

  it("works with an IPv6 address", async () => {
    const server = await open(serveTcp((socket) => socket.write("554 go away\r\n"), "::1"));
    const seen = await checkOnce(probes, testEndpoint(`starttls://[::1]:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: false, ip: "::1", errors: ["server refused the connection: 554 go away"] });
  });
});

describe("the WebSocket probe", () => {
  it("sends one message and takes one", async () => {
    const http = createServer();
    const sockets = new WebSocketServer({ server: http });
    sockets.on("connection", (socket, request) => {
      socket.on("message", (data) => {
        socket.send(
          `${String(request.headers.origin)} ${String(request.headers["x-a"])} ${String(request.headers.host)} ${(data as Buffer).toString()}`,
        );
      });
    });
    const server = await open(serve(http));
    const endpoint = testEndpoint(`ws://127.0.0.1:${String(server.port)}/path`, {
      headers: { "X-A": "1", Host: "virtual.example" },
      body: "hi",
    });
    const seen = await checkOnce(probes, endpoint);
    expect(seen).toMatchObject({ connected: true, errors: [], ip: "127.0.0.1" });
    expect(bodyText(seen)).toBe("http://localhost/ 1 virtual.example hi");
    await server.allClosed();
  });

  it("tells a refused handshake, user info and reserved headers", async () => {
    const http = await open(serve(createServer((_request, response) => response.writeHead(403).end())));
    const url = `127.0.0.1:${String(http.port)}/`;
    expect((await checkOnce(probes, testEndpoint(`ws://${url}`))).errors).toEqual([
      "server refused the WebSocket handshake with status 403",
    ]);
    expect((await checkOnce(probes, testEndpoint(`ws://a:b@${url}`))).errors[0]).toMatch(/^user info in a WebSocket URL/);
    expect((await checkOnce(probes, testEndpoint(`ws://${url}`, { headers: { Upgrade: "x" } }))).errors[0]).toMatch(
      /^header Upgrade is set by/,
    );
  });
});

describe("the SSH probe", () => {
  const ssh = { username: "user", password: "pass", privateKey: "" };
  const run = (command: string) =>
    command === "kill" ? { output: "", exit: { signal: "KILL" } } : { output: `ran ${command}`, exit: command === "fail" ? 3 : 0 };

  it("sees a banner", async () => {
    const server = await open(serveSsh());
    expect(await checkOnce(probes, testEndpoint(`ssh://127.0.0.1:${String(server.port)}`))).toMatchObject({ connected: true, status: 0 });
    const port = await closedPort();
    expect(await checkOnce(probes, testEndpoint(`ssh://127.0.0.1:${String(port)}`))).toMatchObject({ connected: false, status: 1 });
  });

  it.each([
    ["echo", 0],
    ["fail", 3],
    ["kill", 137],
  ])("keeps the exit code of %s", async (command, status) => {
    const server = await open(serveSsh({ run }));
    const endpoint = testEndpoint(`ssh://127.0.0.1:${String(server.port)}`, { ssh, body: JSON.stringify({ command }) });
    const seen = await checkOnce(probes, endpoint);
    expect(seen).toMatchObject({ connected: true, status, errors: [], inconclusive: false });
    expect(bodyText(seen)).toBe(command === "kill" ? "" : `ran ${command}`);
    await server.allClosed();
  });

  it("logs in with a key", async () => {
    const server = await open(serveSsh({ run }));
    const endpoint = testEndpoint(`ssh://127.0.0.1:${String(server.port)}`, {
      ssh: { username: "user", password: "", privateKey: newRsaKey() },
      body: '{"command":"x"}',
    });
    expect(await checkOnce(probes, endpoint)).toMatchObject({ connected: true, status: 0, errors: [] });
  });

  it("tells a refused login, a key that is none, a body that is none, and a server that is none", async () => {
    const server = await open(serveSsh());
    const url = `ssh://127.0.0.1:${String(server.port)}`;
    const check = (parts: EndpointParts) => checkOnce(probes, testEndpoint(url, { ssh, body: '{"command":"x"}', ...parts }));
    expect(await check({ ssh: { ...ssh, password: "wrong" } })).toMatchObject({ connected: false, errors: ["SSH login was refused"] });
    expect((await check({ ssh: { ...ssh, privateKey: "no key" } })).errors[0]).toMatch(/^private key cannot be used/);
    expect(await check({ body: "" })).toMatchObject({
      connected: true,
      inconclusive: true,
      errors: ['body must be JSON such as {"command": "uptime"}'],
    });
    const other = await open(serveTcp((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const seen = await checkOnce(probes, testEndpoint(`ssh://127.0.0.1:${String(other.port)}`, { ssh, body: '{"command":"x"}' }));
    expect(seen.errors).toEqual(["server does not speak SSH on this port"]);
  });
});

describe("the gRPC probe", () => {
  it.each(["SERVING", "NOT_SERVING", "UNKNOWN", "SERVICE_UNKNOWN"] as const)("shows %s", async (health) => {
    const server = await open(serveGrpc(() => health));
    const seen = await checkOnce(probes, testEndpoint(`grpc://127.0.0.1:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, errors: [], httpVersion: "2" });
    expect(bodyText(seen)).toBe(`{"status":"${health}"}`);
  });

  it("speaks TLS and keeps the certificate", async () => {
    const server = await open(serveGrpc(() => "SERVING", await authority.issue()));
    const seen = await checkOnce(probes, testEndpoint(`grpcs://localhost:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: true, errors: [] });
    expect(seen.tls?.trusted).toBe(true);
    expect(seen.phases.tlsMs).toBeGreaterThan(0);
  });

  it("tells the error of a call", async () => {
    const server = await open(serveGrpc(() => ({ code: status.UNAVAILABLE, details: "not now, später" })));
    const seen = await checkOnce(probes, testEndpoint(`grpc://127.0.0.1:${String(server.port)}`));
    expect(seen).toMatchObject({ connected: false, durationMs: 0, errors: ["gRPC call failed: Unavailable (not now, später)"] });
  });

  it("tells a server that is none", async () => {
    const server = await open(serveTcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const seen = await checkOnce(probes, testEndpoint(`grpc://127.0.0.1:${String(server.port)}`));
    expect(seen.errors).toEqual(["server does not speak gRPC on this port"]);
    await server.allClosed();
  });
});
