import { describe, expect, it } from "vitest";

import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { alertConfig, alertedEndpoint, alertingConfig, checkResult, QUICK, quickBench } from "../../../helpers/alerting.ts";

describe("results", () => {
  it("trigger, and resolve, one message each, with the result that caused it", async () => {
    const world = quickBench({ failureThreshold: 2 });
    world.fail("_web", 2);
    await world.clock.advanceAsync(SECOND);
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.arrivals[0]?.message.result.conditions).toEqual([{ condition: "[STATUS] (500) == 200", success: false }]);
    expect(world.arrivals[0]?.message.incidentId).toBe(world.arrivals[1]?.message.incidentId);
    expect(world.arrivals[0]?.message.endpoint.url).toBe("https://web.example.org/");
    expect(world.store.events.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "alert-triggered slack: [STATUS] (500) == 200",
      "alert-resolved slack",
    ]);
  });

  it("are kept once each, whatever they change", async () => {
    const world = quickBench({});
    world.fail("_web", 3);
    world.pass("_web", 2);
    world.manager.handle(checkResult("_unknown", "failing"));
    await world.clock.advanceAsync(SECOND);
    expect(world.store.results).toHaveLength(6);
  });

  it("open no transaction where nothing changes", () => {
    const world = quickBench({});
    world.pass("_web", 100);
    expect(world.store.transactions).toBe(0);
    world.fail("_web", 50);
    expect(world.store.transactions).toBe(1);
  });

  it("in maintenance change nothing", async () => {
    const world = quickBench({ failureThreshold: 2 });
    world.fail("_web");
    world.manager.handle(checkResult("_web", "failing", { inMaintenance: true }));
    world.manager.handle(checkResult("_web", "healthy", { inMaintenance: true }));
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual([]);
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("that are degraded fail only for alerts that ask for it", async () => {
    const world = quickBench({ type: "slack" }, { type: "pagerduty", onDegraded: true });
    world.manager.handle(checkResult("_web", "degraded", { degradedConditions: [{ condition: "a", success: false, display: "slow" }] }));
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals.map(({ type }) => type)).toEqual(["pagerduty"]);
    expect(world.arrivals[0]?.message.result.conditions.at(-1)).toEqual({ condition: "slow", success: false });
  });

  it("go on in memory, and alert, when the store is full", async () => {
    const world = quickBench({});
    world.store.isBroken = true;
    world.fail("_web");
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.results).toHaveLength(2);
  });
});

describe("each alert of an endpoint", () => {
  it("has a reminder clock of its own", async () => {
    const world = quickBench({ minimumReminderIntervalMs: 5 * MINUTE }, { type: "pagerduty", minimumReminderIntervalMs: 12 * MINUTE });
    for (let minute = 0; minute <= 13; minute += 1) {
      world.fail("_web");
      await world.clock.advanceAsync(MINUTE);
    }
    expect(world.arrivals.map(({ type, message }) => `${type} ${message.kind}`)).toEqual([
      "slack triggered",
      "pagerduty triggered",
      "slack reminder",
      "slack reminder",
      "pagerduty reminder",
    ]);
  });

  it("is told apart from its twin", async () => {
    const world = quickBench({}, {});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals).toHaveLength(2);
    expect(new Set(world.arrivals.map(({ message }) => message.incidentId)).size).toBe(2);
    world.restart();
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told.filter((line) => line.startsWith("resolved"))).toHaveLength(2);
  });
});

describe("a restart", () => {
  it("neither repeats nor forgets", async () => {
    const world = quickBench({ successThreshold: 2 });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.restart();
    world.fail("_web", 3);
    world.pass("_web");
    world.restart();
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
  });

  it("before the message was sent sends it afterwards", async () => {
    const world = quickBench({});
    world.manager.hold("everything");
    world.fail("_web");
    world.restart();
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("in the middle of sending sends the same message again", async () => {
    const world = quickBench({});
    world.answer = () => new Promise(() => {});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.answer = () => ({ kind: "delivered", status: 200, reply: "ok" });
    const [before] = world.store.allMessages;
    world.restart();
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
    expect(before?.messageJson).toContain(world.arrivals[0]?.message.id);
  });

  it("with another configuration ends what is no longer in it", async () => {
    const world = quickBench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.restart([alertedEndpoint("other", { alerts: [] })]);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it("does not send what had settings of its own to somebody else", async () => {
    const world = quickBench({ providerOverride: { url: "https://secret.example.org/own" } });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(JSON.stringify(world.store.allMessages)).not.toContain("secret.example.org");
    expect(world.arrivals[0]?.settings).toEqual(["https://secret.example.org/own"]);
    world.restart([]);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
    expect(world.store.events.at(-1)).toMatchObject({ kind: "alert-failed" });
  });
});

describe("an edit of an alert that fires", () => {
  it.each([
    { name: "its description", edit: { description: "new" } },
    { name: "its thresholds", edit: { failureThreshold: 7, successThreshold: 1 } },
    { name: "its reminders", edit: { minimumReminderIntervalMs: 5 * MINUTE } },
  ])("carries it over: $name", async ({ edit }) => {
    const world = quickBench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([alertedEndpoint("web", { alerts: [alertConfig({ ...QUICK, ...edit })] })]);
    world.restart();
    world.fail("_web");
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it.each([
    { name: "removed", alerts: [] },
    { name: "disabled", alerts: [alertConfig({ ...QUICK, enabled: false })] },
    { name: "sent elsewhere", alerts: [alertConfig({ ...QUICK, type: "pagerduty" })] },
  ])("resolves it when it is $name, with the settings it had", async ({ alerts }) => {
    const world = quickBench({ providerOverride: { url: "https://own.example.org" } });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([alertedEndpoint("web", { alerts })]);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.arrivals[1]?.settings).toEqual(["https://own.example.org"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it("resolves it when the whole channel left", async () => {
    const world = quickBench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([], alertingConfig({}));
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
  });

  it("follows an endpoint's new name, and ends under the old one", async () => {
    const world = quickBench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.manager.configure(world.alerting, [alertedEndpoint("site", { alerts: [alertConfig(QUICK)] })], [{ from: "_web", to: "_site" }]);
    world.pass("_site");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });
});
