import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BAR_COUNT, Bars, NO_BARS } from "../../../../src-main/engine/bars.ts";

/** What a card shows of a set of bars. */
function shown(bars: Bars) {
  const { outcomes, durationsMs, timestampsMs, newest } = bars;
  return { outcomes, durationsMs, timestampsMs, newest };
}

/** The same by copying lists. */
function plain(outcomes: string) {
  const letters = outcomes.split("");
  const numbers = letters.map((_, index) => index).slice(-BAR_COUNT);
  return {
    outcomes: letters.slice(-BAR_COUNT).join(""),
    durationsMs: numbers,
    timestampsMs: numbers.map((number) => number * 60_000),
    newest: letters.at(-1),
  };
}

function drawn(outcomes: string): Bars {
  let bars = NO_BARS;
  for (const [index, letter] of outcomes.split("").entries()) bars = bars.with(letter, index, index * 60_000);
  return bars;
}

describe("Bars", () => {
  it("keeps the latest, oldest first, whatever their number", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("h", "d", "f", "m", "n"), maxLength: 6 * BAR_COUNT }), (outcomes) => {
        expect(shown(drawn(outcomes))).toEqual(plain(outcomes));
      }),
    );
  });

  it("stays as it was when bars are added to it, even twice", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 * BAR_COUNT }), fc.nat({ max: 2 * BAR_COUNT }), (before, after) => {
        const start = drawn("h".repeat(before));
        const was = shown(start);
        let one = start;
        let other = start;
        for (let added = 0; added < after; added += 1) {
          one = one.with("f", 1, added);
          other = other.with("d", 2, added);
        }
        expect(shown(start)).toEqual(was);
        expect(one.outcomes).toBe(("h".repeat(before) + "f".repeat(after)).slice(-BAR_COUNT));
        expect(other.outcomes).toBe(("h".repeat(before) + "d".repeat(after)).slice(-BAR_COUNT));
      }),
    );
  });

  it("goes on from what history gives, without touching it", () => {
    const durationsMs = [1, 2];
    const bars = Bars.of("hf", durationsMs, [10, 20]).with("h", 3, 30);
    expect(shown(bars)).toEqual({ outcomes: "hfh", durationsMs: [1, 2, 3], timestampsMs: [10, 20, 30], newest: "h" });
    expect(durationsMs).toEqual([1, 2]);
  });

  it("has nothing to show at first, for every endpoint", () => {
    NO_BARS.with("f", 1, 1);
    expect(shown(NO_BARS)).toEqual({ outcomes: "", durationsMs: [], timestampsMs: [], newest: undefined });
  });
});
