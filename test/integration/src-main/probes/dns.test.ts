import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeSet } from "../../../../src-main/ports/probe.ts";
import { createProbeSet } from "../../../../src-main/probes/probe-set.ts";
import { type DnsAnswer, replyTo, serveDns } from "../../../helpers/servers/dns-server.ts";
import { bodyText, checkOnce, type EndpointParts, testContext, testEndpoint } from "../../../helpers/servers/probe-context.ts";
import { closedPort, serveTcp } from "../../../helpers/servers/tcp-server.ts";

let probes: ProbeSet;
const closers: Array<() => unknown> = [];

async function open<T extends { close(): unknown }>(server: Promise<T>): Promise<T> {
  const opened = await server;
  closers.push(() => opened.close());
  return opened;
}

beforeAll(() => {
  probes = createProbeSet(testContext());
});

afterAll(async () => {
  await probes.close();
  await Promise.all(closers.map((close) => close()));
});

describe("the DNS probe", () => {
  async function ask(answer: DnsAnswer, queryType = "A", queryName = "example.org.", parts: EndpointParts = {}) {
    const server = await open(serveDns(answer));
    const endpoint = testEndpoint(`127.0.0.1:${String(server.port)}`, { dns: { queryType, queryName }, ...parts });
    return { seen: await checkOnce(probes, endpoint), queries: server.queries };
  }

  it.each([
    ["A", [{ type: "A", name: "example.org", data: "192.0.2.1" }], "192.0.2.1"],
    ["AAAA", [{ type: "AAAA", name: "example.org", data: "2001:db8::1" }], "2001:db8::1"],
    ["CNAME", [{ type: "CNAME", name: "example.org", data: "www.example.org" }], "www.example.org."],
    ["NS", [{ type: "NS", name: "example.org", data: "ns.example.org" }], "ns.example.org."],
    ["MX", [{ type: "MX", name: "example.org", data: { preference: 10, exchange: "mx.example.org" } }], "mx.example.org."],
    [
      "SRV",
      [{ type: "SRV", name: "example.org", data: { priority: 1, weight: 2, port: 443, target: "a.example.org" } }],
      "a.example.org.:443",
    ],
    [
      "TXT",
      [
        { type: "TXT", name: "example.org", data: ["v=spf1 ", 'say "hi"\\'] },
        { type: "TXT", name: "example.org", data: ["two"] },
      ],
      'v=spf1 say \\"hi\\"\\\\\ntwo',
    ],
    [
      "A",
      [
        { type: "CNAME", name: "example.org", data: "b.example.org" },
        { type: "A", name: "b.example.org", data: "192.0.2.7" },
      ],
      "192.0.2.7",
    ],
    [
      "A",
      [
        { type: "A", name: "example.org", data: "192.0.2.1" },
        { type: "A", name: "example.org", data: "192.0.2.2" },
      ],
      "192.0.2.2",
    ],
    ["CAA", [{ type: "CAA", name: "example.org", data: { flags: 0, tag: "issue", value: "ca.example" } }], '0 issue "ca.example"'],
    ["A", [], ""],
  ] as const)("shows the answer to a question for %s", async (type, answers, body) => {
    const { seen, queries } = await ask((query) => replyTo(query, { answers: answers as never }), type);
    expect(seen).toMatchObject({ connected: true, dnsRcode: "NOERROR", ip: "127.0.0.1", errors: [] });
    expect(bodyText(seen)).toBe(body);
    expect(seen.headers.length).toBe(answers.length);
    expect(queries[0]).toMatchObject({ name: "example.org", type, hasEdns: true });
  });

  it.each([
    [1, "FORMERR"],
    [2, "SERVFAIL"],
    [3, "NXDOMAIN"],
    [5, "REFUSED"],
  ])("gives reply code %i its name", async (rcode, name) => {
    const { seen } = await ask((query) => replyTo(query, { rcode }));
    expect(seen).toMatchObject({ connected: true, dnsRcode: name, errors: [] });
  });

  it("asks again without EDNS where that is not understood, and over TCP where the reply is truncated", async () => {
    const { seen, queries } = await ask((query) => {
      if (query.hasEdns) {
        return Uint8Array.of(...query.bytes.subarray(0, 2), 0x81, 0x01, 0, 0, 0, 0, 0, 0, 0, 0);
      }
      return query.overTcp
        ? replyTo(query, { answers: [{ type: "A", name: query.name, data: "192.0.2.9" }] })
        : replyTo(query, { truncated: true });
    });
    expect(bodyText(seen)).toBe("192.0.2.9");
    expect(queries.map(({ hasEdns, overTcp }) => [hasEdns, overTcp])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it("skips replies to other questions", async () => {
    const { seen } = await ask((query) => {
      const wrong = replyTo(query, { id: (query.id + 1) % 65_536, answers: [{ type: "A", name: query.name, data: "203.0.113.1" }] });
      return [wrong, Uint8Array.of(1, 2, 3), replyTo(query, { answers: [{ type: "A", name: query.name, data: "192.0.2.3" }] })];
    });
    expect(bodyText(seen)).toBe("192.0.2.3");
  });

  it.each([
    ["PTR", "192.0.2.1.", "1.2.0.192.in-addr.arpa"],
    ["PTR", "2001:db8::1.", `1.${"0.".repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
    ["PTR", "1.2.0.192.in-addr.arpa.", "1.2.0.192.in-addr.arpa"],
    ["A", "bücher.example.", "xn--bcher-kva.example"],
    ["TXT", "_dmarc.example.org", "_dmarc.example.org"],
  ])("asks for %s of %s as DNS writes it", async (type, name, asked) => {
    const { queries } = await ask((query) => replyTo(query), type, name);
    expect(queries[0]).toMatchObject({ name: asked, type });
  });

  it("refuses names that cannot be", async () => {
    const { seen } = await ask(() => null, "A", `${"x".repeat(64)}.example`);
    expect(seen.errors[0]).toMatch(/is malformed/);
  });

  it("reports a port on which nothing listens at once", async () => {
    const port = await closedPort();
    const seen = await checkOnce(probes, testEndpoint(`127.0.0.1:${String(port)}`, { dns: { queryType: "A", queryName: "a." } }));
    expect(seen).toMatchObject({ connected: false, durationMs: 0 });
    expect(seen.errors[0]).toMatch(/refused/);
  });
});

describe("client.dns-resolver", () => {
  it.each(["udp", "tcp"] as const)("looks names up over %s", async (protocol) => {
    const target = await open(serveTcp(() => undefined));
    const server = await open(
      serveDns((query) => replyTo(query, { answers: query.type === "A" ? [{ type: "A", name: query.name, data: "127.0.0.1" }] : [] })),
    );
    const client = { dnsResolver: { protocol, host: "127.0.0.1", port: server.port } };
    const seen = await checkOnce(probes, testEndpoint(`tcp://name.example:${String(target.port)}`, { client }));
    expect(seen).toMatchObject({ connected: true, ip: "127.0.0.1", errors: [] });
    expect(seen.phases.dnsMs).toBeGreaterThan(0);
    expect(server.queries.map(({ type }) => type).sort()).toEqual(["A", "AAAA"]);
  });

  it.each([
    [3, "lookup of name.example failed: no such host"],
    [0, "lookup of name.example failed: the name has no address"],
    [2, "lookup of name.example failed: the name server failed"],
  ])("explains reply code %i", async (rcode, error) => {
    const server = await open(serveDns((query) => replyTo(query, { rcode })));
    const client = { dnsResolver: { protocol: "udp", host: "127.0.0.1", port: server.port } } as const;
    expect((await checkOnce(probes, testEndpoint("tcp://name.example:1", { client }))).errors).toEqual([error]);
  });
});
