// Whatever happens, in whatever order: no outage is told twice, none ends untold, and every one that was told ends.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { DAY, HOUR, MINUTE } from "../../../../shared/units.ts";
import type { AlertConfig } from "../../../../shared/model/alert.ts";
import type { SilenceRequest } from "../../../../shared/model/alert-status.ts";
import type { AlertedEndpoint, Held } from "../../../../src-main/ports/alerting.ts";
import { AlertBench, alertConfig, alertedEndpoint, alertingConfig } from "../../../helpers/alerting.ts";

const KEYS = ["g_a", "g_b", "_c"] as const;

type Step =
  | { readonly do: "result"; readonly key: string; readonly failed: boolean; readonly times: number }
  | { readonly do: "time"; readonly byMs: number }
  | { readonly do: "jump"; readonly byMs: number }
  | { readonly do: "restart" }
  | { readonly do: "edit"; readonly key: string; readonly change: number }
  | { readonly do: "silence"; readonly action: SilenceRequest["action"]; readonly key: string }
  | { readonly do: "unsilence" }
  | { readonly do: "quiet"; readonly isQuiet: boolean }
  | { readonly do: "hold"; readonly held: Held }
  | { readonly do: "receiver"; readonly isDown: boolean };

const key = fc.constantFrom(...KEYS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant("result" as const), key, failed: fc.boolean(), times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("time" as const), byMs: fc.integer({ min: 0, max: 20 * MINUTE }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("jump" as const), byMs: fc.integer({ min: -5 * HOUR, max: 5 * HOUR }) }) },
  { weight: 2, arbitrary: fc.constant({ do: "restart" as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("edit" as const), key, change: fc.integer({ min: 0, max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("silence" as const),
      action: fc.constantFrom("acknowledge" as const, "snooze" as const, "mute" as const, "maintenance" as const),
      key,
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "unsilence" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("quiet" as const), isQuiet: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("hold" as const), held: fc.constantFrom<Held[]>("nothing", "outside", "everything") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("receiver" as const), isDown: fc.boolean() }) },
);

/** Everything that an edit may change about a firing alert; the last takes it away. */
function editedAlerts(alerts: readonly AlertConfig[], change: number): readonly AlertConfig[] {
  const [first] = alerts;
  if (first === undefined) return [alertConfig({ failureThreshold: 2, successThreshold: 2, minimumReminderIntervalMs: 10 * MINUTE })];
  const edits: ReadonlyArray<readonly AlertConfig[]> = [
    [{ ...first, description: `${first.description}!` }],
    [{ ...first, failureThreshold: (first.failureThreshold % 3) + 1, successThreshold: (first.successThreshold % 3) + 1 }],
    [{ ...first, providerOverride: { url: `https://${first.failureThreshold}.example.org` } }],
    [],
  ];
  return edits[change] ?? alerts;
}

async function perform(world: AlertBench, step: Step): Promise<void> {
  switch (step.do) {
    case "result":
      if (step.failed) world.fail(step.key, step.times);
      else world.pass(step.key, step.times);
      return;
    case "time":
      return world.clock.advanceAsync(step.byMs);
    case "jump":
      world.clock.jumpWallClock(step.byMs);
      return;
    case "restart":
      world.restart();
      return;
    case "edit":
      world.configure(
        world.endpoints.map((endpoint) =>
          endpoint.key === step.key ? { ...endpoint, alerts: editedAlerts(endpoint.alerts, step.change) } : endpoint,
        ),
      );
      return;
    case "silence": {
      const scope = { kind: "endpoint", key: step.key } as const;
      const untilMs = world.clock.nowMs() + HOUR;
      world.manager.silence({ action: step.action, scope, untilMs, note: "" });
      return;
    }
    case "unsilence":
      for (const { id } of world.manager.silences()) world.manager.unsilence(id);
      return;
    case "quiet":
      world.manager.quiet(step.isQuiet);
      return;
    case "hold":
      world.manager.hold(step.held);
      return;
    case "receiver":
      world.answer = () =>
        step.isDown ? { kind: "retry", reached: [], status: 503, reply: "busy" } : { kind: "delivered", status: 200, reply: "ok" };
  }
}

/** Everybody is well, nobody is silenced, and the receiver listens: what is still to be told is told. */
async function comeToRest(world: AlertBench): Promise<void> {
  world.answer = () => ({ kind: "delivered", status: 200, reply: "ok" });
  world.manager.hold("nothing");
  world.manager.quiet(false);
  for (const { id } of world.manager.silences()) world.manager.unsilence(id);
  for (let round = 0; round < 3; round += 1) {
    for (const one of KEYS) world.pass(one, 3);
    await world.clock.advanceAsync(40 * MINUTE);
  }
}

/** By outage: what its receiver heard, in order, without repetitions of one message. */
function histories(world: AlertBench): ReadonlyMap<string, string> {
  const heard = new Map<string, string>();
  const seen = new Set<string>();
  for (const { message } of world.arrivals) {
    if (seen.has(message.id)) continue;
    seen.add(message.id);
    const letter = { triggered: "T", reminder: "R", resolved: "X" }[message.kind];
    heard.set(message.incidentId, (heard.get(message.incidentId) ?? "") + letter);
  }
  return heard;
}

function endpoints(alert: Partial<AlertConfig>, dependsOn: readonly string[]): readonly AlertedEndpoint[] {
  const alerts = [alertConfig({ failureThreshold: 2, successThreshold: 2, minimumReminderIntervalMs: 10 * MINUTE, ...alert })];
  return [
    alertedEndpoint("a", { group: "g", alerts }),
    alertedEndpoint("b", { group: "g", alerts, dependsOn }),
    alertedEndpoint("c", { alerts }),
  ];
}

describe.each([
  { name: "alerts told one by one", alert: { type: "slack" }, windowMs: 0 },
  { name: "native notifications", alert: { type: "desktop" }, windowMs: 0 },
  { name: "incidents on a channel that keeps keys", alert: { type: "pagerduty" }, windowMs: 5 * MINUTE },
])("$name", ({ alert, windowMs }) => {
  it("tell each outage once, and its end once, whatever happens meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, isDependent) => {
        const world = new AlertBench();
        world.configure(endpoints(alert, isDependent ? ["g_a"] : []), alertingConfig(undefined, windowMs));
        world.manager.start();
        for (const one of steps) await perform(world, one);
        await comeToRest(world);
        const digests = new Set(
          world.arrivals
            .filter(({ message }) => message.endpoint.name === "" || message.notice?.title === "While it was quiet")
            .map(({ message }) => message.incidentId),
        );
        const spoken = [...histories(world)].filter(([incidentId]) => !digests.has(incidentId)).map(([, heard]) => heard);
        for (const heard of spoken) expect(heard).toMatch(/^TR*X$/);
        expect(world.store.alertStates()).toEqual([]);
        expect(world.store.pendingMessages(1_000)).toEqual([]);
      }),
      { numRuns: 120, seed: 20_261_122 },
    );
  }, 60_000);
});

it("a message that is never delivered is given up, and nothing waits for it for ever", async () => {
  const world = new AlertBench();
  world.configure(endpoints({ type: "slack" }, []), alertingConfig());
  world.manager.start();
  world.answer = () => ({ kind: "retry", reached: [], status: 0, reply: "no route" });
  for (let round = 0; round < 5; round += 1) {
    for (const one of KEYS) world.fail(one, 2);
    for (const one of KEYS) world.pass(one, 2);
  }
  await world.clock.advanceAsync(2 * DAY);
  expect(world.store.pendingMessages(1_000)).toEqual([]);
  expect(world.told).toEqual([]);
});
