import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE, SECOND } from "../../../../../shared/units.ts";
import { AlertBench, alertConfig, alertedEndpoint, QUICK, quickBench } from "../../../../helpers/alerting.ts";

describe("silences", () => {
  const web = { kind: "endpoint", key: "_web" } as const;

  it("snooze keeps back until its time, then tells what still fails", async () => {
    const world = quickBench({});
    world.manager.silence({ action: "snooze", scope: web, untilMs: world.clock.nowMs() + HOUR, note: "" });
    world.fail("_web");
    await world.clock.advanceAsync(59 * MINUTE);
    expect(world.told).toEqual([]);
    await world.clock.advanceAsync(2 * MINUTE);
    expect(world.told).toEqual(["triggered web"]);
    expect(world.manager.silences()).toEqual([]);
  });

  it.each([
    { name: "an endpoint", scope: web },
    { name: "several endpoints", scope: { kind: "endpoints", keys: ["_other", "_web"] } },
    { name: "a group", scope: { kind: "group", group: "" } },
    { name: "a channel", scope: { kind: "provider", provider: "slack" } },
    { name: "everything", scope: { kind: "everything" } },
  ] as const)("mute of $name lasts over a restart until it is taken back", async ({ scope }) => {
    const world = quickBench({});
    const { id } = world.manager.silence({ action: "mute", scope, note: "noisy" });
    world.fail("_web");
    world.restart();
    world.fail("_web");
    await world.clock.advanceAsync(DAY);
    expect(world.told).toEqual([]);
    expect(world.manager.silences()).toMatchObject([{ id, action: "mute", note: "noisy" }]);
    world.manager.unsilence(id);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("acknowledge stops reminders, shows, and ends with the outage", async () => {
    const world = quickBench({ minimumReminderIntervalMs: 5 * MINUTE });
    world.fail("_web");
    world.manager.silence({ action: "acknowledge", scope: web, note: "on it" });
    expect(world.manager.statusOf("_web")[0]?.acknowledgedAtMs).toBe(world.clock.nowMs());
    await world.clock.advanceAsync(HOUR);
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.manager.silences()).toHaveLength(1);
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.manager.silences()).toEqual([]);
    expect(world.store.events.map(({ kind }) => kind)).toContain("acknowledged");
  });

  it("maintenance for a while changes nothing but is known to the engine", async () => {
    const world = quickBench({});
    world.manager.silence({ action: "maintenance", scope: { kind: "everything" }, untilMs: world.clock.nowMs() + HOUR, note: "" });
    expect(world.manager.maintenanceUntil("_web")).toBe(world.clock.nowMs() + HOUR);
    world.fail("_web", 5);
    await world.clock.advanceAsync(2 * HOUR);
    expect(world.told).toEqual([]);
    expect(world.manager.maintenanceUntil("_web")).toBeNull();
  });

  it("quiet hours end in one digest of what came and went and what still fails", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "desktop" })];
    world.configure(["a", "b", "c"].map((name) => alertedEndpoint(name, { alerts })));
    world.manager.start();
    world.manager.quiet(true);
    world.fail("_a");
    world.pass("_a");
    world.fail("_a");
    world.pass("_a");
    world.fail("_b");
    world.fail("_c");
    await world.clock.advanceAsync(HOUR);
    expect(world.told).toEqual([]);
    world.manager.quiet(false);
    await world.clock.advanceAsync(MINUTE);
    expect(world.arrivals).toHaveLength(1);
    expect(world.arrivals[0]?.message.notice?.title).toBe("2 endpoints are failing");
    expect(world.arrivals[0]?.message.notice?.body).toContain("a (2 times)");
    expect(world.manager.deliveries(null, 1)[0]?.kind).toBe("digest");
  });

  it("a night in which everything recovered is one digest, also after a restart", async () => {
    const world = quickBench({ type: "desktop" });
    world.manager.quiet(true);
    world.fail("_web");
    world.pass("_web");
    world.restart();
    world.manager.quiet(true);
    world.manager.quiet(false);
    await world.clock.advanceAsync(MINUTE);
    expect(world.arrivals.map(({ message }) => message.notice)).toMatchObject([
      {
        title: "While it was quiet",
        body: "Failed and recovered meanwhile: 1\nweb",
        words: { news: { kind: "quiet-over" }, missedCount: 1 },
      },
    ]);
  });

  it("one that still fails is named beside one that came and went", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "desktop" })];
    world.configure(["a", "b"].map((name) => alertedEndpoint(name, { alerts })));
    world.manager.start();
    world.manager.quiet(true);
    world.fail("_a");
    world.pass("_a");
    world.fail("_b");
    world.manager.quiet(false);
    await world.clock.advanceAsync(MINUTE);
    expect(world.arrivals.map(({ message }) => message.notice)).toMatchObject([
      { title: "b is failing", words: { news: { kind: "failing", name: "b" }, missed: [{ name: "a", outages: 1 }] } },
    ]);
    expect(world.arrivals[0]?.message.notice?.body).toMatch(
      /^\[STATUS\] \(500\) == 200\nSince [\s\S]*\nFailed and recovered meanwhile: 1\na$/,
    );
  });
});
