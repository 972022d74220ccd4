// Every decoder of ours, given anything at all: it answers, in time, and never throws. A short run by default; SENTRAY_FUZZ_RUNS sets
// the number of inputs for each.

import fc from "fast-check";
import packet from "dns-packet";
import { describe, expect, it } from "vitest";
import { queryNameOf } from "../../../../src-main/probes/dns/names.ts";
import { decodeReply, encodeQuery, escapeText, isReplyTo } from "../../../../src-main/probes/dns/wire.ts";
import { jwtExpiryMs } from "../../../../src-main/probes/http/tokens.ts";
import { keepingSink } from "../../../../src-main/probes/http/body-sink.ts";
import { parsePingOutput } from "../../../../src-main/probes/icmp/ping-command.ts";
import { splitPem } from "../../../../src-main/probes/net/trust.ts";
import { ipFamily, parseHostPort, parseIpv6 } from "../../../../src-main/probes/pure/address.ts";
import { sctpOutcome } from "../../../../src-main/probes/sctp/sctp-command.ts";
import { certificateFacts, parseAlternativeNames } from "../../../../src-main/probes/pure/certificate.ts";
import { CookieJar } from "../../../../src-main/probes/pure/cookie-jar.ts";
import { isWhole } from "../../../../src-main/probes/pure/dns-structure.ts";
import { decodeHealth } from "../../../../src-main/probes/pure/health-message.ts";
import { followRedirect, requestTo } from "../../../../src-main/probes/pure/http-request.ts";
import { chooseProxy } from "../../../../src-main/probes/pure/proxy-choice.ts";
import { readBootstrap, readRdapDomain } from "../../../../src-main/probes/pure/rdap-json.ts";
import { addressAfterScheme, targetOf } from "../../../../src-main/probes/pure/target.ts";
import { describeThrown } from "../../../../src-main/probes/pure/wording.ts";
import { expiryInWhois, parseRegistryDate, saysNotFound, whoisServerIn } from "../../../../src-main/probes/pure/whois-text.ts";

const RUNS = Number(process.env["SENTRAY_FUZZ_RUNS"] ?? 300);
const options = { numRuns: RUNS };
const PATIENCE_MS = 30_000 + RUNS * 5;

/** Bytes that look a little like what is expected, so that decoders get further than their first check. */
function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.tuple(fc.nat(Math.max(0, whole.length - 1)), fc.integer({ min: 0, max: 255 }));
  return fc.tuple(fc.array(edit, { maxLength: 8 }), fc.nat(whole.length)).map(([edits, length]) => {
    const bytes = Uint8Array.from(whole);
    for (const [at, value] of edits) {
      bytes[at] = value;
    }
    return length % 4 === 0 ? bytes.subarray(0, length) : bytes;
  });
}

const DNS_REPLY = packet.encode({
  type: "response",
  id: 7,
  questions: [{ name: "example.org", type: "A" }],
  answers: [
    { type: "A", name: "example.org", data: "192.0.2.1" },
    { type: "MX", name: "example.org", data: { preference: 1, exchange: "mx.example.org" } },
    { type: "TXT", name: "example.org", data: ["some", "text"] },
    { type: "SRV", name: "example.org", data: { priority: 1, weight: 1, port: 1, target: "a.example.org" } },
  ],
});

const anyBytes = fc.uint8Array({ maxLength: 600 });
const anyText = fc.oneof(fc.string({ maxLength: 300, unit: "binary" }), fc.string({ maxLength: 300 }));

const byteDecoders: ReadonlyArray<readonly [name: string, input: fc.Arbitrary<Uint8Array>, decode: (bytes: Uint8Array) => unknown]> = [
  ["DNS replies", fc.oneof(anyBytes, damaged(DNS_REPLY)), decodeReply],
  ["the structure of DNS messages", fc.oneof(anyBytes, damaged(DNS_REPLY)), isWhole],
  [
    "whether a reply belongs to a query",
    fc.oneof(anyBytes, damaged(DNS_REPLY)),
    (bytes) => isReplyTo(bytes, encodeQuery({ name: "example.org", type: "A" }, 7, { edns: true })),
  ],
  ["health messages", fc.oneof(anyBytes, damaged(Uint8Array.of(0, 0, 0, 0, 6, 8, 1, 18, 2, 1, 2))), decodeHealth],
  ["character strings", anyBytes, escapeText],
];

const ORIGIN = new URL("https://example.org/a?b");
const REQUEST = requestTo(ORIGIN, { method: "POST", headers: ["host", "example.org"], body: "x", unpack: true });

const textDecoders: ReadonlyArray<readonly [name: string, decode: (text: string) => unknown]> = [
  ["addresses", (text) => [parseHostPort(text), parseHostPort(text, 1), parseIpv6(text), ipFamily(text), addressAfterScheme(text)]],
  ["targets", (text) => (["DNS", "HTTP", "ICMP"] as const).map((kind) => targetOf({ kind, url: text }))],
  ["query names", (text) => [queryNameOf(text, "A"), queryNameOf(text, "PTR")]],
  ["output of ping", (text) => ["linux", "darwin", "win32"].map((platform) => parsePingOutput(text, "127.0.0.1", platform))],
  [
    "WHOIS answers",
    (text) => [expiryInWhois(text), expiryInWhois(`Expiry: ${text}`), whoisServerIn(text), saysNotFound(text), parseRegistryDate(text)],
  ],
  ["RDAP answers", (text) => [readRdapDomain(text), readBootstrap(text)]],
  ["output of socat and ncat", (text) => [sctpOutcome(1, text), sctpOutcome(null, text)]],
  ["alternative names", parseAlternativeNames],
  [
    "certificates",
    (text) =>
      certificateFacts({
        subject: text,
        issuer: text,
        subjectAltName: text,
        validFrom: text,
        validTo: text,
        serialNumber: text,
        fingerprint256: text,
      }),
  ],
  ["identity tokens", (text) => [jwtExpiryMs(text), jwtExpiryMs(`a.${Buffer.from(text).toString("base64url")}.b`)]],
  ["PEM bundles", splitPem],
  [
    "cookies",
    (text) => {
      const jar = new CookieJar(() => false);
      jar.store([text, `a=b; ${text}`], ORIGIN, 0);
      return jar.headerFor(ORIGIN, 0);
    },
  ],
  ["redirects", (text) => [301, 307].map((status) => followRedirect(REQUEST, status, text, ORIGIN))],
  ["proxies", (text) => [chooseProxy(ORIGIN, text, {}), chooseProxy(ORIGIN, "", { HTTPS_PROXY: "http://p:1", NO_PROXY: text })]],
  ["thrown errors", (text) => describeThrown({ code: text, name: text, message: text, hostname: text, address: text, port: 1 })],
];

describe("decoders answer whatever they are given", () => {
  it.each(byteDecoders)(
    "%s",
    (_name, input, decode) => {
      fc.assert(
        fc.property(input, (bytes) => {
          decode(bytes);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it.each(textDecoders)(
    "%s",
    (_name, decode) => {
      fc.assert(
        fc.property(anyText, (text) => {
          decode(text);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it(
    "JSON of every shape is no surprise for RDAP",
    () => {
      fc.assert(
        fc.property(fc.json(), (json) => {
          readRdapDomain(json);
          readBootstrap(json);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it(
    "bodies stay within their limit, however they are packed",
    async () => {
      const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(chunks, fc.constantFrom("", "gzip", "deflate", "br", "odd"), async (parts, encoding) => {
          const sink = keepingSink(100, encoding);
          for (const part of parts) {
            sink.write(part);
          }
          const body = await sink.finish(null);
          expect(body.bytes.length).toBeLessThanOrEqual(100);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );
});
