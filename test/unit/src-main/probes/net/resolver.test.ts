import { expect, it } from "vitest";
import { createSystemResolver, lookupsAtOnce } from "../../../../../src-main/probes/net/resolver.ts";

it.each([
  [undefined, 2],
  ["", 2],
  ["no number", 2],
  ["0", 1],
  ["1", 1],
  ["32", 16],
  ["5000", 512],
])("a pool of %s threads looks up %i names at once", (size, expected) => {
  expect(lookupsAtOnce(size)).toBe(expected);
});

it("asks the system for no more names at once than it can", async () => {
  let running = 0;
  let most = 0;
  const resolver = createSystemResolver(3, async () => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return [{ address: "192.0.2.1", family: 4 }];
  });
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 20 }, (_, index) => resolver.resolve(`h${index}.example.org`, { family: 0, signal })));
  expect(most).toBe(3);
});
