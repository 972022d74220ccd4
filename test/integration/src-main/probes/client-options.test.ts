// The `client` block: proxies, tunnels, tokens, client certificates.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createHttpProbe } from "../../../../src-main/probes/http.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { PROBES } from "../../../../src-main/probes/registry.ts";
import { createAuthority, selfSigned } from "../../../helpers/servers/certificates.ts";
import { type DnsAnswer, replyTo, serveDns, talkDns } from "../../../helpers/servers/dns-server.ts";
import { serveHttp, serveHttps } from "../../../helpers/servers/http-server.ts";
import { bodyText, checkOnce, type EndpointParts, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { serveHttpProxy, serveSocks } from "../../../helpers/servers/proxy-server.ts";
import { serveSsh } from "../../../helpers/servers/ssh-server.ts";
import { closedPort, serveTcp, serveTls } from "../../../helpers/servers/tcp-server.ts";

let authority: Awaited<ReturnType<typeof createAuthority>>;
let probes: ProbeSet;
const closers: Array<() => unknown> = [];

async function open<T extends { close(): unknown }>(server: Promise<T>): Promise<T> {
  const opened = await server;
  closers.push(() => opened.close());
  return opened;
}

const hello = (_request: IncomingMessage, response: ServerResponse) => response.end("hello");

beforeAll(async () => {
  authority = await createAuthority();
  probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert], systemCertificates: false } });
});

afterAll(async () => {
  await probes.close();
  await Promise.all(closers.map((close) => close()));
});

describe("client.proxy-url", () => {
  it("forwards plain HTTP as whole URLs, with credentials", async () => {
    const web = await open(serveHttp(hello));
    const proxy = await open(serveHttpProxy());
    const client = { proxyUrl: `http://me:p%40ss@127.0.0.1:${String(proxy.port)}` };
    const seen = await checkOnce(probes, testEndpoint(`http://web.example:${String(web.port)}/a`, { client }));
    expect(seen).toMatchObject({ status: 200, ip: "", errors: [] });
    expect(proxy.asked).toEqual([`GET http://web.example:${String(web.port)}/a`]);
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from("me:p@ss").toString("base64")}`]);
  });

  it("tunnels HTTPS, and checks the certificate of the target", async () => {
    const web = await open(serveHttps(await authority.issue({ names: ["web.example"] }), hello));
    const proxy = await open(serveHttpProxy());
    const client = { proxyUrl: `http://127.0.0.1:${String(proxy.port)}` };
    const seen = await checkOnce(probes, testEndpoint(`https://web.example:${String(web.port)}/`, { client }));
    expect(seen).toMatchObject({ status: 200, errors: [] });
    expect(seen.tls?.chain[0]?.names).toEqual(["web.example"]);
    expect(proxy.asked).toEqual([`CONNECT web.example:${String(web.port)}`]);
    expect(seen.phases.connectMs).toBeGreaterThan(0);
  });

  it.each([undefined, { user: "me", password: "secret" }])("goes through SOCKS5 with %o", async (login) => {
    const web = await open(serveHttps(await authority.issue({ names: ["web.example"] }), hello));
    const proxy = await open(serveSocks(login));
    const place = `127.0.0.1:${String(proxy.port)}`;
    const client = { proxyUrl: login === undefined ? `socks5://${place}` : `socks5://me:secret@${place}` };
    const seen = await checkOnce(probes, testEndpoint(`https://web.example:${String(web.port)}/`, { client }));
    expect(seen).toMatchObject({ status: 200, errors: [] });
    expect(proxy.asked).toEqual([`SOCKS web.example:${String(web.port)}`]);
    expect(proxy.credentials).toEqual(login === undefined ? [] : ["me:secret"]);
  });

  it("tells a proxy that refuses from one that is not there", async () => {
    const proxy = await open(serveHttpProxy());
    const dead = await closedPort();
    const through = (port: number) =>
      checkOnce(probes, testEndpoint(`https://127.0.0.1:${String(dead)}/`, { client: { proxyUrl: `http://127.0.0.1:${String(port)}` } }));
    expect((await through(proxy.port)).errors).toEqual([`proxy refused the connection to 127.0.0.1:${String(dead)} with status 502`]);
    expect((await through(dead)).errors[0]).toBe(
      `proxy 127.0.0.1:${String(dead)} cannot be reached: connection to 127.0.0.1:${String(dead)} refused`,
    );
  });
});

describe("the proxy environment", () => {
  it("counts for other machines, not for this one or for exceptions", async () => {
    const web = await open(serveHttp(hello));
    const proxy = await open(serveHttpProxy());
    const environment = { HTTP_PROXY: `http://127.0.0.1:${String(proxy.port)}`, NO_PROXY: "direct.example" };
    const resolver = { resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 } as const]) };
    const set = createProbeSet(testContext({ environment, resolver }));
    for (const host of ["web.example", "direct.example", "127.0.0.1"]) {
      expect(await checkOnce(set, testEndpoint(`http://${host}:${String(web.port)}/`))).toMatchObject({ status: 200, errors: [] });
    }
    expect(proxy.asked).toEqual([`GET http://web.example:${String(web.port)}/`]);
    await set.close();
  });
});

describe("client.tunnel", () => {
  const tunnelTo = (port: number, password = "pass") => ({
    tunnel: { name: "bastion", host: "127.0.0.1", port, username: "user", password, privateKey: "" },
  });

  it("carries HTTP, HTTPS, TCP, TLS and DNS over one SSH connection", async () => {
    const ssh = await open(serveSsh());
    const web = await open(serveHttp(hello));
    const secure = await open(serveHttps(await authority.issue({ names: ["far.example"] }), hello));
    const echo = await open(serveTcp((socket) => socket.once("data", (data: Buffer) => socket.write(`got ${data.toString()}`))));
    const dns = await open(serveDns((query) => replyTo(query, { answers: [{ type: "A", name: query.name, data: "192.0.2.5" }] })));
    const client = tunnelTo(ssh.port);
    const check = (url: string, parts: EndpointParts = {}) => checkOnce(probes, testEndpoint(url, { client, ...parts }));
    const plain = await check(`http://far.example:${String(web.port)}/`);
    expect(plain).toMatchObject({ status: 200, errors: [], ip: "", phases: { dnsMs: 0, tlsMs: 0 } });
    expect(plain.phases.connectMs).toBeGreaterThan(0);
    expect(bodyText(plain)).toBe("hello");
    expect(await check(`https://far.example:${String(secure.port)}/`)).toMatchObject({ status: 200, errors: [] });
    expect(bodyText(await check(`tcp://far.example:${String(echo.port)}`, { body: "x" }))).toBe("got x");
    expect(await check(`tls://far.example:${String(secure.port)}`)).toMatchObject({ connected: true, errors: [] });
    const question = { dns: { queryType: "A", queryName: "a.example." } };
    expect(bodyText(await check(`127.0.0.1:${String(dns.port)}`, question))).toBe("192.0.2.5");
    expect(ssh.logins()).toBe(1);
    expect(ssh.forwarded).toContain(`far.example:${String(web.port)}`);
  });

  it("is opened again after it was lost", async () => {
    const ssh = await open(serveSsh());
    const echo = await open(serveTcp(() => undefined));
    const endpoint = testEndpoint(`tcp://far.example:${String(echo.port)}`, { client: tunnelTo(ssh.port) });
    expect(await checkOnce(probes, endpoint)).toMatchObject({ connected: true });
    ssh.endAll();
    await ssh.allClosed();
    expect(await checkOnce(probes, endpoint)).toMatchObject({ connected: true, errors: [] });
    expect(ssh.logins()).toBe(2);
  });

  it("tells a target that cannot be reached from a login that is refused", async () => {
    const ssh = await open(serveSsh());
    const dead = await closedPort();
    const url = `tcp://127.0.0.1:${String(dead)}`;
    expect((await checkOnce(probes, testEndpoint(url, { client: tunnelTo(ssh.port) }))).errors).toEqual([
      `tunnel bastion cannot reach 127.0.0.1:${String(dead)}`,
    ]);
    expect((await checkOnce(probes, testEndpoint(url, { client: tunnelTo(ssh.port, "wrong") }))).errors).toEqual([
      "tunnel bastion cannot be opened: SSH login was refused",
    ]);
  });
});

describe("client.oauth2", () => {
  function tokenServer(style: "header" | "body") {
    let tokens = 0;
    return {
      count: () => tokens,
      listener: (request: IncomingMessage, response: ServerResponse) => {
        let body = "";
        request.on("data", (chunk: Buffer) => {
          body += chunk.toString();
        });
        request.on("end", () => {
          const isRight =
            style === "header" ? request.headers.authorization?.startsWith("Basic ") : body.includes("client_secret=s%26cret");
          response.setHeader("content-type", "application/json");
          if (isRight !== true) {
            response.writeHead(401).end('{"error":"invalid_client"}');
            return;
          }
          tokens += 1;
          response.end(JSON.stringify({ access_token: `token-${String(tokens)}`, token_type: "bearer", expires_in: 3_600 }));
        });
      },
    };
  }
  const settings = (tokenUrl: string) => ({ oauth2: { tokenUrl, clientId: "me", clientSecret: "s&cret", scopes: ["a", "b"] } });

  it.each(["header", "body"] as const)("fetches a token once and sends it, with credentials in the %s", async (style) => {
    const tokens = tokenServer(style);
    const authorization = await open(serveHttp(tokens.listener));
    const web = await open(serveHttp((request, response) => response.end(request.headers.authorization)));
    const endpoint = testEndpoint(web.url, { headers: { Authorization: "mine" }, client: settings(`${authorization.url}/token`) });
    expect(bodyText(await checkOnce(probes, endpoint))).toBe("Bearer token-1");
    expect(bodyText(await checkOnce(probes, endpoint))).toBe("Bearer token-1");
    expect(tokens.count()).toBe(1);
  });

  it("reports a refusal without the secret", async () => {
    const authorization = await open(
      serveHttp((_request, response) => response.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_scope"}')),
    );
    const web = await open(serveHttp(hello));
    const seen = await checkOnce(probes, testEndpoint(web.url, { client: settings(authorization.url) }));
    expect(seen).toMatchObject({ connected: false, status: 0, errors: ["OAuth2 token was refused: invalid_scope (status 400)"] });
    expect(web.accepted()).toBe(0);
  });
});

describe("client.identity-aware-proxy", () => {
  const client = { identityAwareProxy: { audience: "aud" } };

  it("sends the identity token, and goes on without one that cannot be had", async () => {
    const web = await open(serveHttp((request, response) => response.end(request.headers.authorization ?? "none")));
    let asked = 0;
    const module = createHttpProbe((audience) => {
      asked += 1;
      return Promise.resolve(`token for ${audience}`);
    });
    const set = createProbeSet(testContext(), { modules: { ...PROBES, HTTP: module } });
    const endpoint = testEndpoint(web.url, { client });
    expect(bodyText(await checkOnce(set, endpoint))).toBe("Bearer token for aud");
    await checkOnce(set, endpoint);
    expect(asked).toBe(1);
    await set.close();
    const failing = createProbeSet(testContext(), {
      modules: { ...PROBES, HTTP: createHttpProbe(() => Promise.reject(new Error("no credentials"))) },
    });
    const seen = await checkOnce(failing, testEndpoint(web.url, { client }));
    expect(seen).toMatchObject({ status: 200, errors: ["identity token for the Identity-Aware Proxy cannot be had: no credentials"] });
    expect(bodyText(seen)).toBe("none");
    await failing.close();
  });
});

describe("client.tls", () => {
  it("presents the client certificate, and says when one is missing or unreadable", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sentray-client-tls-"));
    closers.push(() => rm(folder, { recursive: true }));
    const own = await authority.issue({ names: ["client.example"] });
    const certificateFile = join(folder, "cert.pem");
    const privateKeyFile = join(folder, "key.pem");
    await Promise.all([writeFile(certificateFile, own.cert), writeFile(privateKeyFile, own.key)]);
    const web = await open(serveHttps(await authority.issue(), hello, { requestCert: true, ca: authority.cert, rejectUnauthorized: true }));
    const check = (tls: { certificateFile: string; privateKeyFile: string } | null) =>
      checkOnce(probes, testEndpoint(web.url, { client: { tls: tls === null ? null : { ...tls, renegotiation: "never" } } }));
    expect(await check({ certificateFile, privateKeyFile })).toMatchObject({ status: 200, errors: [] });
    // Some servers say what they miss, others just close.
    expect((await check(null)).errors).toEqual([expect.stringMatching(/^server (?:asks for a client certificate|closed the connection)/)]);
    expect((await check({ certificateFile, privateKeyFile: join(folder, "none.pem") })).errors).toEqual([
      "client certificate cannot be read (ENOENT)",
    ]);
  });
});

describe("client.dns-resolver over TLS and HTTPS", () => {
  it("reports a resolver that does not answer as a failed lookup", async () => {
    const dead = await closedPort();
    for (const protocol of ["tls", "https"] as const) {
      const client = { dnsResolver: { protocol, host: "127.0.0.1", port: dead } };
      const seen = await checkOnce(probes, testEndpoint("tcp://name.example:1", { client }));
      expect(seen.errors).toEqual([`lookup of name.example at resolver 127.0.0.1:${String(dead)} failed`]);
    }
  });

  it("looks names up over TLS, at a resolver whose certificate is trusted", async () => {
    const target = await open(serveTcp(() => undefined));
    const asked: string[] = [];
    const answer: DnsAnswer = (query) => {
      asked.push(query.type);
      return replyTo(query, { answers: query.type === "A" ? [{ type: "A", name: query.name, data: "127.0.0.1" }] : [] });
    };
    const resolver = await open(serveTls(await authority.issue(), (socket) => talkDns(socket, answer), { ALPNProtocols: ["dot"] }));
    const stranger = await open(serveTls(await selfSigned(), (socket) => talkDns(socket, answer)));
    const check = (port: number) =>
      checkOnce(
        probes,
        testEndpoint(`tcp://name.example:${String(target.port)}`, {
          client: { dnsResolver: { protocol: "tls", host: "localhost", port } },
        }),
      );
    const seen = await check(resolver.port);
    expect(seen).toMatchObject({ connected: true, ip: "127.0.0.1", errors: [], tls: null });
    expect(seen.phases.dnsMs).toBeGreaterThan(0);
    expect(seen.phases.tlsMs).toBe(0);
    expect(asked.sort()).toEqual(["A", "AAAA"]);
    await resolver.allClosed();
    expect((await check(stranger.port)).errors).toEqual([`lookup of name.example at resolver localhost:${String(stranger.port)} failed`]);
    await stranger.allClosed();
  });

  it("looks names up over HTTPS", async () => {
    const target = await open(serveTcp(() => undefined));
    const resolver = await open(
      serveHttps(await authority.issue(), (request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (chunk: Buffer) => parts.push(chunk));
        request.on("end", () => {
          const bytes = Buffer.concat(parts);
          const isForA = bytes.subarray(12).includes(Buffer.from([0, 0, 1, 0, 1]));
          const query = { id: bytes.readUInt16BE(0), name: "", type: "", overTcp: true, hasEdns: true, bytes };
          response.setHeader("content-type", "application/dns-message");
          response.end(replyTo(query, { answers: isForA ? [{ type: "A", name: "name.example", data: "127.0.0.1" }] : [] }));
        });
      }),
    );
    const client = { dnsResolver: { protocol: "https", host: "localhost", port: resolver.port } } as const;
    const seen = await checkOnce(probes, testEndpoint(`tcp://name.example:${String(target.port)}`, { client }));
    expect(seen).toMatchObject({ connected: true, ip: "127.0.0.1", errors: [] });
    await resolver.allClosed();
  });
});
