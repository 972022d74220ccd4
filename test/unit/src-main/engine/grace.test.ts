// How long failures do not count after an interruption.

import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { GRACE_MS, Grace, LONGEST_UNREST_MS } from "../../../../src-main/engine/grace.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

function setUp(): { readonly clock: FakeClock; readonly grace: Grace } {
  const clock = new FakeClock();
  return { clock, grace: new Grace(clock) };
}

/** Unrest every second; the moments, from the first one, at which failures counted. */
function countedSeconds({ clock, grace }: ReturnType<typeof setUp>, seconds: number): readonly number[] {
  return Array.from({ length: seconds }, (_, second) => second).filter(() => {
    const counts = !grace.beginUnrest();
    clock.advance(SECOND);
    return counts;
  });
}

describe("the grace", () => {
  it("is none before anything happened", () => {
    expect(setUp().grace.leftMs).toBe(0);
  });

  it.each([
    ["a gap", (grace: Grace): void => grace.begin()],
    ["unrest", (grace: Grace): void => void grace.beginUnrest()],
  ] as const)("lasts 15 seconds after %s, and after another one from there", (_, happen) => {
    const { clock, grace } = setUp();
    happen(grace);
    clock.advance(10 * SECOND);
    happen(grace);
    expect(grace.leftMs).toBe(GRACE_MS);
    clock.advance(GRACE_MS);
    expect(grace.leftMs).toBe(0);
  });

  it("ends a minute after unrest began that never ends, and failures count for at least 20 seconds", () => {
    const counted = countedSeconds(setUp(), 240);
    expect(counted[0]).toBe(LONGEST_UNREST_MS / SECOND);
    expect(counted.length).toBeGreaterThanOrEqual(40);
    expect(counted.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, index) => 60 + index));
  });

  it("begins anew with unrest that comes while the grace after a gap runs: a tunnel is dialled after waking", () => {
    const { clock, grace } = setUp();
    grace.begin();
    clock.advance(14 * SECOND);
    grace.beginUnrest();
    expect(grace.leftMs).toBe(GRACE_MS);
  });

  it("after a gap is given in full, however restless the network was before it", () => {
    const { clock, grace } = setUp();
    for (let second = 0; second < 65; second += 1) {
      grace.beginUnrest();
      clock.advance(SECOND);
    }
    grace.begin();
    expect(grace.leftMs).toBe(GRACE_MS);
    clock.advance(MINUTE);
    expect(grace.leftMs).toBe(0);
  });

  it("is given again to a network that rested", () => {
    const bench = setUp();
    countedSeconds(bench, 90);
    bench.clock.advance(HOUR);
    expect(bench.grace.beginUnrest()).toBe(true);
    expect(bench.grace.leftMs).toBe(GRACE_MS);
  });
});
