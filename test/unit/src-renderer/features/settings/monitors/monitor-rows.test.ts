import { describe, expect, it } from "vitest";
import type { EntrySummary } from "../../../../../../shared/model/settings.ts";
import {
  copyName,
  idOf,
  placeByDrop,
  placeByStep,
  rowsOf,
  searchEntries,
} from "../../../../../../src-renderer/features/settings/monitors/monitor-rows.ts";

const entry = (index: number, name: string, group: string): EntrySummary => ({
  ref: { file: "/c.yaml", list: "endpoints", index, name, group },
  line: index,
  key: `${group}_${name}`,
  url: `https://${name}.example.org`,
  kind: "HTTP",
  enabled: true,
  interval: "",
  tags: [],
  alertTypes: [],
  usesAnchors: false,
});

const [a, b, c] = [entry(0, "a", "core"), entry(1, "b", "net"), entry(2, "c", "core")];
const rows = rowsOf([a, b, c]);

describe("the list of monitors", () => {
  it("groups in the order of first members", () => {
    expect(rows.map((row) => (row.kind === "group" ? row.group : row.entry.ref.name))).toEqual(["core", "a", "c", "net", "b"]);
  });

  it("moves within a group, and into the next one at its end", () => {
    expect(placeByStep(rows, idOf(a.ref), 1)).toEqual({ place: { at: "after", entry: c.ref } });
    expect(placeByStep(rows, idOf(c.ref), 1)).toEqual({ place: { at: "before", entry: b.ref }, group: "net" });
    expect(placeByStep(rows, idOf(b.ref), -1)).toEqual({ place: { at: "after", entry: c.ref }, group: "core" });
    expect(placeByStep(rows, idOf(a.ref), -1)).toBeNull();
  });

  it("takes a drop, and changes the group only when it is another one", () => {
    expect(placeByDrop(a.ref, c.ref, "after")).toEqual({ place: { at: "after", entry: c.ref } });
    expect(placeByDrop(a.ref, b.ref, "before")).toEqual({ place: { at: "before", entry: b.ref }, group: "net" });
    expect(placeByDrop(a.ref, a.ref, "before")).toBeNull();
  });

  it("finds by every word, and names a copy that is free", () => {
    expect(searchEntries([a, b, c], "core c.example")).toEqual([c]);
    expect(copyName("a", "core", [a, entry(3, "a copy", "core")], "copy")).toBe("a copy 2");
  });
});
