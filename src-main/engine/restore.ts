// Gives endpoints back what history knows of them, so that a restart shows yesterday's bars and not blank cards.

import type { HistoryReader } from "../ports/history.ts";
import { BAR_COUNT, Bars } from "./bars.ts";
import type { EndpointTable } from "./endpoint-table.ts";

/** Fills in the latest result, the bars and since when an endpoint fails. */
export async function restoreMemories(table: EndpointTable, history: Pick<HistoryReader, "latest" | "recent" | "outages">): Promise<void> {
  const keys = table.keys();
  if (keys.length === 0) return;
  // One after the other: each works in short slices, and three slices in a row would be a long one.
  const latest = await history.latest();
  const recent = await history.recent(keys, BAR_COUNT);
  const outages = await history.outages({ keys, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, limit: keys.length });
  for (const result of latest) {
    const endpoint = table.get(result.key);
    if (endpoint !== undefined) endpoint.memory = { ...endpoint.memory, latest: result };
  }
  for (const { key, outcomes, durationsMs, timestampsMs } of recent) {
    const endpoint = table.get(key);
    if (endpoint !== undefined) endpoint.memory = { ...endpoint.memory, bars: Bars.of(outcomes, durationsMs, timestampsMs) };
  }
  for (const outage of outages) {
    const endpoint = table.get(outage.key);
    if (endpoint !== undefined && outage.endMs === null) endpoint.memory = { ...endpoint.memory, sinceMs: outage.startMs };
  }
}
