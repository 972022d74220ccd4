import { describe, expect, it } from "vitest";
import { applyDelta, namesUnknown, stateFromSnapshot } from "../../../../src-renderer/state/monitor-state.ts";
import { fakeEndpoints, fakeOverall, fakeSnapshot } from "../../../helpers/fake-world.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const endpoints = fakeEndpoints(45, NOW);
const state = stateFromSnapshot(fakeSnapshot(endpoints));
const [first, second] = endpoints;

describe("applyDelta", () => {
  it("keeps the identity of every endpoint that did not change", () => {
    if (first === undefined) throw new Error("the fake world is empty");
    const changed = { ...first, state: "healthy" as const };
    const next = applyDelta(state, { overall: fakeOverall(endpoints), changed: [changed], removed: [] });
    expect(next.endpoints.get(first.key)).toBe(changed);
    expect(endpoints.slice(1).every((endpoint) => next.endpoints.get(endpoint.key) === endpoint)).toBe(true);
    expect(next.order).toBe(state.order);
  });

  it("ignores a message that a newer check has overtaken", () => {
    if (first === undefined || first.lastCheckMs === null) throw new Error("the first endpoint was checked");
    const stale = { ...first, lastCheckMs: first.lastCheckMs - 1, cause: "old" };
    expect(applyDelta(state, { overall: state.overall, changed: [stale], removed: [] }).endpoints.get(first.key)).toBe(first);
  });

  it("removes endpoints and appends new ones", () => {
    if (first === undefined || second === undefined) throw new Error("the fake world is empty");
    const added = { ...second, key: "new_one" };
    const delta = { overall: state.overall, changed: [added], removed: [first.key] };
    const next = applyDelta(state, delta);
    expect(next.endpoints.has(first.key)).toBe(false);
    expect(next.order.at(-1)).toBe("new_one");
    expect(next.order).toHaveLength(state.order.length);
    expect(namesUnknown(state, delta)).toBe(true);
  });

  it("leaves the endpoints alone when only the overall status changed", () => {
    const next = applyDelta(state, { overall: fakeOverall([]), changed: [], removed: [] });
    expect(next.endpoints).toBe(state.endpoints);
  });
});
