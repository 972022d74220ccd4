import { describe, expect, it } from "vitest";
import type { HttpClient, HttpReply, HttpRequest } from "../../../../src-main/ports/http-client.ts";
import { createDomainExpiry } from "../../../../src-main/probes/domain/domain-expiry.ts";
import type { MonotonicMs } from "../../../../shared/units.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-11-22T00:00:00Z");
const signal = new AbortController().signal;

interface World {
  readonly http?: (request: HttpRequest) => Partial<HttpReply> | Error;
  readonly whois?: (server: string, query: string) => string | Error;
}

/** Look-ups in a world of one's own, with a record of everything that was asked. */
function inWorld(world: World) {
  let nowMs = START;
  const asked: string[] = [];
  const http: HttpClient = {
    send: (request) => {
      asked.push(request.url);
      const reply = world.http?.(request) ?? new Error("no network");
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve({ status: 200, headers: {}, bodyText: "", ...reply });
    },
    close: () => Promise.resolve(),
  };
  const expiry = createDomainExpiry({
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs as MonotonicMs },
    timers: { setTimer: () => ({ cancel: () => undefined }) },
    http,
    resolver: { resolve: () => Promise.reject(new Error("no resolver")) },
    whois: (server, query) => {
      asked.push(`${server} ${query}`);
      const text = world.whois?.(server, query) ?? new Error("no network");
      return text instanceof Error ? Promise.reject(text) : Promise.resolve(text);
    },
  });
  return {
    asked,
    ask: (host: string) => expiry.expiresInMs(host, signal),
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

const rdap = (date: string | null) => ({
  bodyText: JSON.stringify({ objectClassName: "domain", events: date === null ? [] : [{ eventAction: "expiration", eventDate: date }] }),
});

describe("domain expiry", () => {
  it("asks the registry's RDAP service about the registrable domain, once a day", async () => {
    const world = inWorld({ http: () => rdap("2026-12-22T00:00:00Z") });
    expect(await world.ask("www.shop.example.com")).toBe(30 * DAY);
    expect(await world.ask("example.com")).toBe(30 * DAY);
    expect(world.asked).toEqual(["https://rdap.verisign.com/com/v1/domain/example.com"]);
    world.advance(DAY);
    expect(await world.ask("example.com")).toBe(29 * DAY);
    expect(world.asked.length).toBe(2);
  });

  it("asks hourly on the last day", async () => {
    const world = inWorld({ http: () => rdap("2026-11-22T10:00:00Z") });
    await world.ask("example.com");
    world.advance(3_600_001);
    await world.ask("example.com");
    expect(world.asked.length).toBe(2);
  });

  it("shares a look-up between those who ask at once", async () => {
    const world = inWorld({ http: () => rdap("2027-01-01T00:00:00Z") });
    await Promise.all([world.ask("a.example.com"), world.ask("b.example.com")]);
    expect(world.asked.length).toBe(1);
  });

  it("is null where the registry publishes none", async () => {
    expect(await inWorld({ http: () => rdap(null) }).ask("example.com")).toBeNull();
  });

  it("finds other services in IANA's list, and keeps it", async () => {
    const list = JSON.stringify({ services: [[["zz"], ["http://plain.example/", "https://rdap.example/base"]]] });
    const world = inWorld({ http: ({ url }) => (url.endsWith("dns.json") ? { bodyText: list } : rdap("2027-01-01T00:00:00Z")) });
    await world.ask("one.zz");
    await world.ask("two.zz");
    expect(world.asked).toEqual([
      "https://data.iana.org/rdap/dns.json",
      "https://rdap.example/base/domain/one.zz",
      "https://rdap.example/base/domain/two.zz",
    ]);
  });

  it("renews IANA's list once a week, and keeps the old one where that fails", async () => {
    const listOf = (base: string) => JSON.stringify({ services: [[["zz"], [base]]] });
    let list: Partial<HttpReply> | Error = { bodyText: listOf("https://old.example/") };
    const world = inWorld({ http: ({ url }) => (url.endsWith("dns.json") ? list : rdap("2028-01-01T00:00:00Z")) });
    const askedNow = async () => {
      world.asked.length = 0;
      await world.ask("one.zz");
      return [...world.asked];
    };
    const iana = "https://data.iana.org/rdap/dns.json";
    const old = "https://old.example/domain/one.zz";
    expect(await askedNow()).toEqual([iana, old]);
    world.advance(6 * DAY);
    expect(await askedNow()).toEqual([old]);
    for (const failure of [new Error("no network"), { status: 503 }, { bodyText: "<html>" }, { bodyText: '{"services":[]}' }]) {
      list = failure;
      world.advance(8 * DAY);
      expect(await askedNow()).toEqual([iana, old]);
    }
    list = { bodyText: listOf("https://new.example") };
    world.advance(8 * DAY);
    expect(await askedNow()).toEqual([iana, "https://new.example/domain/one.zz"]);
  });

  it("asks WHOIS where there is no RDAP service and the list cannot be had, and tries the list again the next day", async () => {
    const whois = (server: string) =>
      server === "whois.iana.org" ? "refer: whois.zz.example\n" : "Registry Expiry Date: 2027-11-22T00:00:00Z\n";
    const world = inWorld({ whois });
    expect(await world.ask("one.zz")).toBe(365 * DAY);
    await world.ask("two.zz");
    expect(world.asked).toEqual([
      "https://data.iana.org/rdap/dns.json",
      "whois.iana.org zz",
      "whois.zz.example one.zz",
      "whois.zz.example two.zz",
    ]);
    world.asked.length = 0;
    world.advance(DAY + 1);
    await world.ask("one.zz");
    expect(world.asked).toEqual(["https://data.iana.org/rdap/dns.json", "whois.zz.example one.zz"]);
  });

  it("falls back to WHOIS, whose server it remembers", async () => {
    const world = inWorld({
      whois: (server) => (server === "whois.iana.org" ? "whois: whois.example.net\n" : "Registry Expiry Date: 2026-11-23T00:00:00Z\n"),
    });
    expect(await world.ask("one.com")).toBe(DAY);
    await world.ask("two.com");
    expect(world.asked.filter((line) => line.startsWith("whois."))).toEqual([
      "whois.iana.org com",
      "whois.example.net one.com",
      "whois.example.net two.com",
    ]);
  });

  it("says that a domain is not registered", async () => {
    await expect(inWorld({ http: () => ({ status: 404 }) }).ask("gone.com")).rejects.toThrow("domain gone.com is not registered");
    const whois = inWorld({ whois: (server) => (server === "whois.iana.org" ? "whois: w.example.net\n" : "No match for GONE.COM\n") });
    await expect(whois.ask("gone.com")).rejects.toThrow(/domain gone\.com is not registered/);
  });

  it("says why neither way worked, and leaves the registry alone for a while", async () => {
    const world = inWorld({ http: () => ({ status: 429 }) });
    await expect(world.ask("example.com")).rejects.toThrow(
      "expiry of domain example.com cannot be found: RDAP service answered with status 429; no network",
    );
    const before = world.asked.length;
    await expect(world.ask("example.com")).rejects.toThrow();
    expect(world.asked.length).toBe(before);
    world.advance(16 * 60_000);
    await expect(world.ask("example.com")).rejects.toThrow();
    expect(world.asked.length).toBeGreaterThan(before);
  });

  it("keeps a known date while the registry does not answer", async () => {
    let isUp = true;
    const world = inWorld({ http: () => (isUp ? rdap("2026-12-22T00:00:00Z") : new Error("down")) });
    await world.ask("example.com");
    isUp = false;
    world.advance(2 * DAY);
    expect(await world.ask("example.com")).toBe(28 * DAY);
  });

  it.each(["127.0.0.1", "[::1]", "localhost", "com", ""])("refuses %j, which no registry knows", async (host) => {
    await expect(inWorld({}).ask(host)).rejects.toThrow(/has no registered domain/);
  });
});
