import { describe, expect, it } from "vitest";
import { hostOf, isLocalHost, portOf, targetForPeople } from "../../../../src-main/engine/target.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

describe("hostOf", () => {
  it.each([
    ["https://example.org/health", "example.org"],
    ["https://user:secret@example.org:8443/a?b#c", "example.org"],
    ["http://[2001:db8::1]:8080/x", "2001:db8::1"],
    ["tcp://db.internal:5432", "db.internal"],
    ["icmp://192.0.2.1", "192.0.2.1"],
    ["icmp://2001:db8::7", "2001:db8::7"],
    ["192.0.2.53", "192.0.2.53"],
    ["192.0.2.53:5353", "192.0.2.53"],
    ["http://[broken", "broken"],
  ])("of %s is %s", (url, host) => {
    expect(hostOf(endpointConfig({ url }))).toBe(host);
  });
});

describe("portOf", () => {
  it.each([
    ["https://example.org/health:80", ""],
    ["https://example.org:8443/", "8443"],
    ["http://[2001:db8::1]:8080", "8080"],
    ["tcp://db:5432", "5432"],
    ["192.0.2.53:5353", "5353"],
  ])("of %s is %j", (url, port) => {
    expect(portOf({ url })).toBe(port);
  });
});

describe("isLocalHost", () => {
  it.each([
    ["localhost", true],
    ["api.localhost", true],
    ["127.0.0.1", true],
    ["127.1", true],
    ["::1", true],
    ["127.example.org", false],
    ["10.0.0.1", false],
    ["", false],
  ])("%s: %s", (host, expected) => {
    expect(isLocalHost(host)).toBe(expected);
  });
});

describe("targetForPeople", () => {
  const ui = endpointConfig().ui;
  it.each([
    ["leaves out credentials and the query", endpointConfig({ url: "https://u:p@example.org/a?token=x" }), "https://example.org/a"],
    [
      "shows a DNS endpoint's question",
      endpointConfig({ kind: "DNS", url: "192.0.2.53", dns: { queryType: "A", queryName: "example.org" } }),
      "A example.org @ 192.0.2.53",
    ],
    ["hides the port when asked", endpointConfig({ url: "tcp://db:5432", ui: { ...ui, hidePort: true } }), "tcp://db"],
    ["hides everything with the URL", endpointConfig({ ui: { ...ui, hideUrl: true } }), ""],
    ["hides everything with the host", endpointConfig({ ui: { ...ui, hideHostname: true } }), ""],
  ])("%s", (_name, config, expected) => {
    expect(targetForPeople(config)).toBe(expected);
  });
});
