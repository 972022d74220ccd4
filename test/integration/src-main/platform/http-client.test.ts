import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { connect } from "node:net";

import * as dnsPacket from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";

import type { ClientConfig } from "../../../../shared/model/endpoint.ts";
import { type HttpClientOptions, openHttpClient } from "../../../../src-main/platform/http-client.ts";
import type { HttpRequest } from "../../../../src-main/ports/http-client.ts";
import { createAuthority, selfSigned } from "../../../helpers/servers/certificates.ts";
import { serveHttp, serveHttps, serveRaw } from "../../../helpers/servers/http-server.ts";
import { DEFAULT_CLIENT, realTime } from "../../../helpers/servers/probe-context.ts";
import { closedPort, serve, serveTcp, type TestServer } from "../../../helpers/servers/tcp-server.ts";

const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function kept<T extends { close(): Promise<void> }>(server: T): T {
  closers.push(() => server.close());
  return server;
}

function open(options: Partial<HttpClientOptions> = {}) {
  return kept(openHttpClient({ clock: realTime.clock, environment: {}, ...options }));
}

function get(url: string, change: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url,
    headers: {},
    body: null,
    timeoutMs: 5_000,
    maxResponseBytes: 10_000,
    client: null,
    followRedirects: true,
    ...change,
  };
}

function clientBlock(change: Partial<ClientConfig>): ClientConfig {
  return { ...DEFAULT_CLIENT, ...change };
}

const never = new AbortController().signal;

/** A proxy that tells whom it connected, and connects to one place whatever was asked. */
async function serveProxy(target: TestServer) {
  const asked: Array<{ readonly to: string; readonly authorization: string }> = [];
  const proxy = createServer();
  proxy.on("connect", (request, client) => {
    asked.push({ to: request.url ?? "", authorization: request.headers["proxy-authorization"] ?? "" });
    const onwards = connect(target.port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(onwards).pipe(client);
    });
    onwards.on("error", () => undefined);
    client.on("error", () => undefined);
    client.on("close", () => onwards.destroy());
  });
  return { ...kept(await serve(proxy)), asked };
}

/** A SOCKS5 proxy that wants a user and connects to one place. @see RFC 1928, RFC 1929 */
async function serveSocks(target: TestServer) {
  const asked: string[] = [];
  const server = await serveTcp((socket) => {
    let stage = 0;
    let user = "";
    socket.on("data", (data: Buffer) => {
      stage += 1;
      if (stage === 1) socket.write(Buffer.from([5, 2]));
      if (stage === 2) {
        const length = data[1] ?? 0;
        user = `${data.toString("utf8", 2, 2 + length)}:${data.toString("utf8", 3 + length)}`;
        socket.write(Buffer.from([1, 0]));
      }
      if (stage === 3) {
        asked.push(`${user} ${data.toString("utf8", 5, 5 + (data[4] ?? 0))}`);
        const onwards = connect(target.port, "127.0.0.1", () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
          socket.pipe(onwards).pipe(socket);
        });
        onwards.on("error", () => undefined);
      }
    });
  });
  return { ...kept(server), asked };
}

/** A name server that says 127.0.0.1 to everything. */
async function serveNames() {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (packet, { port, address }) => {
    const query = dnsPacket.decode(packet);
    const name = query.questions?.[0]?.name ?? "";
    asked.push(name);
    const answers = [{ type: "A" as const, name, ttl: 1, data: "127.0.0.1" }];
    socket.send(dnsPacket.encode({ type: "response", id: query.id ?? 0, questions: query.questions ?? [], answers }), port, address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  closers.push(() => new Promise((resolve) => socket.close(() => resolve())));
  return { port: socket.address().port, asked };
}

describe("a name server of one's own", () => {
  it("is asked for the receiver's address", async () => {
    const target = kept(await serveHttp((_, response) => response.end("found")));
    const names = await serveNames();
    const client = clientBlock({ dnsResolver: { protocol: "udp", host: "127.0.0.1", port: names.port } });
    const reply = await open().send(get(`http://receiver.invalid:${target.port}/`, { client }), never);
    expect(reply.bodyText).toBe("found");
    expect(names.asked).toEqual(["receiver.invalid"]);
  });

  it("over TLS is not supported, and told", async () => {
    const client = clientBlock({ dnsResolver: { protocol: "tls", host: "127.0.0.1", port: 853 } });
    await expect(open().send(get("http://receiver.invalid/", { client }), never)).rejects.toMatchObject({ code: "ERR_UNSUPPORTED" });
  });
});

describe("an exchange", () => {
  it("sends method, headers and body, and tells status, headers and text", async () => {
    const server = kept(
      await serveHttp((request, response) => {
        request.setEncoding("utf8");
        request.on("data", (body: string) => {
          const { method, headers } = request;
          response.writeHead(201, { "X-Answer": "yes" });
          response.end(JSON.stringify({ method, body, type: headers["content-type"], agent: headers["user-agent"] }));
        });
      }),
    );
    const headers = { "Content-Type": "application/json" };
    const reply = await open().send(get(server.url, { method: "POST", headers, body: '{"a":"ä"}' }), never);
    expect(reply).toMatchObject({ status: 201, headers: { "x-answer": "yes" } });
    expect(JSON.parse(reply.bodyText)).toEqual({ method: "POST", body: '{"a":"ä"}', type: "application/json", agent: "Sentray" });
  });

  it("leaves a given user agent alone", async () => {
    const server = kept(await serveHttp((request, response) => response.end(request.headers["user-agent"])));
    expect((await open().send(get(server.url, { headers: { "User-Agent": "own" } }), never)).bodyText).toBe("own");
  });

  it("keeps no connection", async () => {
    const server = kept(await serveHttp((_, response) => response.end("x")));
    await open().send(get(server.url), never);
    await server.allClosed();
  });

  it("reads no more than its limit", async () => {
    const server = kept(
      await serveHttp((_, response) => {
        const pour = (): void => {
          while (!response.destroyed && response.write("x".repeat(65_536)));
          if (!response.destroyed) response.once("drain", pour);
        };
        pour();
      }),
    );
    expect((await open().send(get(server.url, { maxResponseBytes: 1_000 }), never)).bodyText).toBe("x".repeat(1_000));
    await server.allClosed();
  });
});

describe("redirects", () => {
  async function serveRedirect(status: number, location: string) {
    const seen: string[] = [];
    const server = kept(
      await serveHttp((request, response) => {
        seen.push(
          `${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? "-"} ${request.headers["content-type"] ?? "-"}`,
        );
        if (request.url === "/end") response.end("end");
        else response.writeHead(status, { location }).end();
      }),
    );
    return { server, seen };
  }

  it.each([
    [301, "GET /end token -"],
    [302, "GET /end token -"],
    [303, "GET /end token -"],
    [307, "POST /end token text/plain"],
    [308, "POST /end token text/plain"],
  ])("%d", async (status, expected) => {
    const { server, seen } = await serveRedirect(status, "/end");
    const request = get(`${server.url}/begin`, {
      method: "POST",
      headers: { Authorization: "token", "Content-Type": "text/plain" },
      body: "x",
    });
    expect((await open().send(request, never)).bodyText).toBe("end");
    expect(seen[1]).toBe(expected);
  });

  it("keep credentials from another host", async () => {
    const other = await serveRedirect(302, "/");
    const { server } = await serveRedirect(307, `${other.server.url}/end`);
    await open().send(get(`${server.url}/begin`, { headers: { Authorization: "token" } }), never);
    expect(other.seen).toEqual(["GET /end - -"]);
  });

  it("end after ten", async () => {
    const { server, seen } = await serveRedirect(302, "/again");
    await expect(open().send(get(`${server.url}/begin`), never)).rejects.toMatchObject({ code: "ERR_TOO_MANY_REDIRECTS" });
    expect(seen).toHaveLength(11);
  });

  it("are told instead where they are not to be followed", async () => {
    const { server } = await serveRedirect(302, "/end");
    expect(await open().send(get(`${server.url}/begin`, { followRedirects: false }), never)).toMatchObject({ status: 302 });
  });

  it("to something else than http are not followed", async () => {
    const { server } = await serveRedirect(302, "file:///etc/passwd");
    await expect(open().send(get(`${server.url}/begin`), never)).rejects.toMatchObject({ code: "ERR_INVALID_URL" });
  });
});

describe("failures have a code, and no secret in their text", () => {
  const secret = "/hooks/verysecret?token=alsosecret";

  it("a port where nobody listens", async () => {
    const url = `http://127.0.0.1:${await closedPort()}${secret}`;
    await expect(open().send(get(url), never)).rejects.toSatisfy((error: Error) => {
      expect(error).toMatchObject({ code: "ECONNREFUSED" });
      expect(error.message).toMatch(/^127\.0\.0\.1:\d+ refused the connection$/);
      return true;
    });
  });

  it("a server that takes too long", async () => {
    const server = kept(await serveHttp(() => undefined));
    await expect(open().send(get(server.url + secret, { timeoutMs: 80 }), never)).rejects.toThrow(
      /^127\.0\.0\.1:\d+ did not answer in time$/,
    );
    await server.allClosed();
  });

  it("a server that drips its answer for ever", async () => {
    const server = kept(
      await serveHttp((request, response) => {
        const drip = setInterval(() => response.write("."), 10);
        request.socket.on("close", () => clearInterval(drip));
      }),
    );
    await expect(open().send(get(server.url, { timeoutMs: 120 }), never)).rejects.toThrow("did not answer in time");
    await server.allClosed();
  });

  it("a caller that stops", async () => {
    const stop = new AbortController();
    const server = kept(await serveHttp(() => stop.abort()));
    await expect(open().send(get(server.url), stop.signal)).rejects.toThrow("stopped");
  });

  it("a server that does not speak HTTP", async () => {
    const server = kept(await serveRaw((socket) => socket.end("220 mail.example.org ESMTP\r\n")));
    await expect(open().send(get(server.url + secret), never)).rejects.toThrow("did not answer with HTTP");
  });

  it("a server that hangs up", async () => {
    const server = kept(await serveRaw((socket) => socket.destroy()));
    await expect(open().send(get(server.url), never)).rejects.toThrow("closed the connection");
  });

  it.each([
    ["no URL", "not a url verysecret", "ERR_INVALID_URL"],
    ["another scheme", "ftp://verysecret@example.org", "ERR_INVALID_URL"],
  ])("%s", async (_, url, code) => {
    await expect(open().send(get(url), never)).rejects.toSatisfy((error: Error) => {
      expect(error).toMatchObject({ code });
      expect(error.message).not.toContain("secret");
      return true;
    });
  });

  it("a header with a line break", async () => {
    const server = kept(await serveHttp((_, response) => response.end()));
    await expect(open().send(get(server.url, { headers: { "X-Bad": "a\r\nX-Injected: verysecret" } }), never)).rejects.toSatisfy(
      (error: Error) => {
        expect(error).toMatchObject({ code: "UND_ERR_INVALID_ARG" });
        expect(error.message).not.toContain("verysecret");
        return true;
      },
    );
  });
});

describe("TLS", () => {
  it("does not trust a certificate that nobody vouches for, unless told to", async () => {
    const server = kept(await serveHttps(await selfSigned(), (_, response) => response.end("in")));
    const http = open();
    await expect(http.send(get(server.url), never)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect((await http.send(get(server.url, { client: clientBlock({ insecure: true }) }), never)).bodyText).toBe("in");
  });

  it("trusts the authorities that it is given", async () => {
    const authority = await createAuthority();
    const server = kept(await serveHttps(await authority.issue(), (_, response) => response.end("in")));
    expect((await open({ authorities: [authority.cert] }).send(get(server.url), never)).bodyText).toBe("in");
  });

  it("tells an expired certificate", async () => {
    const authority = await createAuthority();
    const pair = await authority.issue({ notAfter: new Date(Date.now() - 1_000) });
    const server = kept(await serveHttps(pair, (_, response) => response.end()));
    await expect(open({ authorities: [authority.cert] }).send(get(server.url), never)).rejects.toThrow("expired certificate");
  });

  it("tells a certificate file that cannot be read", async () => {
    const tls = { certificateFile: "/nowhere/c.pem", privateKeyFile: "/nowhere/k.pem", renegotiation: "never" } as const;
    const request = get("https://localhost:1/", { client: clientBlock({ tls }) });
    await expect(open().send(request, never)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("proxies", () => {
  it("of the environment count for other machines, with their credentials", async () => {
    const target = kept(await serveHttp((request, response) => response.end(request.headers.host)));
    const proxy = await serveProxy(target);
    const http = open({ environment: { http_proxy: `user:pa%40ss@127.0.0.1:${proxy.port}` } });
    expect((await http.send(get("http://somewhere.invalid/x"), never)).bodyText).toBe("somewhere.invalid");
    expect(proxy.asked).toMatchObject([{ to: "somewhere.invalid:80" }]);
  });

  it("of the environment do not count for this machine", async () => {
    const target = kept(await serveHttp((_, response) => response.end("direct")));
    const http = open({ environment: { HTTP_PROXY: `http://127.0.0.1:${await closedPort()}` } });
    expect((await http.send(get(target.url), never)).bodyText).toBe("direct");
  });

  it("of a client block count for everything, with their credentials", async () => {
    const target = kept(await serveHttp((_, response) => response.end("through")));
    const proxy = await serveProxy(target);
    const client = clientBlock({ proxyUrl: `http://user:pa%40ss@127.0.0.1:${proxy.port}` });
    expect((await open().send(get(target.url, { client }), never)).bodyText).toBe("through");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from("user:pa@ss").toString("base64")}`);
  });

  it("that speak SOCKS5 are asked by name, with their credentials", async () => {
    const target = kept(await serveHttp((_, response) => response.end("socks")));
    const { port, asked } = await serveSocks(target);
    const client = clientBlock({ proxyUrl: `socks5h://user:word@127.0.0.1:${port}` });
    expect((await open().send(get("http://somewhere.invalid/", { client }), never)).bodyText).toBe("socks");
    expect(asked).toEqual(["user:word somewhere.invalid"]);
  });

  it("that are down are told without their credentials", async () => {
    const client = clientBlock({ proxyUrl: `http://user:verysecret@127.0.0.1:${await closedPort()}` });
    await expect(open().send(get("http://example.invalid/", { client }), never)).rejects.toSatisfy((error: Error) => {
      expect(error.message).not.toContain("verysecret");
      return true;
    });
  });
});

describe("tokens", () => {
  const oauth2 = (tokenUrl: string) => ({ tokenUrl, clientId: "id", clientSecret: "s:cret", scopes: ["a", "b"] });

  async function serveTokens(refuseHeader: boolean) {
    const asked: string[] = [];
    const server = kept(
      await serveHttp((request, response) => {
        request.setEncoding("utf8");
        let body = "";
        request.on("data", (chunk: string) => {
          body += chunk;
        });
        request.on("end", () => {
          if (request.url !== "/token") {
            response.end(request.headers.authorization);
            return;
          }
          asked.push(`${request.headers.authorization ?? "-"} ${body}`);
          const isRefused = refuseHeader && request.headers.authorization !== undefined;
          response.writeHead(isRefused ? 401 : 200).end(isRefused ? "{}" : '{"access_token":"tok","expires_in":3600}');
        });
      }),
    );
    return { server, asked };
  }

  it.each([
    ["in the header", false, 1],
    ["in the body where the header is refused", true, 2],
  ])("are fetched once, with credentials %s", async (_, refuseHeader, requests) => {
    const { server, asked } = await serveTokens(refuseHeader);
    const http = open();
    const client = clientBlock({ oauth2: oauth2(`${server.url}/token`) });
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer tok");
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer tok");
    expect(asked).toHaveLength(requests);
    expect(asked[0]).toBe(`Basic ${Buffer.from("id:s%3Acret").toString("base64")} grant_type=client_credentials&scope=a+b`);
  });

  it("that are refused are told without the secret", async () => {
    const server = kept(await serveHttp((_, response) => response.writeHead(403).end("s:cret")));
    const client = clientBlock({ oauth2: oauth2(server.url) });
    await expect(open().send(get(server.url, { client }), never)).rejects.toMatchObject({
      code: "ERR_TOKEN",
      message: "the token server refused with status 403",
    });
  });

  it("for the Identity-Aware Proxy come from their source", async () => {
    const server = kept(await serveHttp((request, response) => response.end(request.headers.authorization)));
    const http = open({ identityToken: (audience) => Promise.resolve(`id-for-${audience}`) });
    const client = clientBlock({ identityAwareProxy: { audience: "aud" } });
    expect((await http.send(get(server.url, { client }), never)).bodyText).toBe("Bearer id-for-aud");
  });
});
