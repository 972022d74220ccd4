import { useMemo } from "react";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import { useServices } from "../app/services.ts";
import { useMonitor } from "./use-store.ts";

export interface EndpointName {
  readonly name: string;
  readonly group: string;
}

/** What an endpoint and its group are called; its key when it is no longer in the configuration. The same function until one comes or goes. */
export function useEndpointNames(): (key: EndpointKey) => EndpointName {
  const order = useMonitor((state) => state.order);
  const { monitor } = useServices();
  return useMemo(() => {
    const connection = order === null ? null : monitor.get();
    const endpoints = connection?.status === "ready" ? connection.monitor.endpoints : null;
    return (key) => endpoints?.get(key) ?? { name: key, group: "" };
  }, [order, monitor]);
}
