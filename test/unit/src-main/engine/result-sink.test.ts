import { describe, expect, it } from "vitest";
import { ResultSink } from "../../../../src-main/engine/result-sink.ts";
import { checkResult } from "../../../helpers/alerting.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

const failing = { kind: "failing", text: "" } as const;

function bench(options: { readonly transact?: <T>(work: () => T) => T; readonly onHandle?: (key: string) => void }) {
  const clock = new FakeClock();
  const handled: string[] = [];
  const logged: string[] = [];
  const events: string[] = [];
  const log = (message: string): void => void logged.push(message);
  const sink = new ResultSink({
    history: {
      append: () => undefined,
      appendEvent: ({ key }) => void events.push(key),
      keepExtras: () => undefined,
      transact: options.transact ?? ((work) => work()),
    },
    alerts: {
      handle: ({ key }) => {
        options.onHandle?.(key);
        handled.push(key);
      },
    },
    timers: clock,
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const accept = (...keys: readonly string[]): void => {
    for (const key of keys) sink.accept({ result: checkResult(key, "failing"), extras: null, events: [failing] });
  };
  return { clock, sink, handled, logged, events, accept };
}

describe("a sink of results", () => {
  it("hands a batch on in order after a moment", () => {
    const { clock, handled, accept } = bench({});
    accept("a", "b");
    expect(handled).toEqual([]);
    clock.advance(20);
    expect(handled).toEqual(["a", "b"]);
  });

  it.each([
    {
      name: "before the batch",
      transact: () => {
        throw new Error("the disk is gone");
      },
    },
    {
      name: "after the batch",
      transact: <T>(work: () => T): T => {
        work();
        throw new Error("the disk is gone");
      },
    },
  ])("survives a store that fails $name, says so, and hands nothing in twice", ({ transact }) => {
    const { clock, sink, handled, logged, accept } = bench({ transact });
    accept("a", "b");
    clock.advance(20);
    sink.drain();
    expect(handled).toEqual(["a", "b"]);
    expect(logged).toEqual(["a batch of results could not be stored together"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("goes on with the other results when one cannot be taken in", () => {
    const { clock, handled, logged, events, accept } = bench({
      onHandle: (key) => {
        if (key === "b") throw new Error("a defect");
      },
    });
    accept("a", "b", "c");
    clock.advance(20);
    expect(handled).toEqual(["a", "c"]);
    expect(events).toEqual(["a", "c"]);
    expect(logged).toEqual(["a result could not be taken in"]);
  });
});
