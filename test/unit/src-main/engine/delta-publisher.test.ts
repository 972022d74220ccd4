import { describe, expect, it } from "vitest";
import { DeltaPublisher } from "../../../../src-main/engine/delta-publisher.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";
import { fakeSnapshot } from "../../../helpers/fake-world.ts";

const PACE_MS = 100;

/** A publisher to whom somebody listens, unless the test asks for `nobody`. */
function publisher(nobody = false) {
  const clock = new FakeClock();
  const told: Array<{ changed: string[]; removed: string[] }> = [];
  const made = new DeltaPublisher(clock, (changed, removed) => {
    told.push({ changed: [...changed], removed: [...removed] });
    return { overall: fakeSnapshot([]).overall, changed: [], removed: [] };
  });
  if (!nobody) made.subscribe(() => undefined);
  return { clock, told, made };
}

const keys = Array.from({ length: 1_000 }, (_, index) => `key-${String(index)}`);

describe("DeltaPublisher", () => {
  it("tells about thousands of endpoints in parts, each once, the longest waiting first", () => {
    const { clock, told, made } = publisher();
    const messages = (): readonly string[][] => told.map(({ changed }) => changed);
    for (const key of keys) made.touch(key);
    clock.advance(PACE_MS);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]?.length).toBeLessThan(500);
    clock.advance(10 * PACE_MS);
    expect(messages().flat()).toEqual(keys);
    expect(messages()).toHaveLength(3);
  });

  it("gathers nothing while nobody listens, neither before the first came nor after the last went", () => {
    const { clock, told, made } = publisher(true);
    made.touch("early");
    made.remove("gone early");
    made.touchAll();
    expect(clock.pendingTimers).toBe(0);
    const leave = made.subscribe(() => undefined);
    made.touch("heard");
    clock.advance(PACE_MS);
    expect(told).toEqual([{ changed: ["heard"], removed: [] }]);
    leave();
    made.touch("late");
    expect(clock.pendingTimers).toBe(0);
  });

  it("tells what left in place of what changed, and nothing once it is closed", () => {
    const { clock, told, made } = publisher();
    for (const key of ["stays", "leaves"]) made.touch(key);
    made.remove("leaves");
    clock.advance(PACE_MS);
    expect(told).toEqual([{ changed: ["stays"], removed: ["leaves"] }]);
    made.touch("stays");
    made.close();
    clock.advance(PACE_MS);
    expect(told).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
