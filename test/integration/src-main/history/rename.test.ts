// An endpoint's history that is to go on under another name.

import { describe, expect, it } from "vitest";
import { HOUR } from "../../../../shared/units.ts";
import type { HistoryStore } from "../../../../src-main/ports/history.ts";
import { FAKE_START_MS } from "../../../helpers/fake-clock.ts";
import { checkResult, openStore } from "./history-support.ts";

async function countOf(store: HistoryStore, key: string): Promise<number> {
  return (await store.results({ key, limit: 1_000_000 })).results.length;
}

describe("moving onto a key with a history of its own", () => {
  it.each([
    ["of a week", 7, true],
    ["of a month", 30, false],
  ])("%s: %s days, done: %s", async (_name, days, isDone) => {
    const { store } = await openStore();
    store.append(checkResult({ key: "old" }));
    for (let index = 0; index < days * 24; index += 1) store.append(checkResult({ key: "new", timestampMs: FAKE_START_MS + index * HOUR }));
    await store.compact();
    expect(store.rename("old", "new")).toBe(isDone);
    expect([await countOf(store, "old"), await countOf(store, "new")]).toEqual(isDone ? [0, days * 24 + 1] : [1, days * 24]);
  });
});
