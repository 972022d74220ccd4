import { describe, expect, it } from "vitest";
import { createFreeNames } from "../../../../../src-main/config/import/free-names.ts";

const lower = (name: string): string => name.toLowerCase();

describe("free names", () => {
  it.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ["stay as they are where nothing has them", [], ["a", "b"], ["a", "b"]],
    ["get the first number that is free", ["a", "a 2"], ["a", "a", "b"], ["a 3", "a 4", "b"]],
    ["leave out numbers that are names already", ["a", "a 3"], ["a", "a"], ["a 2", "a 4"]],
    ["count for those with a number, too", ["a"], ["a", "a 2", "a 2"], ["a 2", "a 2 2", "a 2 3"]],
  ])("%s", (_what, taken, wanted, expected) => {
    const take = createFreeNames(taken, " ");
    expect(wanted.map((name) => take(name))).toEqual(expected);
  });

  it("are told apart by their keys", () => {
    const take = createFreeNames(["web"], "_");
    expect([take("Web", lower), take("WEB", lower), take("db", lower)]).toEqual(["Web_2", "WEB_3", "db"]);
  });

  it("look at each number once, however many want the same name", () => {
    let looked = 0;
    const take = createFreeNames(["a"], " ");
    const count = 20_000;
    for (let entry = 0; entry < count; entry += 1) {
      take("a", (name) => {
        looked += 1;
        return name;
      });
    }
    expect(take("a")).toBe(`a ${count + 2}`);
    expect(looked).toBeLessThanOrEqual(3 * count);
  });
});
