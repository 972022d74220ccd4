// The cells of the matrix in docs/probes.md: each option is tried with each probe, and has an effect exactly where the code says so.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINT_KINDS, type EndpointKind } from "../../../../shared/model/endpoint.ts";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { honours } from "../../../../src-main/probes/capabilities.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { PROBES } from "../../../../src-main/probes/registry.ts";
import { selfSigned } from "../../../helpers/servers/certificates.ts";
import { replyTo, serveDns } from "../../../helpers/servers/dns-server.ts";
import { checkOnce, type EndpointParts, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { serveStarttls } from "../../../helpers/servers/smtp-server.ts";
import { serveSsh } from "../../../helpers/servers/ssh-server.ts";
import { serveTcp, serveTls } from "../../../helpers/servers/tcp-server.ts";

/** The secure form of a kind's URL where it has one. */
const SCHEMES: Readonly<Record<EndpointKind, string>> = {
  HTTP: "https",
  DNS: "",
  TCP: "tcp",
  UDP: "udp",
  SCTP: "sctp",
  ICMP: "icmp",
  STARTTLS: "starttls",
  TLS: "tls",
  GRPC: "grpcs",
  WEBSOCKET: "wss",
  SSH: "ssh",
};

let probes: ProbeSet;
const closers: Array<() => unknown> = [];

async function open<T extends { close(): unknown }>(server: Promise<T>): Promise<T> {
  const opened = await server;
  closers.push(() => opened.close());
  return opened;
}

function endpointOf(kind: EndpointKind, host: string, port: number, parts: EndpointParts = {}) {
  const place = kind === "ICMP" ? host : `${host}:${String(port)}`;
  const dns = kind === "DNS" ? { dns: { queryType: "A", queryName: "example.org." } } : {};
  const url = kind === "DNS" ? place : `${SCHEMES[kind]}://${place}`;
  return testEndpoint(url, { ...dns, body: "x", ...parts, client: { timeoutMs: 600, ...parts.client } });
}

beforeAll(() => {
  probes = createProbeSet(testContext());
});

afterAll(async () => {
  await probes.close();
  await Promise.all(closers.map((close) => close()));
});

describe.each(ENDPOINT_KINDS)("the options of %s", (kind) => {
  it("timeout", async () => {
    const silent = await open(serveTcp(() => undefined));
    const seen = await checkOnce(
      probes,
      endpointOf(kind, kind === "ICMP" ? "203.0.113.1" : "127.0.0.1", silent.port, { client: { timeoutMs: 150 } }),
    );
    expect(seen.connected).toBe(false);
    // Nothing listens for UDP on that port, and ping may be told that there is no way: both end before the timeout.
    const ends = kind === "UDP" || kind === "DNS" ? /refused|timed out/ : /timed out after 150ms|no reply/;
    expect(ends.test(seen.errors[0] ?? "")).toBe(honours(PROBES, kind, "timeout"));
  });

  it("dns-resolver", async () => {
    const resolver = await open(serveDns((query) => replyTo(query, { rcode: 3 })));
    const client = { dnsResolver: { protocol: "udp", host: "127.0.0.1", port: resolver.port } } as const;
    await checkOnce(probes, endpointOf(kind, "name.example", 9, { client }));
    expect(resolver.queries.some(({ name }) => name === "name.example")).toBe(honours(PROBES, kind, "dns-resolver"));
  });

  it("network", async () => {
    const seen = await checkOnce(probes, endpointOf(kind, "127.0.0.1", 9, { client: { network: "ip6" } }));
    expect(/IPv6|wanted family/.test(seen.errors[0] ?? "")).toBe(honours(PROBES, kind, "network"));
  });

  it("tunnel", async () => {
    const bastion = await open(serveSsh());
    const target = await open(serveTcp((socket) => socket.end()));
    const tunnel = { name: "t", host: "127.0.0.1", port: bastion.port, username: "user", password: "pass", privateKey: "" };
    await checkOnce(probes, endpointOf(kind, "127.0.0.1", target.port, { client: { tunnel, timeoutMs: 5_000 } }));
    expect(bastion.forwarded.includes(`127.0.0.1:${String(target.port)}`)).toBe(honours(PROBES, kind, "tunnel"));
  });

  it("insecure and tls", async () => {
    const server = await open(
      kind === "STARTTLS" ? serveStarttls(await selfSigned()) : serveTls(await selfSigned(), (socket) => socket.end()),
    );
    const check = (client: EndpointParts["client"]) =>
      checkOnce(probes, endpointOf(kind, "127.0.0.1", server.port, client === undefined ? {} : { client }));
    const strict = await check({});
    const lax = await check({ insecure: true });
    const refused = "certificate is self-signed";
    expect(strict.errors.includes(refused) && !lax.errors.includes(refused) && lax.tls !== null).toBe(honours(PROBES, kind, "insecure"));
    const missing = { certificateFile: "/nonexistent/cert.pem", privateKeyFile: "/nonexistent/key.pem", renegotiation: "never" } as const;
    const withCertificate = await check({ insecure: true, tls: missing });
    expect(withCertificate.errors.includes("client certificate cannot be read (ENOENT)")).toBe(honours(PROBES, kind, "tls"));
  });
});
