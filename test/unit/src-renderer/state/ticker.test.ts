import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createTicker } from "../../../../src-renderer/state/ticker.ts";
import type { Ticker } from "../../../../src-renderer/state/ticker.ts";

let isHidden = false;
let stops: Array<() => void> = [];

const listenTo = (ticker: Ticker, listener: () => void): (() => void) => {
  const stop = ticker.subscribe(listener);
  stops.push(stop);
  return stop;
};

const setHidden = (hidden: boolean): void => {
  isHidden = hidden;
  document.dispatchEvent(new Event("visibilitychange"));
};

beforeEach(() => {
  isHidden = false;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => isHidden);
  vi.useFakeTimers();
});

afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the ticker", () => {
  it("ticks once a second for everybody, with one timer", () => {
    const ticker = createTicker();
    const first = vi.fn();
    const second = vi.fn();
    listenTo(ticker, first);
    listenTo(ticker, second);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(3_000);
    expect(first).toHaveBeenCalledTimes(3);
    expect(second).toHaveBeenCalledTimes(3);
    expect(ticker.get()).toBe(Date.now());
  });

  it("has no timer while nobody listens", () => {
    const ticker = createTicker();
    expect(vi.getTimerCount()).toBe(0);
    const stop = listenTo(ticker, () => undefined);
    const stopOther = listenTo(ticker, () => undefined);
    stop();
    expect(vi.getTimerCount()).toBe(1);
    stopOther();
    expect(vi.getTimerCount()).toBe(0);
    setHidden(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has no timer while the window is hidden, and is right at once when it shows again", () => {
    const ticker = createTicker();
    const listener = vi.fn();
    listenTo(ticker, listener);
    setHidden(true);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(listener).not.toHaveBeenCalled();
    setHidden(false);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(ticker.get()).toBe(Date.now());
    vi.advanceTimersByTime(1_000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it("waits for the window when the first listener comes while it is hidden", () => {
    isHidden = true;
    const ticker = createTicker();
    const listener = vi.fn();
    listenTo(ticker, listener);
    expect(vi.getTimerCount()).toBe(0);
    setHidden(false);
    vi.advanceTimersByTime(1_000);
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
