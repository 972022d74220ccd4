// How the monitor learns whether this machine itself can reach the outside: "is it them or us?"

import type { ConnectivityConfig } from "../../shared/model/config.ts";

export type ConnectivityVerdict = "online" | "offline" | "captive-portal";

export interface Connectivity {
  /**
   * What tells the network that this machine is in from another one, as a comparable text; empty = there is no address that leads
   * outside. Cheap; an empty one is believable, any other proves nothing.
   */
  network(): string;
  /** Asks the configured references, each bounded by a few seconds. Never rejects; an aborted check says `online`. */
  check(config: ConnectivityConfig, signal: AbortSignal): Promise<ConnectivityVerdict>;
}
