// From an endpoint's `interval`, `failing-interval` and `schedule` to the cadence of its task. Pure but for the moment it is given.

import { Cron } from "croner";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { CheckOutcome } from "../../shared/model/result.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { Cadence } from "./cadence.ts";

/** How often an endpoint is checked, given how its latest check ended. A cron `schedule` takes the place of both intervals. */
export function cadenceOf(config: EndpointConfig, latest: CheckOutcome | null, nowMs: () => EpochMs): Cadence {
  if (config.schedule !== null) {
    const cron = new Cron(config.schedule, { paused: true });
    return {
      kind: "calendar",
      delayMs: () => {
        const now = nowMs();
        const next = cron.nextRun(new Date(now));
        return next === null ? null : next.getTime() - now;
      },
    };
  }
  const intervalMs = latest === "failing" && config.failingIntervalMs !== null ? config.failingIntervalMs : config.intervalMs;
  return { kind: "interval", intervalMs };
}
