// React's view of the stores. Each hook re-renders its component only when what it reads has changed.

import { useMemo, useSyncExternalStore } from "react";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { EndpointSummary, OverallStatus } from "../../shared/model/status.ts";
import type { EpochMs } from "../../shared/units.ts";
import { useServices } from "../app/services.ts";
import type { ReadableStore } from "../state/external-store.ts";
import { listEndpoints, type MonitorState } from "../state/monitor-state.ts";
import type { MonitorConnection } from "../state/monitor-store.ts";
import { createSampledStore } from "../state/sampled-store.ts";
import type { AppSettings } from "../state/preferences-store.ts";

/** The value of a store. */
export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

export function useConnection(): MonitorConnection {
  return useStore(useServices().monitor);
}

/** A part of the monitor's state; null until it is known. `select` must return the same value for the same state. */
export function useMonitor<T>(select: (state: MonitorState) => T): T | null {
  const { monitor } = useServices();
  return useSyncExternalStore(monitor.subscribe, () => {
    const connection = monitor.get();
    return connection.status === "ready" ? select(connection.monitor) : null;
  });
}

/** One endpoint; null when there is none of this key. */
export function useEndpoint(key: EndpointKey): EndpointSummary | null {
  return useMonitor((state) => state.endpoints.get(key) ?? null);
}

export function useOverall(): OverallStatus | null {
  return useMonitor((state) => state.overall);
}

/** All endpoints in file order; a new list after each change of any of them. */
export function useEndpoints(): readonly EndpointSummary[] {
  const endpoints = useMonitor((state) => state.endpoints);
  const order = useMonitor((state) => state.order);
  return useMemo(() => {
    if (endpoints === null || order === null) return [];
    return listEndpoints({ endpoints, order });
  }, [endpoints, order]);
}

/**
 * A part of the monitor's state that is looked at once in `everyMs`, and at once when endpoints come or go; null until it is known.
 * `select` and `isSame` are the same functions each time, or renewed only to look again now.
 */
export function useSampledMonitor<T>(
  select: (state: MonitorState) => T,
  everyMs: number,
  isSame: (before: T, after: T) => boolean = Object.is,
): T | null {
  const { monitor } = useServices();
  const sampled = useMemo(
    () =>
      createSampledStore<MonitorConnection, T | null>(monitor, {
        select: (connection) => (connection.status === "ready" ? select(connection.monitor) : null),
        everyMs,
        urgent: (connection) => (connection.status === "ready" ? connection.monitor.order : null),
        isSame: (before, after) => (before === null || after === null ? before === after : isSame(before, after)),
      }),
    [monitor, select, everyMs, isSame],
  );
  return useStore(sampled);
}

/** The moment of the latest tick; re-renders once a second. */
export function useNow(): EpochMs {
  return useStore(useServices().ticker);
}

export function useSettings(): AppSettings {
  return useStore(useServices().preferences);
}
