import { describe, expect, it } from "vitest";
import { createTrayFeed } from "../../../../../src-main/desktop/tray/tray-feed.ts";
import type { MonitorSnapshot } from "../../../../../shared/model/status.ts";
import { fakeEndpoint, fakeSnapshot } from "../../../../helpers/fake-world.ts";

const NOW = 1_700_000_000_000;
const [a, b, c] = ["a", "b", "c"].map((name) => fakeEndpoint(NOW, { name, key: name }));

function feedOf(...snapshots: MonitorSnapshot[]) {
  let asked = 0;
  const feed = createTrayFeed(() => {
    asked += 1;
    const next = snapshots[Math.min(asked, snapshots.length) - 1];
    if (next === undefined) throw new Error("no snapshot");
    return next;
  });
  return { feed, asked: () => asked };
}

const shot = (...endpoints: Array<typeof a>): MonitorSnapshot => fakeSnapshot(endpoints.flatMap((one) => one ?? []));

describe("createTrayFeed", () => {
  it("asks once and follows messages in file order", () => {
    const { feed, asked } = feedOf(shot(a, b, c));
    feed.current();
    const changed = fakeEndpoint(NOW, { name: "b", key: "b", state: "failing" });
    feed.accept({ overall: shot(a, changed, c).overall, changed: [changed], removed: [] });
    expect(feed.current().endpoints.map(({ key, state }) => [key, state])).toEqual([
      ["a", "healthy"],
      ["b", "failing"],
      ["c", "healthy"],
    ]);
    expect(feed.current().overall.counts.failing).toBe(1);
    expect(asked()).toBe(1);
  });

  it("forgets what is removed", () => {
    const { feed } = feedOf(shot(a, b));
    feed.current();
    feed.accept({ overall: shot(a).overall, changed: [], removed: ["b"] });
    expect(feed.current().endpoints.map(({ key }) => key)).toEqual(["a"]);
  });

  it("asks again when a message names an endpoint whose place it does not know", () => {
    const { feed, asked } = feedOf(shot(b), shot(a, b));
    feed.current();
    feed.accept({ overall: shot(a, b).overall, changed: a === undefined ? [] : [a], removed: [] });
    expect(feed.current().endpoints.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(asked()).toBe(2);
  });
});
