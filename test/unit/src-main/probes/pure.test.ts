import { describe, expect, it } from "vitest";
import { reverseName } from "../../../../src-main/probes/dns/names.ts";
import { parsePingOutput, pingCommand } from "../../../../src-main/probes/icmp/ping-command.ts";
import { parseHostPort } from "../../../../src-main/probes/pure/address.ts";
import { fillBody, fillLocalAddress } from "../../../../src-main/probes/pure/body-placeholders.ts";
import { CookieJar } from "../../../../src-main/probes/pure/cookie-jar.ts";
import { formatDuration } from "../../../../src-main/probes/pure/duration-text.ts";
import { chooseProxy } from "../../../../src-main/probes/pure/proxy-choice.ts";
import { targetOf } from "../../../../src-main/probes/pure/target.ts";
import { handshakeReason } from "../../../../src-main/probes/pure/tls-wording.ts";
import { describeThrown } from "../../../../src-main/probes/pure/wording.ts";
import { expiryInWhois, parseRegistryDate, whoisServerIn } from "../../../../src-main/probes/pure/whois-text.ts";

describe("parseHostPort", () => {
  it.each([
    ["example.org:80", { host: "example.org", port: 80 }],
    ["[2001:db8::1]:443", { host: "2001:db8::1", port: 443 }],
    ["[fe80::1%eth0]:22", { host: "fe80::1%eth0", port: 22 }],
    ["192.0.2.1:65535", { host: "192.0.2.1", port: 65_535 }],
  ])("reads %s", (text, value) => {
    expect(parseHostPort(text)).toEqual({ ok: true, value });
  });

  it.each(["example.org", "example.org:0", "example.org:65536", "example.org:http", ":80", "[::1:80", "[x]:80", "a b:80", "a:80:90", ""])(
    "refuses %j",
    (text) => {
      expect(parseHostPort(text).ok).toBe(false);
    },
  );

  it.each([
    ["example.org", "example.org", 22],
    ["2001:db8::1", "2001:db8::1", 22],
    ["[::1]", "::1", 22],
  ])("gives %s the default port", (text, host, port) => {
    expect(parseHostPort(text, 22)).toEqual({ ok: true, value: { host, port } });
  });
});

describe("targetOf", () => {
  it.each([
    ["HTTP", "https://user:pw@example.org:8443/x?y#z", "example.org", "8443"],
    ["HTTP", "http://[::1]/", "::1", ""],
    ["TCP", "tcp://example.org:1", "example.org", "1"],
    ["ICMP", "icmp://2001:db8::1", "2001:db8::1", ""],
    ["DNS", "8.8.8.8", "8.8.8.8", ""],
    ["DNS", "ns.example:5353", "ns.example", "5353"],
    ["HTTP", "nonsense", "", ""],
  ] as const)("finds host and port of the %s endpoint %s", (kind, url, host, port) => {
    expect(targetOf({ kind, url })).toEqual({ host, port });
  });
});

describe("bodies", () => {
  const endpoint = { name: "N$&", group: "G", url: "U", body: "" };
  const half = () => 0.5;
  it.each([
    ["[ENDPOINT_GROUP]/[ENDPOINT_NAME] [ENDPOINT_URL]", "G/N$& U"],
    ["[endpoint_name]", "[endpoint_name]"],
    ["[RANDOM_STRING_0][RANDOM_STRING_4]", "FFFF"],
    ["[RANDOM_STRING_x]", "[RANDOM_STRING_x]"],
  ])("fill %s", (body, filled) => {
    expect(fillBody({ ...endpoint, body }, half)).toBe(filled);
  });

  it("cut random text at 8192 characters and draw each anew", () => {
    expect(fillBody({ ...endpoint, body: "[RANDOM_STRING_999999]" }, half).length).toBe(8_192);
    let next = 0;
    const counting = () => (next++ % 62) / 62;
    expect(fillBody({ ...endpoint, body: "[RANDOM_STRING_2] [RANDOM_STRING_2]" }, counting)).toBe("ab cd");
    expect(fillLocalAddress("a [LOCAL_ADDRESS] b", "$1:2")).toBe("a $1:2 b");
  });
});

describe("chooseProxy", () => {
  const environment = {
    HTTP_PROXY: "http://upper:1",
    http_proxy: "http://lower:2",
    HTTPS_PROXY: "secure:3",
    NO_PROXY: " a.example, .b.example,192.0.2.0/24,c.example:8080,*.d.example ",
  };
  it.each([
    ["http://x.example/", "", "http://upper:1/"],
    ["https://x.example/", "", "http://secure:3/"],
    ["http://x.example/", "socks5://p:9", "socks5://p:9"],
    ["http://localhost/", "socks5://p:9", "socks5://p:9"],
    ["http://x.example/", "gopher://p", null],
    ["http://localhost/", "", null],
    ["http://127.1.2.3/", "", null],
    ["http://[::1]/", "", null],
    ["http://a.example/", "", null],
    ["http://sub.a.example/", "", null],
    ["http://nota.example/", "", "http://upper:1/"],
    ["http://b.example/", "", "http://upper:1/"],
    ["http://sub.b.example/", "", null],
    ["http://192.0.2.77/", "", null],
    ["http://192.0.3.77/", "", "http://upper:1/"],
    ["http://c.example:8080/", "", null],
    ["http://c.example/", "", "http://upper:1/"],
    ["http://x.d.example/", "", null],
  ])("sends %s (configured %j) through %s", (url, configured, proxy) => {
    expect(chooseProxy(new URL(url), configured, environment)?.href ?? null).toBe(proxy);
  });

  it("knows * as everything", () => {
    expect(chooseProxy(new URL("http://x.example"), "", { HTTP_PROXY: "p:1", NO_PROXY: "*" })).toBeNull();
  });
});

describe("the cookie jar", () => {
  const at = (href: string) => new URL(href);
  const jarWith = (values: readonly string[], url = "https://www.example.org/a/b") => {
    const jar = new CookieJar((domain) => domain === "org");
    jar.store(values, at(url), 1_000);
    return jar;
  };
  it.each([
    ["a=1", "https://www.example.org/a/c", "a=1"],
    ["a=1", "https://www.example.org/other", ""],
    ["a=1; Path=/", "https://sub.www.example.org/", ""],
    ["a=1; Path=/; Domain=example.org", "https://x.example.org/", "a=1"],
    ["a=1; Path=/; Domain=.example.org", "https://example.org/", "a=1"],
    ["a=1; Path=/; Domain=other.org", "https://www.example.org/", ""],
    ["a=1; Path=/; Domain=org", "https://www.example.org/", ""],
    ["a=1; Path=/; Secure", "http://www.example.org/", ""],
    ["a=1; Path=/; Max-Age=0", "https://www.example.org/", ""],
    ["a=1; Path=/; Max-Age=60", "https://www.example.org/", "a=1"],
    ["a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://www.example.org/", ""],
    ["=1", "https://www.example.org/a/b", ""],
  ])("with %s sends to %s: %j", (value, url, header) => {
    expect(jarWith([value]).headerFor(at(url), 2_000)).toBe(header);
  });

  it("replaces, forgets what has ended, and puts longer paths first", () => {
    const jar = jarWith(["a=1; Path=/", "a=2; Path=/", "b=3; Path=/a/b", "c=4; Path=/; Max-Age=5"]);
    expect(jar.headerFor(at("https://www.example.org/a/b"), 2_000)).toBe("b=3; a=2; c=4");
    expect(jar.headerFor(at("https://www.example.org/a/b"), 60_000)).toBe("b=3; a=2");
  });
});

describe("reverseName", () => {
  it.each([
    ["192.0.2.1", "1.2.0.192.in-addr.arpa"],
    ["::1", `1.${"0.".repeat(31)}ip6.arpa`],
    ["example.org", null],
    ["1.2.3", null],
  ])("of %s is %s", (address, name) => {
    expect(reverseName(address)).toBe(name);
  });
});

describe("wording", () => {
  const thrown = { message: "raw text", name: "Error" };
  it.each([
    [{ code: "ECONNREFUSED", address: "::1", port: 80 }, "connection to [::1]:80 refused"],
    [{ code: "ECONNREFUSED" }, "connection refused"],
    [{ code: "ENOTFOUND", hostname: "x.example" }, "lookup of x.example failed: no such host"],
    [{ code: "CERT_HAS_EXPIRED" }, "certificate has expired"],
    [{ code: "SOMETHING_NEW" }, "raw text"],
    [{ code: "", message: "two\nlines\u0000" }, "two lines"],
    [{ code: "", message: "" }, "unknown failure"],
    [{ code: "", message: "x".repeat(500) }, `${"x".repeat(199)}…`],
  ])("for %o", (facts, text) => {
    expect(describeThrown({ ...thrown, ...facts })).toBe(text);
  });

  it("is the same for both TLS libraries", () => {
    const spellings = [
      "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
      "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
      "ERR_SSL_TLSV1_ALERT_HANDSHAKE_FAILURE",
    ];
    expect(new Set(spellings.map(handshakeReason)).size).toBe(1);
    expect(handshakeReason("ERR_SSL_NEW_THING")).toBe("TLS failed (new thing)");
    expect(handshakeReason("ECONNRESET")).toBeNull();
  });

  it.each([
    [250, "250ms"],
    [1_500, "1.5s"],
    [10_000, "10s"],
    [90_000, "1m30s"],
    [120_000, "2m"],
  ])("writes %i ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("registry dates", () => {
  it.each([
    ["2027-03-04T05:06:07Z", "2027-03-04T05:06:07.000Z"],
    ["2027-03-04T05:06:07+02:00", "2027-03-04T03:06:07.000Z"],
    ["2027-03-04 05:06:07", "2027-03-04T05:06:07.000Z"],
    ["2027-03-04", "2027-03-04T00:00:00.000Z"],
    ["2027. 03. 04.", null],
    ["2027.03.04", "2027-03-04T00:00:00.000Z"],
    ["20270304", "2027-03-04T00:00:00.000Z"],
    ["04-Mar-2027", "2027-03-04T00:00:00.000Z"],
    ["04.03.2027 05:06:07", "2027-03-04T05:06:07.000Z"],
    ["4 March 2027", "2027-03-04T00:00:00.000Z"],
    ["Thu Mar 04 05:06:07 UTC 2027", "2027-03-04T05:06:07.000Z"],
    ["soon", null],
    ["9999-99-99", null],
  ])("%s is %s", (text, iso) => {
    const moment = parseRegistryDate(text);
    expect(moment === null ? null : new Date(moment).toISOString()).toBe(iso);
  });

  it.each([
    ["Registrar Registration Expiration Date: 2026-01-01T00:00:00Z\nRegistry Expiry Date: 2027-01-01T00:00:00Z", "2027-01-01"],
    ["paid-till:     2027-02-03T21:00:00Z\n", "2027-02-03"],
    ["[Expires on]                    2027/05/31", "2027-05-31"],
    ["expire.............: 15.6.2027 00:00:00", "2027-06-15"],
    ["Creation Date: 2001-01-01", null],
  ])("are found in WHOIS text %#", (text, day) => {
    const moment = expiryInWhois(text);
    expect(moment === null ? null : new Date(moment).toISOString().slice(0, 10)).toBe(day);
  });

  it("take only names as WHOIS servers", () => {
    expect(whoisServerIn("domain: ORG\nwhois:        whois.example.org\r\n")).toBe("whois.example.org");
    expect(whoisServerIn("whois: 127.0.0.1\n")).toBeNull();
    expect(whoisServerIn("whois:\nstatus: x.y")).toBeNull();
    expect(whoisServerIn("whois: evil.example:25")).toBeNull();
  });
});

describe("ping", () => {
  it.each([
    ["linux", 4, "ping", ["-n", "-W", "2", "-c", "1", "-s", "24", "192.0.2.1"]],
    ["linux", 6, "ping", ["-n", "-W", "2", "-c", "1", "-s", "24", "-6", "192.0.2.1"]],
  ] as const)("on %s over IPv%i", (platform, family, program, args) => {
    expect(pingCommand("192.0.2.1", family, 1_500, platform)).toEqual({ program, arguments: args });
  });

  it.each([
    ["darwin", 4],
    ["darwin", 6],
    ["win32", 4],
    ["win32", 6],
  ] as const)("has arguments for %s over IPv%i", (platform, family) => {
    expect(pingCommand("192.0.2.1", family, 1_500, platform)?.arguments).toContain("192.0.2.1");
  });

  it("is nothing on an unknown system", () => {
    expect(pingCommand("192.0.2.1", 4, 1_000, "plan9")).toBeNull();
  });

  it.each([
    [
      "PING 127.0.0.1 (127.0.0.1) 24(52) bytes of data.\n32 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.045 ms\n",
      { alive: true, timeMs: 0.045 },
    ],
    [
      "PING 192.0.2.1 (192.0.2.1) 24(52) bytes of data.\n\n--- 192.0.2.1 ping statistics ---\n1 packets transmitted, 0 received\n",
      { alive: false, timeMs: null },
    ],
    ["oops", { alive: false, timeMs: null }],
    ["", { alive: false, timeMs: null }],
  ])("reads output %#", (output, result) => {
    expect(parsePingOutput(output, "127.0.0.1", "linux")).toEqual(result);
  });
});
