import { describe, expect, it } from "vitest";

import { MINUTE, SECOND } from "../../../../../shared/units.ts";
import { AlertBench, alertConfig, alertedEndpoint, alertingConfig, QUICK, quickBench } from "../../../../helpers/alerting.ts";

describe("native notifications", () => {
  it("tell endpoints that fall together as one, and their recovery as one", async () => {
    const world = new AlertBench();
    const endpoints = Array.from({ length: 500 }, (_, index) =>
      alertedEndpoint(`e${index}`, { group: `g${index % 7}`, alerts: [alertConfig({ ...QUICK, type: "desktop" })] }),
    );
    world.configure(endpoints);
    world.manager.start();
    for (const { key } of endpoints) world.fail(key);
    await world.clock.advanceAsync(MINUTE);
    expect(world.arrivals).toHaveLength(1);
    expect(world.arrivals[0]?.message.notice?.title).toBe("500 endpoints are failing");
    for (const { key } of endpoints) world.pass(key);
    await world.clock.advanceAsync(MINUTE);
    expect(world.told).toEqual(["triggered e0", "resolved e0"]);
    expect(world.arrivals[1]?.message.notice?.title).toBe("500 endpoints are healthy again");
  });

  it("are about their whole incident as far as it still fails, also when its first endpoint is well again", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "desktop" }), alertConfig({ ...QUICK, minimumReminderIntervalMs: 5 * MINUTE })];
    world.configure(["a", "b", "c", "d"].map((name) => alertedEndpoint(name, { alerts })));
    world.manager.start();
    for (const key of ["_a", "_b", "_c"]) world.fail(key);
    await world.clock.advanceAsync(MINUTE);
    expect(world.manager.notifiedScope("_a")).toEqual({ kind: "endpoints", keys: ["_a", "_b", "_c"] });
    expect(world.manager.notifiedScope("_d")).toEqual({ kind: "endpoint", key: "_d" });
    world.pass("_a");
    const scope = world.manager.notifiedScope("_a");
    expect(scope).toEqual({ kind: "endpoints", keys: ["_b", "_c"] });
    world.manager.silence({ action: "acknowledge", scope, note: "" });
    const acknowledged = ["_b", "_c"].map((key) => world.manager.statusOf(key).map(({ acknowledgedAtMs }) => acknowledgedAtMs !== null));
    expect(acknowledged).toEqual([
      [true, true],
      [true, true],
    ]);
    world.pass("_b");
    expect(world.manager.notifiedScope("_a")).toEqual({ kind: "endpoint", key: "_c" });
    expect(world.manager.silences()).toHaveLength(1);
    world.pass("_c");
    expect(world.manager.silences()).toEqual([]);
  });

  it("tell a single endpoint in the channel's own words, with its duration", async () => {
    const world = quickBench({ type: "desktop", failureThreshold: 2 });
    world.fail("_web");
    world.clock.advance(MINUTE);
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals[0]?.message).toMatchObject({ notice: null, durationMs: MINUTE + SECOND / 2, alsoAffected: [] });
  });

  it("update the incident when another endpoint of the group falls or recovers", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "desktop" })];
    world.configure([alertedEndpoint("a", { group: "core", alerts }), alertedEndpoint("b", { group: "core", alerts })]);
    world.manager.start();
    world.fail("core_a");
    await world.clock.advanceAsync(20 * SECOND);
    world.fail("core_b");
    await world.clock.advanceAsync(20 * SECOND);
    world.pass("core_a");
    await world.clock.advanceAsync(20 * SECOND);
    world.restart();
    world.pass("core_b");
    await world.clock.advanceAsync(20 * SECOND);
    expect(world.arrivals.map(({ message }) => [message.kind, message.notice?.title ?? null])).toEqual([
      ["triggered", null],
      ["reminder", "2 endpoints in core are failing"],
      ["reminder", "1 of 2 endpoints in core still failing"],
      ["resolved", null],
    ]);
    expect(new Set(world.arrivals.map(({ message }) => message.incidentId)).size).toBe(1);
    expect(world.store.value(`alert-incident:${world.arrivals[0]?.message.incidentId}`)).toBeNull();
  });

  it("are separate for unrelated endpoints that fall apart in time", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "desktop" })];
    world.configure([alertedEndpoint("a", { alerts }), alertedEndpoint("b", { alerts })]);
    world.manager.start();
    world.fail("_a");
    await world.clock.advanceAsync(20 * SECOND);
    world.fail("_b");
    await world.clock.advanceAsync(20 * SECOND);
    expect(world.told).toEqual(["triggered a", "triggered b"]);
  });
});

describe("incidents on other channels", () => {
  it("happen only where they are asked for, and per receiver", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...QUICK, type: "slack" }), alertConfig({ ...QUICK, type: "pagerduty" })];
    const endpoints = ["a", "b", "c"].map((name) => alertedEndpoint(name, { group: "core", alerts }));
    world.configure(endpoints, alertingConfig({ slack: {}, pagerduty: { settings: { "incident-window": "2m" } } }));
    world.manager.start();
    for (const { key } of endpoints) world.fail(key);
    await world.clock.advanceAsync(MINUTE);
    for (const { key } of endpoints) world.pass(key);
    await world.clock.advanceAsync(MINUTE);
    const of = (type: string) => world.arrivals.filter((arrival) => arrival.type === type);
    expect(of("slack")).toHaveLength(6);
    expect(of("pagerduty").map(({ message }) => message.kind)).toEqual(["triggered", "resolved"]);
    expect(of("pagerduty")[0]?.message).toMatchObject({ conversation: true, alsoAffected: ["core/b", "core/c"] });
  });

  it("tell later falls once the window has closed where news would be new messages", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig(QUICK)];
    const endpoints = ["a", "b", "c", "d"].map((name) => alertedEndpoint(name, { group: "core", alerts }));
    world.configure(endpoints, alertingConfig({ slack: {} }, 2 * MINUTE));
    world.manager.start();
    for (const { key } of endpoints) {
      world.fail(key);
      await world.clock.advanceAsync(10 * SECOND);
    }
    expect(world.told).toEqual(["triggered a"]);
    await world.clock.advanceAsync(3 * MINUTE);
    expect(world.told).toEqual(["triggered a", "reminder a"]);
    expect(world.arrivals[1]?.message.notice?.title).toBe("4 endpoints in core are failing");
  });
});

describe("depends-on", () => {
  function household(): AlertBench {
    const world = new AlertBench();
    const alerts = [alertConfig(QUICK)];
    world.configure([alertedEndpoint("gateway", { alerts }), alertedEndpoint("web", { alerts, dependsOn: ["_gateway"] })]);
    world.manager.start();
    return world;
  }

  it("folds what fails behind it into its incident", async () => {
    const world = household();
    world.fail("_gateway");
    world.fail("_web", 3);
    world.pass("_gateway");
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered gateway", "resolved gateway"]);
  });

  it("tells what still fails once the dependency is well", async () => {
    const world = household();
    world.fail("_gateway");
    world.fail("_web");
    world.pass("_gateway");
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told.toSorted()).toEqual(["resolved gateway", "triggered gateway", "triggered web"]);
  });

  it("in a circle silences nobody", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig(QUICK)];
    world.configure([alertedEndpoint("a", { alerts, dependsOn: ["_b"] }), alertedEndpoint("b", { alerts, dependsOn: ["_a"] })]);
    world.manager.start();
    world.fail("_a");
    world.fail("_b");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered a", "triggered b"]);
  });
});
