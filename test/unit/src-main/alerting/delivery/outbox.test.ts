import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE, SECOND } from "../../../../../shared/units.ts";
import type { DeliveryOutcome } from "../../../../../src-main/alerting/providers/message.ts";
import { AlertBench, alertConfig, alertedEndpoint, alertingConfig, QUICK, quickBench } from "../../../../helpers/alerting.ts";

const refusal: DeliveryOutcome = { kind: "rejected", status: 400, reply: "no such channel" };
const outage: DeliveryOutcome = { kind: "retry", reached: [], status: 503, reply: "busy" };

describe("delivery", () => {
  it("is tried again with growing pauses, and every attempt is kept", async () => {
    const world = quickBench({});
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
    const world = quickBench({});
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
    const world = quickBench({});
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
    const world = quickBench({});
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
    const world = quickBench({});
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
    world.configure([alertedEndpoint("web", { alerts: [alertConfig(QUICK)] })], alertingConfig({}));
    world.manager.start();
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    expect(world.store.events.at(-1)?.text).toBe("slack: slack is not configured under alerting.");
    world.configure(world.endpoints, alertingConfig());
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("keeps the order of one alert: the end waits for the beginning", async () => {
    const world = quickBench({});
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
    const world = quickBench({});
    world.manager.hold("everything");
    world.fail("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.told).toEqual([]);
    world.manager.hold("nothing");
    await world.clock.advanceAsync(SECOND);
    expect(world.told).toEqual(["triggered web"]);
  });

  it("hands the receiver's key to what follows, also over a restart", async () => {
    const world = quickBench({ type: "pagerduty" });
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
    const world = quickBench({ type: "pagerduty" });
    world.answer = ({ attempt }) => (attempt === 0 ? outage : { kind: "delivered", resolveKey: "theirs", status: 202, reply: "" });
    world.fail("_web");
    await world.clock.advanceAsync(SECOND);
    world.pass("_web");
    await world.clock.advanceAsync(HOUR);
    expect(world.arrivals.map(({ message }) => message.resolveKey)).toEqual([`minted-${world.arrivals[0]?.message.incidentId}`, "theirs"]);
  });

  it("stops within its deadline although a receiver hangs, and sends the message after the next start", async () => {
    const world = quickBench({});
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
    const endpoints = Array.from({ length: 500 }, (_, index) => alertedEndpoint(`e${index}`, { alerts: [alertConfig(QUICK)] }));
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
