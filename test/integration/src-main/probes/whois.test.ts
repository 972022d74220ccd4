// WHOIS over a real socket: what is sent, what is read, and that it ends.

import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpClient } from "../../../../src-main/ports/http-client.ts";
import { createDomainExpiry } from "../../../../src-main/probes/domain/domain-expiry.ts";
import { createWhoisTransport } from "../../../../src-main/probes/domain/whois.ts";
import { realTime } from "../../../helpers/servers/probe-context.ts";
import { closedPort, serveTcp, type TestServer } from "../../../helpers/servers/tcp-server.ts";

const resolver = { resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 } as const]) };
const patience = new AbortController().signal;
const DAY = 86_400_000;

let server: TestServer;

afterEach(async () => {
  await server.close();
});

/** Answers each line with what `answer` says of it, and closes. */
async function serveWhois(answer: (query: string, socket: Socket) => string | null) {
  const queries: string[] = [];
  server = await serveTcp((socket) =>
    socket.once("data", (line: Buffer) => {
      queries.push(line.toString());
      const text = answer(line.toString().trim(), socket);
      if (text !== null) {
        socket.end(text);
      }
    }),
  );
  return { queries, whois: createWhoisTransport(resolver, server.port) };
}

describe("WHOIS over its socket", () => {
  it("finds the registry's server and the date, where RDAP cannot be had", async () => {
    const { queries, whois } = await serveWhois((query) =>
      query === "com"
        ? "domain: COM\r\nwhois:        whois.verisign-grs.com\r\n"
        : `Domain Name: EXAMPLE.COM\r\nRegistry Expiry Date: ${new Date(Date.now() + 30 * DAY).toISOString()}\r\n`,
    );
    const http: HttpClient = { send: () => Promise.reject(new Error("no network")), close: () => Promise.resolve() };
    const expiry = createDomainExpiry({ ...realTime, http, resolver, whois });
    const left = await expiry.expiresInMs("www.example.com", patience);
    expect(Math.round((left ?? 0) / DAY)).toBe(30);
    expect(queries).toEqual(["com\r\n", "domain example.com\r\n"]);
    await server.allClosed();
  });

  it("stops reading at its bound", async () => {
    const { whois } = await serveWhois((_query, socket) => {
      const more = () => {
        while (socket.writable && socket.write("x".repeat(10_000))) {
          // Until the buffer is full.
        }
      };
      socket.on("drain", more);
      more();
      return null;
    });
    const text = await whois("whois.example", "example.org", patience);
    expect(text.length).toBeGreaterThanOrEqual(64 * 1024);
    expect(text.length).toBeLessThan(256 * 1024);
    await server.allClosed();
  });

  it("gives up when it is told to, and leaves nothing open", async () => {
    const stop = new AbortController();
    const { whois } = await serveWhois(() => {
      stop.abort();
      return null;
    });
    await expect(whois("whois.example", "example.org", stop.signal)).rejects.toThrow("WHOIS server whois.example did not answer in time");
    await server.allClosed();
  });

  it("rejects where nobody listens", async () => {
    await serveWhois(() => null);
    const whois = createWhoisTransport(resolver, await closedPort());
    await expect(whois("whois.example", "example.org", patience)).rejects.toThrow(/ECONNREFUSED/);
  });
});
