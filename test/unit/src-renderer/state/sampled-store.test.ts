import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "../../../../src-renderer/state/external-store.ts";
import { createSampledStore } from "../../../../src-renderer/state/sampled-store.ts";

interface Source {
  readonly figure: number;
  readonly members: string;
}

const createSampled = () => {
  const source = createStore<Source>({ figure: 1, members: "ab" });
  const select = vi.fn(({ figure }: Source) => figure);
  const sampled = createSampledStore(source, {
    select,
    everyMs: 250,
    urgent: ({ members }) => members,
    isSame: (before, after) => Math.floor(before) === Math.floor(after),
  });
  return { source, select, sampled };
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a sampled store", () => {
  it("looks once after many changes, and not before its time", () => {
    const { source, select, sampled } = createSampled();
    const told = vi.fn();
    sampled.subscribe(told);
    select.mockClear();
    for (const figure of [2, 3, 4]) source.set({ figure, members: "ab" });
    vi.advanceTimersByTime(249);
    expect([sampled.get(), told.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(1);
    expect([sampled.get(), told.mock.calls.length, select.mock.calls.length]).toEqual([4, 1, 1]);
  });

  it("shows at once what is urgent", () => {
    const { source, sampled } = createSampled();
    sampled.subscribe(() => undefined);
    source.set({ figure: 2, members: "abc" });
    expect(sampled.get()).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("keeps what it shows while nobody could tell the difference", () => {
    const { source, sampled } = createSampled();
    const told = vi.fn();
    sampled.subscribe(told);
    source.set({ figure: 1.5, members: "ab" });
    vi.runAllTimers();
    expect([sampled.get(), told.mock.calls.length]).toEqual([1, 0]);
  });

  it("has no timer while nothing changes, and neither timer nor listener once nobody listens", () => {
    const { source, select, sampled } = createSampled();
    const leave = sampled.subscribe(() => undefined);
    expect(vi.getTimerCount()).toBe(0);
    source.set({ figure: 2, members: "ab" });
    leave();
    expect(vi.getTimerCount()).toBe(0);
    select.mockClear();
    source.set({ figure: 3, members: "abc" });
    expect(select).not.toHaveBeenCalled();
  });

  it("knows what it missed as soon as somebody listens again", () => {
    const { source, sampled } = createSampled();
    sampled.subscribe(() => undefined)();
    source.set({ figure: 7, members: "ab" });
    sampled.subscribe(() => undefined);
    expect(sampled.get()).toBe(7);
  });

  it("tells everybody who listens", () => {
    const { source, sampled } = createSampled();
    const told = [vi.fn(), vi.fn()];
    for (const listener of told) sampled.subscribe(listener);
    source.set({ figure: 2, members: "ab" });
    vi.runAllTimers();
    for (const listener of told) expect(listener).toHaveBeenCalledTimes(1);
  });
});
