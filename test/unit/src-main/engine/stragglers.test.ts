// Checks that keep waiting are noticed in time, and no more often than needed.

import { describe, expect, it } from "vitest";
import { HOUR, SECOND } from "../../../../shared/units.ts";
import { Stragglers } from "../../../../src-main/engine/stragglers.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

function setUp(): { readonly clock: FakeClock; readonly stragglers: Stragglers; readonly told: number[] } {
  const clock = new FakeClock();
  const told: number[] = [];
  const stragglers = new Stragglers({ clock, timers: clock, onLate: () => told.push(clock.monotonicMs()) });
  return { clock, stragglers, told };
}

describe("a check that waits", () => {
  it("is told of after a second and then every two", () => {
    const { clock, stragglers, told } = setUp();
    stragglers.begin();
    clock.advance(6 * SECOND);
    expect(told).toEqual([1_000, 3_000, 5_000]);
  });

  it("is not told of when it ends before, and leaves no timer for long", () => {
    const { clock, stragglers, told } = setUp();
    stragglers.end(stragglers.begin());
    clock.advance(HOUR);
    expect(told).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("that began before the last word needs none of its own: it met the same network", () => {
    const { clock, stragglers, told } = setUp();
    stragglers.begin();
    clock.advance(900);
    stragglers.begin();
    clock.advance(1_500);
    expect(told).toEqual([1_000]);
  });

  it("that began after the last word is told of in its own second", () => {
    const { clock, stragglers, told } = setUp();
    stragglers.begin();
    clock.advance(1_100);
    stragglers.begin();
    clock.advance(SECOND);
    expect(told).toEqual([1_000, 2_100]);
  });

  it("costs one timer however many there are, and is told of together with those that began at once", () => {
    const { clock, stragglers, told } = setUp();
    const all = Array.from({ length: 1_000 }, () => stragglers.begin());
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1_500);
    expect(told).toEqual([1_000]);
    for (const waiting of all) stragglers.end(waiting);
    clock.advance(HOUR);
    expect(told).toEqual([1_000]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("is not told of after the end", () => {
    const { clock, stragglers, told } = setUp();
    stragglers.begin();
    stragglers.close();
    stragglers.begin();
    clock.advance(HOUR);
    expect(told).toEqual([]);
  });
});
