// Redirects over HTTP: where they lead, what goes along, how their time counts, and where they end.

import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import type { MonotonicMs } from "../../../../shared/units.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { serveHttp, type WebServer } from "../../../helpers/servers/http-server.ts";
import { bodyText, checkOnce, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";

let probes: ProbeSet;
const servers: WebServer[] = [];

async function open(server: Promise<WebServer>): Promise<WebServer> {
  const opened = await server;
  servers.push(opened);
  return opened;
}

beforeAll(() => {
  probes = createProbeSet(testContext());
});

afterAll(async () => {
  await probes.close();
  await Promise.all(servers.map((server) => server.close()));
});

describe("redirects", () => {
  const to = (status: number, location: string) => (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { location });
    response.end();
  };

  it("have their phases summed, and each hop its own time", async () => {
    let now = 1_000;
    // Time stands still but for what the server takes.
    const clock = { nowMs: () => now, monotonicMs: () => now as MonotonicMs };
    const server = await open(
      serveHttp((request, response) => {
        now += request.url === "/" ? 100 : request.url === "/next" ? 20 : 3;
        (request.url === "/" ? to(302, "/next") : request.url === "/next" ? to(301, "/end") : () => response.end("ok"))(request, response);
      }),
    );
    const set = createProbeSet(testContext({ clock }));
    const seen = await checkOnce(set, testEndpoint(`${server.url}/`));
    expect(seen).toMatchObject({ status: 200, errors: [], durationMs: 123 });
    expect(seen.phases).toEqual({ dnsMs: 0, connectMs: 0, tlsMs: 0, firstByteMs: 123, transferMs: 0 });
    expect(seen.hops.map(({ durationMs }) => durationMs)).toEqual([100, 20]);
    await set.close();
  });

  it("are followed, and each hop is kept", async () => {
    const target = await open(
      serveHttp((request, response) => response.end(JSON.stringify({ url: request.url, headers: request.headers }))),
    );
    const server = await open(
      serveHttp((request, response) => (request.url === "/" ? to(302, "/next") : to(301, `${target.url}/end`))(request, response)),
    );
    const endpoint = testEndpoint(`${server.url}/`, { headers: { Authorization: "secret", "X-Kept": "1" } });
    const seen = await checkOnce(probes, endpoint);
    expect(seen.hops.map(({ url, status }) => [url, status])).toEqual([
      [`${server.url}/`, 302],
      [`${server.url}/next`, 301],
    ]);
    const { url, headers } = JSON.parse(bodyText(seen)) as { readonly url: string; readonly headers: object };
    expect(url).toBe("/end");
    // Another port is not another domain.
    expect(headers).toMatchObject({ authorization: "secret", "x-kept": "1", referer: `${server.url}/next`, host: target.url.slice(7) });
  });

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "x"],
    [308, "PUT", "PUT", "x"],
    [302, "HEAD", "HEAD", ""],
  ])("of status %i turn %s into %s", async (status, method, expectedMethod, expectedBody) => {
    const requests: Array<{ method: string | undefined; body: string }> = [];
    const server = await open(
      serveHttp((request, response) => {
        void (async () => {
          let body = "";
          for await (const chunk of request) {
            body += String(chunk);
          }
          requests.push({ method: request.method, body });
          (request.url === "/" ? to(status, "/end") : (_: IncomingMessage, r: ServerResponse) => r.end("done"))(request, response);
        })();
      }),
    );
    await checkOnce(probes, testEndpoint(`${server.url}/`, { method, body: method === "HEAD" ? "" : "x" }));
    expect(requests[1]).toEqual({ method: expectedMethod, body: expectedBody });
  });

  it("are the answer itself with ignore-redirect, or without a location", async () => {
    const server = await open(
      serveHttp((request, response) => (request.url === "/" ? to(302, "/x")(request, response) : response.writeHead(301).end())),
    );
    expect(await checkOnce(probes, testEndpoint(`${server.url}/`, { client: { ignoreRedirect: true } }))).toMatchObject({
      status: 302,
      hops: [],
      errors: [],
    });
    expect(await checkOnce(probes, testEndpoint(`${server.url}/none`))).toMatchObject({ status: 301, errors: [] });
  });

  it("in a circle are an error that says so", async () => {
    const server = await open(serveHttp((request, response) => to(302, request.url === "/a" ? "/b" : "/a")(request, response)));
    const seen = await checkOnce(probes, testEndpoint(`${server.url}/a`));
    expect(seen).toMatchObject({ connected: false, status: 0, errors: [`server redirects in a circle (back to ${server.url}/a)`] });
  });

  it("without end are stopped", async () => {
    let count = 0;
    const server = await open(serveHttp((request, response) => to(302, `/${String((count += 1))}`)(request, response)));
    const seen = await checkOnce(probes, testEndpoint(`${server.url}/`));
    expect(seen.errors).toEqual(["server redirects more than 50 times"]);
    expect(seen.hops.length).toBe(51);
  });

  it.each(["ftp://example.org/", "javascript:alert(1)", "http://"])("to %s are refused", async (location) => {
    const server = await open(serveHttp(to(302, location)));
    expect((await checkOnce(probes, testEndpoint(server.url))).errors).toEqual([
      "server redirects (status 302) to what is no http or https URL",
    ]);
  });
});
