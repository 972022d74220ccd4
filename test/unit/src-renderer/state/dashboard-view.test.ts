import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EVERYTHING,
  isSameOverview,
  keysOfRows,
  layOutRows,
  listFacets,
  reuseRows,
  selectEndpoints,
} from "../../../../src-renderer/state/dashboard-view.ts";
import { neighbourOf } from "../../../../src-renderer/state/row-navigation.ts";
import { fakeEndpoint, fakeEndpoints } from "../../../helpers/fake-world.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const endpoints = fakeEndpoints(45, NOW);
const names = (query: Partial<typeof EVERYTHING>): readonly string[] =>
  selectEndpoints(endpoints, { ...EVERYTHING, ...query }).map(({ name }) => name);
const layout = { columns: 3, collapsed: new Set<string>(), flat: false };

describe("selectEndpoints", () => {
  it.each([
    ["a word of the name", { search: "FRONT" }, ["front-end"]],
    ["words in any field", { search: "storage tcp 6379" }, ["cache"]],
    ["a tag", { search: "static" }, ["docs"]],
    ["nothing at all", { search: "no such thing" }, []],
    ["a state", { states: new Set(["failing", "degraded"] as const) }, ["back-end", "mail"]],
    ["a group with those nested in it", { group: "core", search: "tcp" }, ["database", "cache"]],
    ["a tag filter", { tag: "api" }, ["back-end"]],
  ])("finds by %s", (_, query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it("does not take a group for another that begins with the same letters", () => {
    const twins = [fakeEndpoint(NOW, { name: "a", group: "core" }), fakeEndpoint(NOW, { name: "b", group: "core-old" })];
    expect(selectEndpoints(twins, { ...EVERYTHING, group: "core" }).map(({ name }) => name)).toEqual(["a"]);
  });

  it("puts the worst first when sorted by status, the slowest when sorted by time", () => {
    expect(names({ sort: "status" }).slice(0, 2)).toEqual(["back-end", "mail"]);
    expect(names({ sort: "slowest" })[0]).toBe("mail");
    expect(names({ sort: "changed" })[0]).toBe("back-end");
  });
});

describe("layOutRows", () => {
  it("nests groups by their slashes and says the worst of each", () => {
    const headings = layOutRows(endpoints, layout).filter((row) => row.kind === "group");
    expect(headings.slice(0, 2)).toMatchObject([
      { path: "core", depth: 0, total: 5, worst: "failing", worstCount: 1 },
      { path: "core/storage", label: "storage", depth: 1, total: 2, worst: "healthy" },
    ]);
  });

  it("hides everything below a collapsed group but its heading", () => {
    const rows = layOutRows(endpoints, { ...layout, collapsed: new Set(["core"]) });
    expect(rows.slice(0, 2).map((row) => row.id)).toEqual(["group:core", "group:network"]);
  });

  it("shows every endpoint exactly once, whatever the groups are called", () => {
    const group = fc.array(fc.constantFrom("a", "b", "", "ü"), { maxLength: 3 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.array(group, { maxLength: 30 }), fc.option(fc.integer({ min: 1, max: 5 })), (groups, columns) => {
        const all = groups.map((each, index) => fakeEndpoint(NOW, { name: `n${index}`, key: `k${index}`, group: each }));
        const keys = keysOfRows(layOutRows(all, { columns, collapsed: new Set(), flat: false }));
        expect(keys.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
      }),
    );
  });
});

describe("reuseRows", () => {
  it("returns the very same list when nothing that is shown has changed", () => {
    const before = layOutRows(endpoints, layout);
    expect(reuseRows(before, layOutRows(endpoints, layout))).toBe(before);
  });

  it("replaces only the rows that changed", () => {
    const before = layOutRows(endpoints, layout);
    const after = layOutRows(
      endpoints.map((endpoint) => (endpoint.name === "mail" ? { ...endpoint, state: "healthy" as const } : endpoint)),
      layout,
    );
    const merged = reuseRows(before, after);
    expect(merged).not.toBe(before);
    expect(merged.filter((row, index) => row !== before[index]).map((row) => row.id)).toEqual(["group:network"]);
  });
});

describe("isSameOverview", () => {
  const one = fakeEndpoint(NOW, { name: "one", group: "team", tags: ["web"], sinceMs: NOW, lastDurationMs: 20, cause: "" });

  it.each([
    ["figures that only its card shows", { lastCheckMs: NOW + 1, lastDurationMs: 99, uptime24h: 0.5, sinceMs: NOW + 1 }, "file"],
    ["the moment of the last change, sorted by time", { sinceMs: NOW + 1 }, "slowest"],
    ["tags that are the same in another list", { tags: ["web"] }, "file"],
  ] as const)("is when an endpoint differs in %s", (_, change, sort) => {
    expect(isSameOverview([one], [{ ...one, ...change }], sort)).toBe(true);
  });

  it.each([
    ["state", { state: "failing" }, "file"],
    ["whether it has a cause", { cause: "refused" }, "file"],
    ["name", { name: "two" }, "file"],
    ["group", { group: "core" }, "file"],
    ["target", { target: "tcp://elsewhere:1" }, "file"],
    ["tags", { tags: ["api"] }, "file"],
    ["number of tags", { tags: ["web", "api"] }, "file"],
    ["duration, sorted by it", { lastDurationMs: 99 }, "slowest"],
    ["last change, sorted by it", { sinceMs: NOW + 1 }, "changed"],
  ] as const)("is not when an endpoint differs in its %s", (_, change, sort) => {
    expect(isSameOverview([one], [{ ...one, ...change }], sort)).toBe(false);
  });

  it("is not when one came or went", () => {
    expect(isSameOverview([one], [one, one], "file")).toBe(false);
    expect(isSameOverview([one, one], [one], "file")).toBe(false);
  });
});

describe("listFacets", () => {
  it("lists groups with their ancestors", () => {
    expect(listFacets(endpoints).groups).toContain("core/storage");
    expect(listFacets([fakeEndpoint(NOW, { name: "x", group: "a/b/c" })]).groups).toEqual(["a", "a/b", "a/b/c"]);
  });
});

describe("neighbourOf", () => {
  const rows = layOutRows(endpoints, layout);
  const at = (name: string): string => endpoints.find((endpoint) => endpoint.name === name)?.key ?? "";
  it.each([
    ["right", "back-end", "front-end"],
    ["left", "front-end", "back-end"],
    ["down", "login", "cache"],
    ["up", "gateway", "database"],
  ] as const)("goes %s from %s to %s", (direction, from, to) => {
    expect(neighbourOf(rows, at(from), direction)?.key).toBe(at(to));
  });

  it("stops at the edges", () => {
    expect(neighbourOf(rows, at("back-end"), "up")).toBeNull();
    expect(neighbourOf(rows, "gone", "down")).toBeNull();
  });
});
