// Writes down the time in which nothing was observed, and what the next start needs to account for the time in between. Decides
// nothing about what happens now.

import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { NotObservedReason } from "../../shared/model/history.ts";
import { SECOND } from "../../shared/units.ts";
import type { EpochMs } from "../../shared/units.ts";
import type { HistoryReader, HistoryWriter } from "../ports/history.ts";
import { formatOpenSpan, parseOpenSpan } from "./open-span.ts";
import type { OpenSpan } from "./open-span.ts";

/** The stored moment when the app was last known to run. */
const LAST_ALIVE = "last-alive";
/** The stored span that has begun and not ended, for the case that the app is killed meanwhile. */
const OPEN_SPAN = "not-observed-now";
/** A restart quicker than this is no gap worth a mark. */
const SHORTEST_STOP_MS = 30 * SECOND;

export interface GapBookPorts {
  readonly history: Pick<HistoryWriter, "recordNotObserved" | "forgetNotObservedAfter" | "putValue" | "transact"> &
    Pick<HistoryReader, "value">;
  /** The endpoints that a lost network hides; null = all of them. */
  readonly outsideKeys: () => readonly EndpointKey[] | null;
}

export class GapBook {
  readonly #ports: GapBookPorts;

  constructor(ports: GapBookPorts) {
    this.#ports = ports;
  }

  /** Accounts for the time in which the app did not run; whether it was worth a mark. `lastSeenMs`: the newest result of an earlier run. */
  openAt(nowMs: EpochMs, lastSeenMs: EpochMs | null): boolean {
    const { history } = this.#ports;
    const notedMs = Number(history.value(LAST_ALIVE) ?? Number.NaN);
    const lastAliveMs = lastSeenMs === null || lastSeenMs > nowMs ? notedMs : Math.max(notedMs, lastSeenMs);
    const open = parseOpenSpan(history.value(OPEN_SPAN));
    if (open !== null) {
      this.record(open.sinceMs, Math.min(lastAliveMs, nowMs), open.reason);
      this.noteOpen(null);
    }
    const wasStopped = nowMs - lastAliveMs > SHORTEST_STOP_MS;
    if (wasStopped) this.record(lastAliveMs, nowMs, "stopped");
    if (lastAliveMs > nowMs) history.forgetNotObservedAfter(nowMs);
    return wasStopped;
  }

  /** Writes a span down; one that is empty or ends before it begins is none. */
  record(fromMs: EpochMs, toMs: EpochMs, reason: NotObservedReason): void {
    if (!(toMs > fromMs)) return;
    const { history, outsideKeys } = this.#ports;
    const hidesLocal = reason !== "offline" && reason !== "captive-portal";
    const keys = (hidesLocal ? null : outsideKeys()) ?? [null];
    history.transact(() => {
      for (const key of keys) history.recordNotObserved({ key, fromMs, toMs, reason });
    });
  }

  noteAlive(atMs: EpochMs): void {
    this.#ports.history.putValue(LAST_ALIVE, String(atMs));
  }

  /** null = it has ended. */
  noteOpen(span: OpenSpan | null): void {
    this.#ports.history.putValue(OPEN_SPAN, span === null ? null : formatOpenSpan(span));
  }

  /** What was written down about time that lies ahead again must not hide it when it comes. */
  setBack(toMs: EpochMs): void {
    this.#ports.history.forgetNotObservedAfter(toMs);
    this.noteAlive(toMs);
  }
}
