import { describe, expect, it } from "vitest";
import { groupIncidents, type GroupingRule } from "../../../../../src-renderer/features/incidents/group-incidents.ts";
import type { Relations } from "../../../../../shared/model/incident.ts";
import { MINUTE } from "../../../../../shared/units.ts";
import type { EndpointEvent, OutageSpan } from "../../../../../shared/model/history.ts";

const outage = (key: string, startMs: number, endMs: number | null, outcome: OutageSpan["outcome"] = "failing"): OutageSpan => ({
  key,
  startMs,
  endMs,
  outcome,
  cause: "refused",
});
const told = (key: string, atEpochMs: number, kind: EndpointEvent["kind"] = "alert-triggered"): EndpointEvent => ({
  id: atEpochMs,
  key,
  kind,
  atEpochMs,
  text: "slack",
});

const TOGETHER_MS = 2 * MINUTE;

/** All in one group, unless told otherwise. */
const rule = (togetherMs = TOGETHER_MS, relations: Readonly<Record<string, Partial<Relations>>> = {}): GroupingRule => ({
  togetherMs,
  relationsOf: (key) => ({ key, group: "core", dependsOn: [], ...relations[key] }),
});
const keysOf = (incidents: ReturnType<typeof groupIncidents>) => incidents.map(({ outages }) => outages.map(({ key }) => key));

describe("groupIncidents", () => {
  it.each([
    [0, 3],
    [MINUTE, 2],
    [2 * MINUTE, 1],
  ])("goes by the window that is configured: %d ms make %d incidents of three", (togetherMs, count) => {
    const outages = [outage("a", 0, null), outage("b", 50_000, null), outage("c", 2 * MINUTE, null)];
    expect(groupIncidents(outages, [], rule(togetherMs))).toHaveLength(count);
  });

  it("tells endpoints that fell together as one, newest incident first", () => {
    const incidents = groupIncidents(
      [outage("b", 60_000, 400_000), outage("a", 0, 300_000), outage("c", 3_600_000, 3_700_000)],
      [],
      rule(),
    );
    expect(keysOf(incidents)).toEqual([["c"], ["a", "b"]]);
    expect(incidents[1]).toMatchObject({ startMs: 0, endMs: 400_000 });
  });

  it("keeps unrelated endpoints apart, though they fell within the window", () => {
    const outages = [outage("a", 0, null), outage("b", 30_000, null), outage("c", 40_000, null)];
    expect(keysOf(groupIncidents(outages, [], rule(MINUTE, { b: { group: "other" } })))).toEqual([["b"], ["a", "c"]]);
  });

  it("begins another incident when the one before is over", () => {
    const outages = [outage("a", 0, 10_000), outage("b", 20_000, 30_000)];
    expect(keysOf(groupIncidents(outages, [], rule()))).toEqual([["b"], ["a"]]);
  });

  it("is open while one of its endpoints fails", () => {
    expect(groupIncidents([outage("a", 0, 5_000), outage("b", 1_000, null)], [], rule())[0]?.endMs).toBeNull();
  });

  it("leaves out what was only degraded", () => {
    expect(groupIncidents([outage("a", 0, 5_000, "degraded")], [], rule())).toEqual([]);
  });

  it("knows who was told during it and shortly after, and no other message", () => {
    const events = [
      told("a", 10_000),
      told("a", 305_000, "alert-resolved"),
      told("a", 5_000_000),
      told("b", 10_000),
      told("a", 20_000, "note"),
    ];
    const [incident] = groupIncidents([outage("a", 0, 300_000)], events, rule());
    expect(incident?.told.map(({ kind }) => kind)).toEqual(["alert-triggered", "alert-resolved"]);
    expect(incident?.notes).toHaveLength(1);
  });
});
