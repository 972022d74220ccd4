import { describe, expect, it } from "vitest";
import { isLocalHost, targetForPeople } from "../../../../src-main/engine/target.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

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
