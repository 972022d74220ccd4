// The second half of the matrix in docs/probes.md: every option of the `client` block is tried with every kind, and has an effect
// exactly where the code says so.

import type { Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINT_KINDS, type EndpointKind } from "../../../../../shared/model/endpoint.ts";
import type { ProbeContext, ProbeSet } from "../../../../../src-main/ports/probe.ts";
import { CLIENT_OPTIONS, honours } from "../../../../../src-main/probes/capabilities.ts";
import { createHttpProbe } from "../../../../../src-main/probes/http.ts";
import type { ClientOptionName } from "../../../../../src-main/probes/probe-module.ts";
import { createProbeSet } from "../../../../../src-main/probes/probe-set.ts";
import { PROBES } from "../../../../../src-main/probes/registry.ts";
import { type KeyPair, selfSigned } from "../../../../helpers/servers/certificates.ts";
import { replyTo, serveDns } from "../../../../helpers/servers/dns-server.ts";
import { serveHttp } from "../../../../helpers/servers/http-server.ts";
import { checkOnce, type EndpointParts } from "../../../../helpers/servers/probe-context.ts";
import { serveHttpProxy } from "../../../../helpers/servers/proxy-server.ts";
import { serveStarttls } from "../../../../helpers/servers/smtp-server.ts";
import { serveSsh } from "../../../../helpers/servers/ssh-server.ts";
import { serveTcp, serveTls, type TestServer } from "../../../../helpers/servers/tcp-server.ts";
import { endpointOf, friendlyPrograms, matrixContext, serveSilence } from "./cell-servers.ts";

type ClientParts = EndpointParts["client"];

let pair: KeyPair;
let probes: ProbeSet;
const identityTokensAskedFor: string[] = [];
const closers: Array<() => unknown> = [];

function setWith(context: Partial<ProbeContext>): ProbeSet {
  const http = createHttpProbe((audience) => {
    identityTokensAskedFor.push(audience);
    return Promise.resolve("token");
  });
  return createProbeSet(matrixContext(context), { modules: { ...PROBES, HTTP: http }, runProgram: friendlyPrograms });
}

async function open<T extends { close(): unknown }>(server: Promise<T>): Promise<T> {
  const opened = await server;
  closers.push(() => opened.close());
  return opened;
}

/** Speaks TLS where the kind's URL says so. */
function serverFor(kind: EndpointKind, talk: (socket: Socket) => void): Promise<TestServer> {
  const isSecure = kind === "HTTP" || kind === "TLS" || kind === "GRPC" || kind === "WEBSOCKET";
  return open(isSecure ? serveTls(pair, talk) : serveTcp(talk));
}

function check(kind: EndpointKind, port: number, client: ClientParts, set = probes, host = "127.0.0.1") {
  return checkOnce(set, endpointOf(kind, host, port, { client: { insecure: true, ...client } }));
}

beforeAll(async () => {
  pair = await selfSigned();
  probes = setWith({});
});

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

afterAll(async () => {
  await probes.close();
});

/** Whether the option changes what happens. An option without a test does not compile. */
const HAS_EFFECT: Readonly<Record<ClientOptionName, (kind: EndpointKind) => Promise<boolean>>> = {
  timeout: async (kind) => {
    const silent = await open(serveSilence());
    const seen = await check(
      kind,
      silent.port,
      { timeoutMs: 150 },
      probes,
      kind === "ICMP" || kind === "SCTP" ? "203.0.113.1" : "127.0.0.1",
    );
    return seen.errors.some((error) => error.startsWith("timed out after 150ms"));
  },

  "dns-resolver": async (kind) => {
    const resolver = await open(serveDns((query) => replyTo(query, { rcode: 3 })));
    const dnsResolver = { protocol: "udp", host: "127.0.0.1", port: resolver.port } as const;
    await check(kind, 9, { dnsResolver }, probes, "name.example");
    return resolver.queries.some(({ name }) => name === "name.example");
  },

  network: async (kind) => {
    const seen = await check(kind, 9, { network: "ip6" });
    return /IPv6|wanted family/.test(seen.errors[0] ?? "");
  },

  tunnel: async (kind) => {
    const bastion = await open(serveSsh());
    const target = await open(serveTcp((socket) => socket.end()));
    const tunnel = { name: "t", host: "127.0.0.1", port: bastion.port, username: "user", password: "pass", privateKey: "" };
    await check(kind, target.port, { tunnel, timeoutMs: 5_000 });
    return bastion.forwarded.includes(`127.0.0.1:${String(target.port)}`);
  },

  insecure: async (kind) => {
    const server = kind === "STARTTLS" ? await open(serveStarttls(pair)) : await serverFor(kind, (socket) => socket.end());
    const strict = await check(kind, server.port, { insecure: false });
    const lax = await check(kind, server.port, { insecure: true });
    const refused = "certificate is self-signed";
    return strict.errors.includes(refused) && !lax.errors.includes(refused) && lax.tls !== null;
  },

  tls: async (kind) => {
    const server = kind === "STARTTLS" ? await open(serveStarttls(pair)) : await serverFor(kind, (socket) => socket.end());
    const tls = { certificateFile: "/nonexistent/cert.pem", privateKeyFile: "/nonexistent/key.pem", renegotiation: "never" } as const;
    const seen = await check(kind, server.port, { tls });
    return seen.errors.includes("client certificate cannot be read (ENOENT)");
  },

  "proxy-url": async (kind) => {
    const proxy = await open(serveHttpProxy());
    await check(kind, 9, { proxyUrl: `http://127.0.0.1:${String(proxy.port)}` });
    return proxy.asked.length > 0;
  },

  "proxy environment": async (kind) => {
    const proxy = await open(serveHttpProxy());
    const place = `http://127.0.0.1:${String(proxy.port)}`;
    const set = setWith({ environment: { HTTP_PROXY: place, HTTPS_PROXY: place, ALL_PROXY: place } });
    await check(kind, 9, {}, set, "name.example");
    await set.close();
    return proxy.asked.length > 0;
  },

  "ignore-redirect": async (kind) => {
    const server = await serverFor(kind, (socket) =>
      socket.on("data", (head: Buffer) => {
        const isFirst = head.toString().startsWith("GET / ");
        socket.end(`HTTP/1.1 ${isFirst ? "302 Found\r\nLocation: /next" : "200 OK"}\r\nContent-Length: 0\r\n\r\n`);
      }),
    );
    const followed = await check(kind, server.port, {});
    const ignored = await check(kind, server.port, { ignoreRedirect: true });
    return followed.status === 200 && ignored.status === 302;
  },

  "store-cookies": async (kind) => {
    let received = "";
    const server = await serverFor(kind, (socket) =>
      socket.on("data", (bytes: Buffer) => {
        received += bytes.toString("latin1");
        socket.end("HTTP/1.1 200 OK\r\nSet-Cookie: crumb=1\r\nContent-Length: 0\r\n\r\n");
      }),
    );
    const endpoint = endpointOf(kind, "127.0.0.1", server.port, { client: { insecure: true, storeCookies: true } });
    await checkOnce(probes, endpoint);
    await checkOnce(probes, endpoint);
    return received.includes("crumb=1");
  },

  oauth2: async (kind) => {
    const tokens = await open(serveHttp((_request, response) => response.writeHead(400).end()));
    await check(kind, 9, { oauth2: { tokenUrl: tokens.url, clientId: "me", clientSecret: "secret", scopes: [] } });
    return tokens.accepted() > 0;
  },

  "identity-aware-proxy": async (kind) => {
    identityTokensAskedFor.length = 0;
    await check(kind, 9, { identityAwareProxy: { audience: "aud" } });
    return identityTokensAskedFor.length > 0;
  },
};

describe.each(ENDPOINT_KINDS)("the client options of %s", (kind) => {
  it.each(CLIENT_OPTIONS)("%s", async (option) => {
    expect(await HAS_EFFECT[option](kind)).toBe(honours(PROBES, kind, option));
  });
});
