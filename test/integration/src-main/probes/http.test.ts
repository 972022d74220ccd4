import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { createAuthority } from "../../../helpers/servers/certificates.ts";
import { serveHttp, serveHttps, serveRaw, type WebServer } from "../../../helpers/servers/http-server.ts";
import { bodyText, checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";

let authority: Awaited<ReturnType<typeof createAuthority>>;
let probes: ProbeSet;
const servers: WebServer[] = [];

async function open(server: Promise<WebServer>): Promise<WebServer> {
  const opened = await server;
  servers.push(opened);
  return opened;
}

/** Answers with what was asked. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
  }
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, raw: request.rawHeaders, body }));
}

interface Echoed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function echoed(observation: Parameters<typeof bodyText>[0]): Echoed {
  return JSON.parse(bodyText(observation)) as Echoed;
}

beforeAll(async () => {
  authority = await createAuthority();
  probes = createProbeSet(testContext(), { trust: { extraCertificatesPem: [authority.cert], systemCertificates: false } });
});

afterAll(async () => {
  await probes.close();
  await Promise.all(servers.map((server) => server.close()));
});

describe("a plain request", () => {
  it("has status, headers as received, version, body and phases", async () => {
    const server = await open(serveRaw((socket) => socket.end("HTTP/1.1 201 Made\r\nX-One: a\r\nx-one: b\r\nContent-Length: 2\r\n\r\nhi")));
    const seen = await checkOnce(probes, testEndpoint(`${server.url}/`));
    expect(seen).toMatchObject({ connected: true, status: 201, ip: "127.0.0.1", httpVersion: "1.1", errors: [], reusedConnection: false });
    expect(seen.headers).toEqual([
      ["X-One", "a"],
      ["x-one", "b"],
      ["Content-Length", "2"],
    ]);
    expect(bodyText(seen)).toBe("hi");
    expect(seen.phases.connectMs).toBeGreaterThan(0);
    expect(seen.phases.firstByteMs).toBeGreaterThan(0);
    expect(seen.phases.tlsMs).toBe(0);
    expect(seen.durationMs).toBeGreaterThanOrEqual(seen.phases.connectMs + seen.phases.firstByteMs);
  });

  it("keeps apart what arrives on many connections at once", async () => {
    const server = await open(
      serveHttp((request, response) => {
        const letter = request.url?.at(1) ?? "";
        for (let part = 0; part < 50; part += 1) response.write(letter.repeat(4_000));
        response.end();
      }),
    );
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    const seen = await Promise.all(letters.map((letter) => checkOnce(probes, testEndpoint(`${server.url}/${letter}`))));
    expect(seen.map((observation) => bodyText(observation).replaceAll(/(.)\1*/g, "$1"))).toEqual(letters);
    expect(seen.map((observation) => bodyText(observation).length)).toEqual(letters.map(() => 200_000));
  });

  it("knows HTTP/1.0", async () => {
    const server = await open(serveRaw((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nold")));
    const seen = await checkOnce(probes, testEndpoint(`${server.url}/`));
    expect(seen).toMatchObject({ status: 200, httpVersion: "1.0" });
    expect(bodyText(seen)).toBe("old");
  });

  it("sends method, headers, Host, body and its own user agent", async () => {
    const server = await open(serveHttp((request, response) => void echo(request, response)));
    const endpoint = testEndpoint(`${server.url}/a?b=c#d`, {
      method: "PATCH",
      headers: { HOST: "virtual.example", "X-Key": "v", "Content-Length": "999" },
      body: "[ENDPOINT_NAME] [RANDOM_STRING_3]",
    });
    const { method, url, headers, body } = echoed(await checkOnce(probes, endpoint));
    expect({ method, url, body }).toEqual({ method: "PATCH", url: "/a?b=c", body: "endpoint FFF" });
    expect(headers).toMatchObject({
      host: "virtual.example",
      "x-key": "v",
      "user-agent": "Sentray/1.0",
      "accept-encoding": "gzip",
      "content-length": "12",
    });
    expect(headers["content-type"]).toBeUndefined();
  });

  it("sends no user agent where the configured one is empty, and the URL's user info as credentials", async () => {
    const server = await open(serveHttp((request, response) => void echo(request, response)));
    const endpoint = testEndpoint(server.url.replace("//", "//us%20er:p%40ss@"), { headers: { "User-Agent": "" } });
    const { headers } = echoed(await checkOnce(probes, endpoint));
    expect(headers["user-agent"]).toBeUndefined();
    expect(headers["authorization"]).toBe(`Basic ${Buffer.from("us er:p@ss").toString("base64")}`);
  });

  it("wraps GraphQL", async () => {
    const server = await open(serveHttp((request, response) => void echo(request, response)));
    const endpoint = testEndpoint(server.url, { method: "POST", graphql: true, body: '{ a(b: "<&>") }' });
    const { headers, body } = echoed(await checkOnce(probes, endpoint));
    expect(headers["content-type"]).toBe("application/json");
    expect(body).toBe('{"query":"{ a(b: \\"\\u003c\\u0026\\u003e\\") }"}');
  });

  it("sends a body with GET", async () => {
    const server = await open(serveHttp((request, response) => void echo(request, response)));
    expect(echoed(await checkOnce(probes, testEndpoint(server.url, { body: "x" }))).body).toBe("x");
  });
});

describe("kept connections", () => {
  it("are used again, with phases of 0, and are told to be", async () => {
    const server = await open(serveHttps(await authority.issue(), (_request, response) => response.end("ok")));
    const endpoint = testEndpoint(server.url);
    const first = await checkOnce(probes, endpoint, { body: false });
    const second = await checkOnce(probes, endpoint, { body: false });
    expect(first).toMatchObject({ reusedConnection: false, ip: "127.0.0.1" });
    expect(first.phases.tlsMs).toBeGreaterThan(0);
    expect(second).toMatchObject({ reusedConnection: true, ip: "127.0.0.1", phases: { dnsMs: 0, connectMs: 0, tlsMs: 0 } });
    expect(second.tls?.chain[0]?.subject).toBe("CN=localhost");
    expect(second.certificateExpiresInMs).toBeGreaterThan(0);
    expect(server.accepted()).toBe(1);
    probes.forget(endpoint.key);
    await server.allClosed();
  });

  it("that the server closed in the same instant are replaced unseen, once", async () => {
    let requests = 0;
    const server = await open(
      serveRaw((socket) => {
        requests += 1;
        if (requests === 2) {
          socket.resetAndDestroy();
          return;
        }
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }),
    );
    const endpoint = testEndpoint(server.url);
    await checkOnce(probes, endpoint);
    const second = await checkOnce(probes, endpoint);
    expect(second).toMatchObject({ status: 200, errors: [], reusedConnection: false });
    expect(requests).toBe(3);
  });

  it("are not used for what may not be sent twice", async () => {
    const server = await open(serveHttp((_request, response) => response.end("ok")));
    const endpoint = testEndpoint(server.url, { method: "POST", body: "x" });
    await checkOnce(probes, endpoint);
    await checkOnce(probes, endpoint);
    expect(server.accepted()).toBe(2);
    await server.allClosed();
  });

  it("are each one's own when the same endpoint is checked twice at once", async () => {
    const server = await open(serveHttp((_request, response) => setTimeout(() => response.end("ok"), 20)));
    const endpoint = testEndpoint(server.url);
    const both = await Promise.all([checkOnce(probes, endpoint), checkOnce(probes, endpoint)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(server.accepted()).toBe(2);
  });

  it("survive short bodies that nobody reads, but not long ones", async () => {
    const server = await open(serveHttp((request, response) => response.end("x".repeat(request.url === "/long" ? 2_000_000 : 2_000))));
    const short = testEndpoint(`${server.url}/short`);
    await checkOnce(probes, short, { body: false });
    expect(await checkOnce(probes, short, { body: false })).toMatchObject({ reusedConnection: true });
    const long = testEndpoint(`${server.url}/long`);
    await checkOnce(probes, long, { body: false });
    expect(await checkOnce(probes, long, { body: false })).toMatchObject({ reusedConnection: false, status: 200, errors: [] });
  });
});

describe("bodies", () => {
  const text = "hello ".repeat(2_000);
  it.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
  ])("packed with %s are unpacked", async (encoding, packed) => {
    const server = await open(
      serveHttp((_request, response) => {
        response.setHeader("content-encoding", encoding);
        response.end(packed);
      }),
    );
    expect(bodyText(await checkOnce(probes, testEndpoint(server.url)))).toBe(text);
  });

  it("stay packed where the endpoint asked for an encoding itself", async () => {
    const packed = gzipSync("hello");
    const server = await open(
      serveHttp((_request, response) => {
        response.setHeader("content-encoding", "gzip");
        response.end(packed);
      }),
    );
    const seen = await checkOnce(probes, testEndpoint(server.url, { headers: { "accept-encoding": "gzip" } }));
    expect(Buffer.from(seen.body)).toEqual(packed);
  });

  it("are cut at the limit, and said to be", async () => {
    const set = createProbeSet(testContext(), { limits: { bodyBytes: 1_000 } });
    const server = await open(serveHttp((_request, response) => response.end("x".repeat(100_000))));
    const seen = await checkOnce(set, testEndpoint(server.url));
    expect(seen).toMatchObject({ bodyTruncated: true, errors: [], status: 200 });
    expect(seen.body.length).toBe(1_000);
    await set.close();
  });

  it("that break off keep what came, with an error", async () => {
    const server = await open(serveRaw((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")));
    const seen = await checkOnce(probes, testEndpoint(server.url));
    expect(seen).toMatchObject({ connected: true, status: 200 });
    expect(bodyText(seen)).toBe("half");
    expect(seen.errors[0]).toMatch(/^error reading the body of the answer: /);
  });
});

describe("cookies", () => {
  const counting = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader("set-cookie", ["seen=1; Path=/", "gone=1; Max-Age=0", "secure=1; Secure"]);
    response.end(request.headers.cookie ?? "none");
  };

  it("are kept between checks only where asked", async () => {
    const server = await open(serveHttp(counting));
    const without = testEndpoint(server.url);
    await checkOnce(probes, without);
    expect(bodyText(await checkOnce(probes, without))).toBe("none");
    const storing = testEndpoint(server.url, { client: { storeCookies: true } });
    await checkOnce(probes, storing);
    expect(bodyText(await checkOnce(probes, storing))).toBe("seen=1");
    probes.forget(storing.key);
    expect(bodyText(await checkOnce(probes, storing))).toBe("none");
  });
});

describe("TLS", () => {
  it("is refused with a reason, before any request is sent", async () => {
    let asked = false;
    const server = await open(
      serveHttps(await authority.issue({ names: ["other.example"] }), (_request, response) => {
        asked = true;
        response.end();
      }),
    );
    const seen = await checkOnce(probes, testEndpoint(server.url));
    expect(seen).toMatchObject({ connected: false, status: 0, certificateExpiresInMs: null });
    expect(seen.errors).toEqual(["certificate is for another name: valid for other.example, not localhost"]);
    expect(asked).toBe(false);
    expect(await checkOnce(probes, testEndpoint(server.url, { client: { insecure: true } }))).toMatchObject({ status: 200, errors: [] });
  });

  it("tells a plain HTTP server on an https URL", async () => {
    const server = await open(serveHttp((_request, response) => response.end()));
    const seen = await checkOnce(probes, testEndpoint(server.url.replace("http:", "https:")));
    expect(seen.errors).toEqual(["server does not speak TLS on this port"]);
  });
});

describe("[IP] and domain", () => {
  it("are looked up before the probe; a failure ends the check", async () => {
    const server = await open(serveHttp((_request, response) => response.end("ok")));
    const seen = await checkOnce(probes, testEndpoint(server.url), { ip: true, domainExpiration: true });
    expect(seen).toMatchObject({ ip: "127.0.0.1", status: 200, domainExpiresInMs: null });
    const failing = createProbeSet(
      testContext({ domainExpiry: { expiresInMs: () => Promise.reject(new Error("registry does not answer")) } }),
    );
    const failed = await checkOnce(failing, testEndpoint(server.url), { domainExpiration: true });
    expect(failed).toMatchObject({ inconclusive: true, status: 0, errors: ["registry does not answer"], durationMs: 0 });
    await failing.close();
  });
});

describe("timeouts", () => {
  it.each([
    ["before the headers", "", "timed out after 80ms while waiting for an answer"],
    ["within the body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "timed out after 80ms while receiving the answer"],
  ])("%s say so", async (_when, answer, error) => {
    const server = await open(serveRaw((socket) => socket.write(answer)));
    const seen = await checkOnce(probes, testEndpoint(server.url, { client: { timeoutMs: 80 } }));
    expect(seen.errors).toEqual([error]);
    await server.allClosed();
  });

  it("leave no connection when the set is closed", async () => {
    const set = createProbeSet(testContext());
    const server = await open(serveHttp((_request, response) => response.end("ok")));
    await checkOnce(set, testEndpoint(server.url));
    expect(server.openSockets()).toBe(1);
    await set.close();
    await server.allClosed();
  });
});
