// How the monitor learns whether this machine itself can reach the outside: "is it them or us?"

import type { ConnectivityConfig } from "../../shared/model/config.ts";

export type ConnectivityVerdict = "online" | "offline" | "captive-portal";

export interface Connectivity {
  /** Whether any interface but loopback has an address. Cheap; `false` is believable, `true` proves nothing. */
  hasNetwork(): boolean;
  /** Asks the configured references, each bounded by a few seconds. Never rejects; an aborted check says `online`. */
  check(config: ConnectivityConfig, signal: AbortSignal): Promise<ConnectivityVerdict>;
}
