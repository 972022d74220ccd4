import { describe, expect, it } from "vitest";

import { endpointDisplayName, endpointKey } from "../../../shared/endpoint-key.ts";

describe("endpointKey", () => {
  it.each([
    ["Core", "Front End", "core_front-end"],
    ["Load balancers", "us-west-2", "load-balancers_us-west-2"],
    ["a/b test", "a", "a-b-test_a"],
    ["", "name", "_name"],
    ["API (v1)", "endpoint", "api-(v1)_endpoint"],
    ["search", "query&filter", "search_query-filter"],
    ["", "a__b..c", "_a--b--c"],
    ["a-b", "- c -", "a-b_--c--"],
    ["a", "x:y?z%20", "a_x:y?z%20"],
    ["g_h", "n", "g-h_n"],
    ["g", "h_n", "g_h-n"],
    [" trimmed\t", "\u00a0no-break\u2003", "trimmed_no-break"],
    ["ÄÖ", "ΣΊΣΥΦΟΣ", "äö_σίσυφοσ"],
    ["İstanbul", "x", "istanbul_x"],
    ["a", "\ufeffb", "a_\ufeffb"],
    ["a", "\u0085b", "a_b"],
  ])("makes one of group %j and name %j", (group, name, key) => {
    expect(endpointKey(group, name)).toBe(key);
  });
});

describe("endpointDisplayName", () => {
  it("has the group only where there is one", () => {
    expect(endpointDisplayName({ group: "core", name: "a" })).toBe("core/a");
    expect(endpointDisplayName({ group: "", name: "a" })).toBe("a");
  });
});
