// Days of a laptop in seconds: whatever the machine goes through, no alert is false, no real one is lost, and uptime is right to
// the second. A hundred cycles each of sleep, being offline, a captive portal and another network; SENTRAY_LONG=1 runs a hundred of
// every kind in every world.

import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../../../../shared/units.ts";
import { difference, falseAlarms, lies, lost, paint, untrueSpans, unwrittenStretches } from "../../../../helpers/simulation/judge.ts";
import { Simulation } from "../../../../helpers/simulation/run.ts";
import type { Cycle } from "../../../../helpers/simulation/run.ts";

const isLong = process.env["SENTRAY_LONG"] === "1";
const FEW = isLong ? 100 : 3;
const MANY = 100;

const references = { targets: ["192.0.2.1:53"], intervalMs: 30 * SECOND, captivePortal: null };
const portalProbe = { ...references, captivePortal: { url: "http://portal.example.org/", expectedStatus: 204 } };

const EVERYWHERE: readonly Cycle[] = ["sleep", "sleep-untold", "cut", "stall", "restart", "kill"];
const ALL: readonly Cycle[] = [...EVERYWHERE, "no-answer", "roam", "portal"];

const worlds = [
  { name: "nothing configured", connectivity: null, kinds: EVERYWHERE, cycles: FEW, seed: 1 },
  { name: "a reference", connectivity: references, kinds: [...EVERYWHERE, "no-answer", "roam"], cycles: FEW, seed: 2 },
  { name: "a reference and a portal probe", connectivity: portalProbe, kinds: ALL, cycles: FEW, seed: 3 },
  {
    name: "a reference and a portal probe, a hundred times over",
    connectivity: portalProbe,
    kinds: ["sleep", "cut", "portal", "roam"],
    cycles: MANY,
    seed: 4,
  },
] as const;

describe.each(worlds)("a laptop with $name", ({ connectivity, kinds, cycles, seed: first }) => {
  it.each(isLong ? [first, first + 1] : [first])(
    "alerts of what is real and of nothing else, and its uptimes are true (seed %i)",
    async (seed) => {
      const simulation = new Simulation({ seed, connectivity });
      await simulation.start();
      await simulation.pass(10 * MINUTE);
      for (let round = 0; round < cycles; round += 1) {
        for (const kind of simulation.world.dice.shuffle(kinds)) await simulation.cycle(kind);
      }
      await simulation.calm(10 * MINUTE);

      expect(lies(simulation)).toEqual([]);
      expect(falseAlarms(simulation)).toEqual([]);
      const { missing, expected } = lost(simulation);
      expect(missing).toEqual([]);
      expect(expected).toBeGreaterThan(5);
      expect(untrueSpans(simulation)).toEqual([]);
      expect(unwrittenStretches(simulation)).toEqual([]);
      const nowMs = simulation.world.clock.nowMs();
      const keys = simulation.endpoints.map(({ key }) => key);
      const uptimes = await simulation.uptime({ keys, fromMs: nowMs - 10_000 * HOUR, toMs: nowMs });
      const wrong = uptimes.flatMap((summary, index) => {
        const endpoint = simulation.endpoints[index];
        if (endpoint === undefined) return [];
        const byMs = difference(paint(simulation, endpoint), summary);
        return byMs < SECOND ? [] : [`${endpoint.key} by ${byMs} ms`];
      });
      expect(wrong).toEqual([]);
    },
    isLong ? HOUR / 2 : 10 * MINUTE,
  );
});
