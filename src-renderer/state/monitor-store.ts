// Keeps the monitor's state in step with the main process: one snapshot, then deltas.

import type { Told } from "../../shared/i18n/said.ts";
import type { MonitorDelta } from "../../shared/model/status.ts";
import { type Client, describeError } from "../api/client.ts";
import { createStore, type ReadableStore } from "./external-store.ts";
import { applyDelta, type MonitorState, namesUnknown, stateFromSnapshot } from "./monitor-state.ts";

export type MonitorConnection =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly told: Told }
  | { readonly status: "ready"; readonly monitor: MonitorState };

export interface MonitorStore extends ReadableStore<MonitorConnection> {
  /** Listens and asks; returns the way to stop. */
  start(): () => void;
  /** Asks for the snapshot again, after a failure. */
  refresh(): Promise<void>;
}

/** A store over the client; nothing is asked before `start`. */
export function createMonitorStore(client: Client): MonitorStore {
  const store = createStore<MonitorConnection>({ status: "loading" });
  let early: MonitorDelta[] = [];
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    early = [];
    try {
      const snapshot = await client.request("monitor:get-snapshot", undefined);
      store.set({ status: "ready", monitor: early.reduce(applyDelta, stateFromSnapshot(snapshot)) });
    } catch (error) {
      store.set({ status: "failed", told: describeError(error) });
    } finally {
      asking = null;
    }
  };
  const refresh = (): Promise<void> => {
    asking ??= ask();
    return asking;
  };
  const accept = (delta: MonitorDelta): void => {
    if (asking !== null) early.push(delta);
    const connection = store.get();
    if (connection.status !== "ready") return;
    if (namesUnknown(connection.monitor, delta)) void refresh();
    store.set({ status: "ready", monitor: applyDelta(connection.monitor, delta) });
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    refresh,
    start() {
      const stop = client.on("monitor:changed", accept);
      void refresh();
      return stop;
    },
  };
}
