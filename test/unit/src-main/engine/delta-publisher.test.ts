import { describe, expect, it } from "vitest";
import { DeltaPublisher } from "../../../../src-main/engine/delta-publisher.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";
import { fakeSnapshot } from "../../../helpers/fake-world.ts";

const PACE_MS = 100;

function publisher() {
  const clock = new FakeClock();
  const messages: string[][] = [];
  const made = new DeltaPublisher(clock, (changed) => {
    messages.push([...changed]);
    return { overall: fakeSnapshot([]).overall, changed: [], removed: [] };
  });
  return { clock, messages, made };
}

const keys = Array.from({ length: 1_000 }, (_, index) => `key-${String(index)}`);

describe("DeltaPublisher", () => {
  it("tells about thousands of endpoints in parts, each once, the longest waiting first", () => {
    const { clock, messages, made } = publisher();
    for (const key of keys) made.touch(key);
    clock.advance(PACE_MS);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.length).toBeLessThan(500);
    clock.advance(10 * PACE_MS);
    expect(messages.flat()).toEqual(keys);
    expect(messages).toHaveLength(3);
  });

  it("tells everything at once when it is flushed", () => {
    const { messages, made } = publisher();
    for (const key of keys) made.touch(key);
    made.flush();
    expect(messages.flat()).toEqual(keys);
  });
});
