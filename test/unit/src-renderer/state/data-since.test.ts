import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../shared/units.ts";
import { uptimeFigures } from "../../../../src-renderer/state/data-since.ts";
import { fakeEndpoint } from "../../../helpers/fake-world.ts";

const NOW = Date.UTC(2026, 10, 22, 12);

const watchedFor = (lengthMs: number | null) =>
  fakeEndpoint(NOW, {
    name: "front-end",
    lastCheckMs: NOW,
    watchedSinceMs: lengthMs === null ? null : NOW - lengthMs,
    uptime24h: 0.9,
    uptime7d: 0.8,
    uptime30d: 0.7,
  });

describe("uptimeFigures", () => {
  it.each([
    { name: "every window when it is watched for long", lengthMs: null, windows: ["h24", "d7", "d30"] },
    { name: "one figure since the start when it is watched for an hour", lengthMs: HOUR, windows: ["since"] },
    { name: "a day, and since the start", lengthMs: 3 * DAY, windows: ["h24", "since"] },
    { name: "a day, a week, and since the start", lengthMs: 20 * DAY, windows: ["h24", "d7", "since"] },
    { name: "a day that lacks only minutes", lengthMs: DAY - 5 * MINUTE, windows: ["h24", "since"] },
  ])("shows $name", ({ lengthMs, windows }) => {
    expect(uptimeFigures(watchedFor(lengthMs)).map(({ window }) => window)).toEqual(windows);
  });

  it("counts everything that is known in the figure since the start", () => {
    expect(uptimeFigures(watchedFor(3 * DAY)).at(-1)).toMatchObject({ ratio: 0.8, sinceMs: NOW - 3 * DAY, isRecent: false });
    expect(uptimeFigures(watchedFor(HOUR))).toMatchObject([{ ratio: 0.9, isRecent: true }]);
  });
});
