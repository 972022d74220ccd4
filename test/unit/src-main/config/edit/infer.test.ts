import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseCurl, splitWords } from "../../../../../src-main/config/edit/curl.ts";
import { inferMonitors } from "../../../../../src-main/config/edit/infer.ts";

const ADDRESSES: ReadonlyArray<readonly [typed: string, url: string, name: string]> = [
  ["example.org", "https://example.org", "example.org"],
  ["www.example.org/health", "https://www.example.org/health", "example.org/health"],
  ["https://example.org/a?b=c#d", "https://example.org/a?b=c#d", "example.org/a"],
  ["HTTPS://example.org", "https://example.org", "example.org"],
  ["http://10.0.0.1:8080", "http://10.0.0.1:8080", "10.0.0.1:8080"],
  ["localhost", "http://localhost", "localhost"],
  ["localhost:3000/health", "http://localhost:3000/health", "localhost:3000/health"],
  ["db:5432", "tcp://db:5432", "db:5432"],
  ["example.org:443", "https://example.org", "example.org"],
  ["example.org:8443", "https://example.org:8443", "example.org:8443"],
  ["mail.example.org:587", "starttls://mail.example.org:587", "mail.example.org:587"],
  ["mail.example.org:993", "tls://mail.example.org:993", "mail.example.org:993"],
  ["1.1.1.1", "icmp://1.1.1.1", "1.1.1.1"],
  ["::1", "icmp://[::1]", "::1"],
  ["2001:db8::5", "icmp://[2001:db8::5]", "2001:db8::5"],
  ["[2001:db8::5]:8080", "http://[2001:db8::5]:8080", "[2001:db8::5]:8080"],
  ["smtp://mail.example.org", "starttls://mail.example.org:587", "mail.example.org:587"],
  ["smtp://mail.example.org:25", "starttls://mail.example.org:25", "mail.example.org:25"],
  ["smtps://mail.example.org", "tls://mail.example.org:465", "mail.example.org:465"],
  ["starttls://mail.example.org:25", "starttls://mail.example.org:25", "mail.example.org:25"],
  ["postgres://user:secret@db.example.org/app", "tcp://db.example.org:5432", "db.example.org:5432"],
  ["redis://cache", "tcp://cache:6379", "cache:6379"],
  ["mongodb://u:p@a.example.org:27018,b.example.org/x", "tcp://a.example.org:27018", "a.example.org:27018"],
  ["ws://example.org/socket", "ws://example.org/socket", "example.org/socket"],
  ["wss://example.org", "wss://example.org", "example.org"],
  ["grpc://api:50051", "grpc://api:50051", "api:50051"],
  ["ping://router.lan", "icmp://router.lan", "router.lan"],
  ["udp://dns:53/", "udp://dns:53", "dns:53"],
  ["<https://example.org>", "https://example.org", "example.org"],
];

describe("what to watch", () => {
  it.each(ADDRESSES)("%s is %s", (typed, url, name) => {
    expect(inferMonitors(typed)).toMatchObject([{ ok: true, value: { url, name } }]);
  });

  it.each(["hello", "foo bar?!", "ftp", "gopher://example.org", "http://", "example.org:99999", "https://exa mple.org/%zz"])(
    "%s is nothing that could be watched",
    (typed) => {
      expect(inferMonitors(typed).some(({ ok }) => !ok)).toBe(true);
    },
  );

  it("takes several lines, lists and comments", () => {
    const found = inferMonitors("# servers\n- example.org\n* db:5432\n\n1.1.1.1, 8.8.8.8; example.net\n");
    expect(found.map((one) => (one.ok ? one.value["url"] : one.source))).toEqual([
      "https://example.org",
      "tcp://db:5432",
      "icmp://1.1.1.1",
      "icmp://8.8.8.8",
      "https://example.net",
    ]);
  });

  it("gives no name twice", () => {
    const names = inferMonitors("example.org\nhttp://example.org\nhttps://www.example.org").map((one) => one.ok && one.value["name"]);
    expect(new Set(names).size).toBe(3);
  });

  it("keeps no password of a database", () => {
    expect(JSON.stringify(inferMonitors("mysql://root:hunter2@db/app").map((one) => one.ok && one.value))).not.toContain("hunter2");
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(inferMonitors(text))));
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(inferMonitors(`curl ${text}`))));
  });
});

const CURLS: ReadonlyArray<{ readonly name: string; readonly command: string; readonly value: object }> = [
  { name: "bare", command: "curl -L example.org", value: { url: "http://example.org" } },
  { name: "redirects are not followed without -L", command: "curl https://example.org", value: { client: { "ignore-redirect": true } } },
  {
    name: "headers in both quotes",
    command: `curl -L -H 'Accept: text/plain' --header "X-A: b \\"c\\"" https://example.org`,
    value: { headers: { Accept: "text/plain", "X-A": 'b "c"' } },
  },
  {
    name: "a body makes it a POST of a form",
    command: "curl -Ld a=1 -d b=2 https://example.org",
    value: { method: "POST", body: "a=1&b=2", headers: { "Content-Type": "application/x-www-form-urlencoded" } },
  },
  {
    name: "json",
    command: `curl -L --json '{"a": "it'"'"'s"}' https://example.org`,
    value: { method: "POST", body: `{"a": "it's"}`, headers: { "Content-Type": "application/json", Accept: "application/json" } },
  },
  { name: "a method of its own", command: "curl -sSfLXPUT https://example.org", value: { method: "PUT" } },
  { name: "only the head", command: "curl -LI https://example.org", value: { method: "HEAD" } },
  {
    name: "data as a query",
    command: "curl -LG -d q=1 --data-urlencode 'r=a b' https://example.org/s",
    value: { url: "https://example.org/s?q=1&r=a%20b" },
  },
  { name: "a certificate that nobody trusts", command: "curl -kL https://example.org", value: { client: { insecure: true } } },
  { name: "a login", command: "curl -L -u user:pass https://example.org", value: { headers: { Authorization: "Basic dXNlcjpwYXNz" } } },
  {
    name: "a proxy and a limit",
    command: "curl -L -x proxy:3128 -m 5 https://example.org",
    value: { client: { "proxy-url": "http://proxy:3128", timeout: "5s" } },
  },
  {
    name: "several lines",
    command: "$ curl -L 'https://example.org' \\\n  -H 'A: b' \\\n  --compressed",
    value: { url: "https://example.org", headers: { A: "b" } },
  },
  { name: "ANSI quotes", command: String.raw`curl -L https://example.org --data-raw $'a\n\'b\''`, value: { body: "a\n'b'" } },
];

describe("a curl command", () => {
  it.each(CURLS)("$name", ({ command, value }) => {
    expect(inferMonitors(command)).toMatchObject([{ ok: true, value }]);
  });

  it("says what it cannot carry over", () => {
    const [found] = inferMonitors("curl -L -d @body.json -F file=@x --http3 https://example.org");
    expect(found?.ok === true && found.notes).toHaveLength(3);
  });

  it("needs an address", () => {
    expect(parseCurl("curl -H 'A: b'")).toEqual({ key: "proposal.curlWithoutAddress", values: {} });
  });

  it("is split as a shell splits it", () => {
    expect(splitWords(`a "b c"'d' e\\ f ""`)).toEqual(["a", "b cd", "e f", ""]);
  });
});
