// "Until tomorrow": the next morning in the user's own time.

import type { EpochMs } from "../../shared/units.ts";

const MORNING_HOUR = 8;

/** Eight o'clock of the next local day. */
export function nextMorning(nowMs: EpochMs): EpochMs {
  const tomorrow = new Date(nowMs);
  tomorrow.setDate(tomorrow.getDate() + 1);
  tomorrow.setHours(MORNING_HOUR, 0, 0, 0);
  return tomorrow.getTime();
}
