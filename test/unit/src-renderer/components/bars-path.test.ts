import { describe, expect, it } from "vitest";
import { BARS_HEIGHT, drawBars, outcomeAt, SLOTS } from "../../../../src-renderer/components/bars-path.ts";

describe("drawBars", () => {
  it("draws one path for each outcome, the newest at the right end", () => {
    const paths = drawBars("hhf", [10, 20, 30]);
    expect([...paths.keys()]).toEqual(["h", "f"]);
    expect(paths.get("f")).toContain(`M${(SLOTS - 1) * 10 + 1.5} 0`);
  });

  it("draws only the latest when there are more than fit", () => {
    const bars =
      drawBars(
        "h".repeat(500),
        Array.from({ length: 500 }, () => 5),
      ).get("h") ?? "";
    expect(bars.match(/M/gu)).toHaveLength(SLOTS);
  });

  it("gives every outcome a shape of its own", () => {
    const shapes = ["h", "d", "f", "m", "n"].map((outcome) => [...drawBars(outcome, [10]).values()].join());
    expect(new Set(shapes).size).toBe(5);
  });

  it("stays within its frame when durations are missing, zero or enormous", () => {
    for (const durations of [[], [0, 0, 0], [1e12, 1, 1]]) {
      const numbers =
        [...drawBars("hdf", durations).values()]
          .join(" ")
          .match(/-?\d+(?:\.\d+)?/gu)
          ?.map(Number) ?? [];
      expect(numbers.every((value) => Number.isFinite(value) && value <= SLOTS * 10 && value >= -BARS_HEIGHT)).toBe(true);
    }
  });

  it("takes an unknown character for not observed", () => {
    expect(outcomeAt("h?", 1)).toBe("n");
  });
});
