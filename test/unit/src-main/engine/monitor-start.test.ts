// What may happen while the first configuration is taken over part by part.

import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { emptyConfig } from "../../../../src-main/composition/empty-config.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";
import { monitorBench } from "../../../helpers/monitor-bench.ts";
import type { BenchOptions } from "../../../helpers/monitor-bench.ts";

const api = endpointConfig({ name: "api", group: "core", url: "https://api.example.org/", intervalMs: MINUTE });
const web = endpointConfig({ name: "web", group: "core", url: "https://www.example.org/", intervalMs: MINUTE });

describe("a monitor that is starting", () => {
  /** An alert manager that notes what it is told, in order. */
  function notingAlerts(told: string[]): NonNullable<BenchOptions["openAlerts"]> {
    return (_history, _clock, recording) => ({
      ...recording,
      configure: (_alerting, endpoints) => void told.push(`configure ${endpoints.map(({ key }) => key).join()}`),
      start: () => void told.push("start"),
      stop: () => Promise.resolve(void told.push("stop")),
    });
  }

  it("and is stopped at any moment of it checks nothing, sends nothing afterwards and leaves no timer behind", async () => {
    const seen = new Set<string>();
    for (let turns = 0; turns < 8; turns += 1) {
      const told: string[] = [];
      const { clock, monitor, probed } = monitorBench([api, web], { openAlerts: notingAlerts(told) });
      const started = monitor.start();
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      const stopped = monitor.stop();
      await clock.advanceAsync(5 * SECOND);
      await Promise.all([started, stopped]);
      expect(told.at(-1)).toBe("stop");
      expect(clock.pendingTimers).toBe(0);
      if (told.length === 1) expect(probed).toEqual([]);
      seen.add(told.join());
    }
    expect([...seen]).toEqual(["stop", "configure core_api,core_web,start,stop"]);
  });

  it("and is reloaded meanwhile follows first the one configuration, then the other, as a whole", async () => {
    for (let turns = 0; turns < 8; turns += 1) {
      const told: string[] = [];
      const { clock, monitor, probed } = monitorBench([api], { openAlerts: notingAlerts(told) });
      const started = monitor.start();
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      const summary = await monitor.reload({ ...emptyConfig(), endpoints: [web] }, [], []);
      await started;
      expect(summary).toEqual({ added: ["core_web"], changed: [], removed: ["core_api"], unchanged: 0 });
      expect(told).toEqual(["configure core_api", "start", "configure core_web", "start"]);
      await clock.advanceAsync(SECOND);
      expect(probed.filter((key) => key === "core_web")).toHaveLength(1);
      expect(monitor.snapshot().endpoints.map(({ key }) => key)).toEqual(["core_web"]);
    }
  });
});
