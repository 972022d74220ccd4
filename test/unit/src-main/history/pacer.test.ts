// Long work in slices: others get their turn after each, also when there are several such works.

import { describe, expect, it } from "vitest";
import { BACKGROUND, Pacer } from "../../../../src-main/history/pacer.ts";
import type { MonotonicMs } from "../../../../shared/units.ts";

const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() as MonotonicMs };
const SLICES = 20;

function workFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

/** Two works at once, in slices. @returns the most slices between two turns of the event loop */
async function mostSlicesInATurn(makePacer: () => Pacer): Promise<number> {
  let inTurn = 0;
  let most = 0;
  let isOver = false;
  const endTurn = (): void => {
    inTurn = 0;
    if (!isOver) setImmediate(endTurn);
  };
  endTurn();
  const work = async (): Promise<void> => {
    const pacer = makePacer();
    for (let slice = 0; slice < SLICES; slice += 1) {
      workFor(BACKGROUND.restMs + 1);
      inTurn += 1;
      most = Math.max(most, inTurn);
      await pacer.turn();
    }
  };
  await Promise.all([work(), work()]);
  isOver = true;
  return most;
}

describe("a pacer", () => {
  it.each([
    ["in the foreground", () => new Pacer(clock)],
    ["in the background", () => new Pacer(clock, BACKGROUND)],
  ])("lets others have a turn after one slice of each work %s", async (_where, makePacer) => {
    expect(await mostSlicesInATurn(makePacer)).toBeLessThanOrEqual(2);
  });

  it("goes on within a slice", async () => {
    const pacer = new Pacer({ ...clock, monotonicMs: () => 0 as MonotonicMs });
    let hadTurn = false;
    setImmediate(() => (hadTurn = true));
    await pacer.breathe();
    expect(hadTurn).toBe(false);
  });
});
