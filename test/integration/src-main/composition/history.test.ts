// The history under a configuration: what is removed of it, and when.

import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";

import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { openHistory } from "../../../../src-main/composition/history.ts";
import { pathsFor } from "../../../../src-main/composition/surroundings.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import { FAKE_START_MS, FakeClock } from "../../../helpers/fake-clock.ts";
import { checkResult, SILENT, temporaryFolder } from "../history/history-support.ts";

/** Three thousand results of half a year ago, and what is left of them after a round of tidying. */
async function leftAfterTidying(storage: ReturnType<typeof emptyConfig>["storage"]): Promise<number> {
  const paths = pathsFor(path.join(await temporaryFolder(), "data"), {});
  const clock = new FakeClock();
  const { store } = await openHistory({ clock, timers: clock, logger: SILENT, paths }, storage);
  for (let index = 0; index < 3_000; index += 1) {
    store.append(checkResult({ key: "a", timestampMs: FAKE_START_MS - 180 * DAY + index * MINUTE, errors: [`error ${index}`] }));
  }
  await store.flush();
  store.setEndpoints([]);
  await clock.advanceAsync(12 * MINUTE);
  await clock.advanceAsync(2 * HOUR);
  const countNow = async (): Promise<number> => (await store.results({ key: "a", limit: 10_000 })).results.length;
  // Tidying waits for a thread in real time.
  for (const end = performance.now() + SECOND; performance.now() < end && (await countNow()) === 3_000; ) await wait(20);
  const left = await countNow();
  await store.close();
  return left;
}

it("removes nothing while no configuration says how long it is to be kept", async () => {
  expect(await leftAfterTidying(emptyConfig().storage)).toBe(3_000);
});

it("removes what is older than the configuration wants", async () => {
  expect(await leftAfterTidying({ ...emptyConfig().storage, retentionMs: 90 * DAY })).toBeLessThan(1_000);
});
