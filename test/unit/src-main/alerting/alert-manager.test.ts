import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE, SECOND } from "../../../../shared/units.ts";
import type { DeliveryOutcome } from "../../../../src-main/alerting/providers/message.ts";
import { AlertBench, alertConfig, alertedEndpoint, alertingConfig, checkResult } from "../../../helpers/alerting.ts";

const quick = { failureThreshold: 1, successThreshold: 1 };

function bench(...alerts: Parameters<typeof alertConfig>[0][]): AlertBench {
  const made = new AlertBench();
  made.configure([alertedEndpoint("web", { alerts: alerts.map((alert) => alertConfig({ ...quick, ...alert })) })]);
  made.manager.start();
  return made;
}

const refusal: DeliveryOutcome = { kind: "rejected", status: 400, reply: "no such channel" };
const outage: DeliveryOutcome = { kind: "retry", reached: [], status: 503, reply: "busy" };

describe("results", () => {
  it("trigger, and resolve, one message each, with the result that caused it", async () => {
    const world = bench({ failureThreshold: 2 });
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
    const world = bench({});
    world.fail("_web", 3);
    world.pass("_web", 2);
    world.manager.handle(checkResult("_unknown", "failing"));
    await world.clock.advanceAsync(SECOND);
    expect(world.store.results).toHaveLength(6);
  });

  it("open no transaction where nothing changes", () => {
    const world = bench({});
    world.pass("_web", 100);
    expect(world.store.transactions).toBe(0);
    world.fail("_web", 50);
    expect(world.store.transactions).toBe(1);
  });

  it("in maintenance change nothing", async () => {
    const world = bench({ failureThreshold: 2 });
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
    const world = bench({ type: "slack" }, { type: "pagerduty", onDegraded: true });
    world.manager.handle(checkResult("_web", "degraded", { degradedConditions: [{ condition: "a", success: false, display: "slow" }] }));
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals.map(({ type }) => type)).toEqual(["pagerduty"]);
    expect(world.arrivals[0]?.message.result.conditions.at(-1)).toEqual({ condition: "slow", success: false });
  });

  it("go on in memory, and alert, when the store is full", async () => {
    const world = bench({});
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
    const world = bench({ minimumReminderIntervalMs: 5 * MINUTE }, { type: "pagerduty", minimumReminderIntervalMs: 12 * MINUTE });
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
    const world = bench({}, {});
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
    const world = bench({ successThreshold: 2 });
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
    const world = bench({});
    world.manager.hold(true);
    world.fail("_web");
    world.restart();
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("in the middle of sending sends the same message again", async () => {
    const world = bench({});
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
    const world = bench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.restart([alertedEndpoint("other", { alerts: [] })]);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it("does not send what had settings of its own to somebody else", async () => {
    const world = bench({ providerOverride: { url: "https://secret.example.org/own" } });
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
    const world = bench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([alertedEndpoint("web", { alerts: [alertConfig({ ...quick, ...edit })] })]);
    world.restart();
    world.fail("_web");
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it.each([
    { name: "removed", alerts: [] },
    { name: "disabled", alerts: [alertConfig({ ...quick, enabled: false })] },
    { name: "sent elsewhere", alerts: [alertConfig({ ...quick, type: "pagerduty" })] },
  ])("resolves it when it is $name, with the settings it had", async ({ alerts }) => {
    const world = bench({ providerOverride: { url: "https://own.example.org" } });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([alertedEndpoint("web", { alerts })]);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.arrivals[1]?.settings).toEqual(["https://own.example.org"]);
    expect(world.store.alertStates()).toEqual([]);
  });

  it("resolves it when the whole channel left", async () => {
    const world = bench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.configure([], alertingConfig({}));
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
  });

  it("follows an endpoint's new name, and ends under the old one", async () => {
    const world = bench({});
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.manager.configure(world.alerting, [alertedEndpoint("site", { alerts: [alertConfig(quick)] })], [{ from: "_web", to: "_site" }]);
    world.pass("_site");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
    expect(world.store.alertStates()).toEqual([]);
  });
});

describe("delivery", () => {
  it("is tried again with growing pauses, and every attempt is kept", async () => {
    const world = bench({});
    world.answer = ({ attempt }) => (attempt < 4 ? outage : { kind: "delivered", status: 200, reply: "ok" });
    world.fail("_web");
    await world.clock.advanceAsync(5 * MINUTE);
    const [delivery] = world.manager.deliveries("_web", 10);
    expect(delivery?.attempts.map(({ ok, status }) => [ok, status])).toEqual([
      [false, 503],
      [false, 503],
      [false, 503],
      [false, 503],
      [true, 200],
    ]);
    const times = delivery?.attempts.map(({ atEpochMs }) => atEpochMs) ?? [];
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    pauses.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual((5 * SECOND * 2 ** index) / 2);
      expect(pause).toBeLessThanOrEqual(5 * SECOND * 2 ** index);
    });
  });

  it("waits for as long as the receiver wishes", async () => {
    const world = bench({});
    world.answer = ({ attempt }) =>
      attempt === 0
        ? { kind: "retry", afterMs: 90 * SECOND, reached: [], status: 429, reply: "slow down" }
        : { kind: "delivered", status: 200, reply: "" };
    world.fail("_web");
    await world.clock.advanceAsync(89 * SECOND);
    expect(world.told).toEqual([]);
    await world.clock.advanceAsync(2 * SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("leaves out receivers that an earlier attempt reached", async () => {
    const world = bench({});
    const reached: Array<readonly string[]> = [];
    world.answer = (arrival) => {
      reached.push(arrival.reached);
      return arrival.attempt === 0 ? { ...outage, reached: ["first"] } : { kind: "delivered", status: 200, reply: "" };
    };
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.restart();
    await world.clock.advanceAsync(MINUTE);
    expect(reached).toEqual([[], ["first"]]);
  });

  it("is given up after a day, visibly", async () => {
    const world = bench({});
    world.answer = () => outage;
    world.fail("_web");
    await world.clock.advanceAsync(DAY - MINUTE);
    expect(world.manager.deliveries(null, 10)[0]?.state).toBe("waiting");
    await world.clock.advanceAsync(HOUR);
    expect(world.manager.deliveries(null, 10)[0]?.state).toBe("failed");
    expect(world.store.events.at(-1)).toMatchObject({ kind: "alert-failed", text: "slack: busy" });
    expect(world.manager.statusOf("_web")[0]?.delivery).toMatchObject({ state: "failed", message: "busy" });
    world.answer = () => ({ kind: "delivered", status: 200, reply: "" });
    world.pass("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.told).toEqual([]);
  });

  it("of a refused message is not repeated until the configuration changes", async () => {
    const world = bench({});
    world.answer = () => refusal;
    world.fail("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.manager.deliveries(null, 10)).toMatchObject([{ state: "failed", attempts: [{ status: 400 }] }]);
    world.answer = () => ({ kind: "delivered", status: 200, reply: "" });
    world.configure(world.endpoints, alertingConfig());
    await world.clock.advanceAsync(SECOND);
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
  });

  it("fails visibly when the channel is not configured, and works once it is", async () => {
    const world = new AlertBench();
    world.configure([alertedEndpoint("web", { alerts: [alertConfig(quick)] })], alertingConfig({}));
    world.manager.start();
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.store.events.at(-1)?.text).toBe("slack: slack is not configured under alerting.");
    world.configure(world.endpoints, alertingConfig());
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("keeps the order of one alert: the end waits for the beginning", async () => {
    const world = bench({});
    let isDown = true;
    world.answer = () => (isDown ? outage : { kind: "delivered", status: 200, reply: "" });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.pass("_web");
    await world.clock.advanceAsync(MINUTE);
    expect(world.told).toEqual([]);
    isDown = false;
    await world.clock.advanceAsync(HOUR);
    expect(world.told).toEqual(["triggered web", "resolved web"]);
  });

  it("stops while held", async () => {
    const world = bench({});
    world.manager.hold(true);
    world.fail("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.told).toEqual([]);
    world.manager.hold(false);
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("hands the receiver's key to what follows, also over a restart", async () => {
    const world = bench({ type: "pagerduty" });
    world.answer = () => ({ kind: "delivered", resolveKey: "theirs", reference: "thread-1", status: 202, reply: "" });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.restart();
    world.pass("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals[0]?.message.resolveKey).toBe(`minted-${world.arrivals[0]?.message.incidentId}`);
    expect(world.arrivals[1]?.message).toMatchObject({ kind: "resolved", resolveKey: "theirs", reference: "thread-1" });
  });

  it("hands the receiver's key to an end that was waiting already", async () => {
    const world = bench({ type: "pagerduty" });
    world.answer = ({ attempt }) => (attempt === 0 ? outage : { kind: "delivered", resolveKey: "theirs", status: 202, reply: "" });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.pass("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.arrivals.map(({ message }) => message.resolveKey)).toEqual([`minted-${world.arrivals[0]?.message.incidentId}`, "theirs"]);
  });

  it("stops within its deadline although a receiver hangs, and sends the message after the next start", async () => {
    const world = bench({});
    world.answer = (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve({ kind: "retry", reached: [], status: 0, reply: "stopped" })),
      );
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    let isStopped = false;
    const stopped = world.manager.stop(world.clock.nowMs() + 5 * SECOND).then(() => {
      isStopped = true;
    });
    await world.clock.advanceAsync(4 * SECOND);
    expect(isStopped).toBe(false);
    await world.clock.advanceAsync(2 * SECOND);
    await stopped;
    world.answer = () => ({ kind: "delivered", status: 200, reply: "" });
    world.restart();
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("of five hundred alerts at once goes a few at a time, each exactly once", async () => {
    const world = new AlertBench();
    const endpoints = Array.from({ length: 500 }, (_, index) => alertedEndpoint(`e${index}`, { alerts: [alertConfig(quick)] }));
    world.configure(endpoints);
    world.manager.start();
    world.answer = () => new Promise((resolve) => world.clock.setTimer(50, () => resolve({ kind: "delivered", status: 200, reply: "" })));
    for (const { key } of endpoints) world.fail(key);
    await world.clock.advanceAsync(10 * MINUTE);
    expect(new Set(world.arrivals.map(({ message }) => message.endpoint.key)).size).toBe(500);
    expect(world.arrivals).toHaveLength(500);
    expect(world.mostActive).toBeLessThanOrEqual(8);
  });
});

describe("native notifications", () => {
  it("tell endpoints that fall together as one, and their recovery as one", async () => {
    const world = new AlertBench();
    const endpoints = Array.from({ length: 500 }, (_, index) =>
      alertedEndpoint(`e${index}`, { group: `g${index % 7}`, alerts: [alertConfig({ ...quick, type: "desktop" })] }),
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

  it("tell a single endpoint in the channel's own words, with its duration", async () => {
    const world = bench({ type: "desktop", failureThreshold: 2 });
    world.fail("_web");
    world.clock.advance(MINUTE);
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.arrivals[0]?.message).toMatchObject({ notice: null, durationMs: MINUTE + SECOND / 2, alsoAffected: [] });
  });

  it("update the incident when another endpoint of the group falls or recovers", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...quick, type: "desktop" })];
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
    const alerts = [alertConfig({ ...quick, type: "desktop" })];
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
    const alerts = [alertConfig({ ...quick, type: "slack" }), alertConfig({ ...quick, type: "pagerduty" })];
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
    const alerts = [alertConfig(quick)];
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
    const alerts = [alertConfig(quick)];
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
    const alerts = [alertConfig(quick)];
    world.configure([alertedEndpoint("a", { alerts, dependsOn: ["_b"] }), alertedEndpoint("b", { alerts, dependsOn: ["_a"] })]);
    world.manager.start();
    world.fail("_a");
    world.fail("_b");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered a", "triggered b"]);
  });
});

describe("silences", () => {
  const web = { kind: "endpoint", key: "_web" } as const;

  it("snooze keeps back until its time, then tells what still fails", async () => {
    const world = bench({});
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
    { name: "a group", scope: { kind: "group", group: "" } },
    { name: "a channel", scope: { kind: "provider", provider: "slack" } },
    { name: "everything", scope: { kind: "everything" } },
  ] as const)("mute of $name lasts over a restart until it is taken back", async ({ scope }) => {
    const world = bench({});
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
    const world = bench({ minimumReminderIntervalMs: 5 * MINUTE });
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
    const world = bench({});
    world.manager.silence({ action: "maintenance", scope: { kind: "everything" }, untilMs: world.clock.nowMs() + HOUR, note: "" });
    expect(world.manager.maintenanceUntil("_web")).toBe(world.clock.nowMs() + HOUR);
    world.fail("_web", 5);
    await world.clock.advanceAsync(2 * HOUR);
    expect(world.told).toEqual([]);
    expect(world.manager.maintenanceUntil("_web")).toBeNull();
  });

  it("quiet hours end in one digest of what came and went and what still fails", async () => {
    const world = new AlertBench();
    const alerts = [alertConfig({ ...quick, type: "desktop" })];
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
    const world = bench({ type: "desktop" });
    world.manager.quiet(true);
    world.fail("_web");
    world.pass("_web");
    world.restart();
    world.manager.quiet(true);
    world.manager.quiet(false);
    await world.clock.advanceAsync(MINUTE);
    expect(world.arrivals.map(({ message }) => message.notice)).toEqual([
      { title: "While it was quiet", body: "Failed and recovered meanwhile: 1\nweb" },
    ]);
  });
});
