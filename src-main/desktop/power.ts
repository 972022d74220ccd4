// Passes on what only the machine knows: sleep, lock, network. Decides nothing.

import type { NetworkInterfaceInfo } from "node:os";
import type { PowerMonitor } from "electron";
import { networkMark, outsideAddresses } from "../platform/outside-addresses.ts";
import type { Timers } from "../ports/clock.ts";
import type { SystemSignal } from "../ports/monitor.ts";

/** How often the interfaces are compared; the system has no event for it. */
const LOOK_EVERY_MS = 5_000;

/** The machine as Electron and Node show it. */
export interface Machine {
  readonly powerMonitor: Pick<PowerMonitor, "on" | "off">;
  readonly isOnline: () => boolean;
  readonly interfaces: () => NodeJS.Dict<readonly NetworkInterfaceInfo[]>;
  readonly timers: Timers;
}

/** Watches the machine; returns the way to stop. */
export function watchSystem({ powerMonitor, isOnline, interfaces, timers }: Machine, onSignal: (signal: SystemSignal) => void): () => void {
  const tell = (kind: "suspend" | "resume" | "lock" | "unlock") => (): void => onSignal({ kind });
  const suspend = tell("suspend");
  const resume = tell("resume");
  const lock = tell("lock");
  const unlock = tell("unlock");
  powerMonitor.on("suspend", suspend);
  powerMonitor.on("resume", resume);
  powerMonitor.on("lock-screen", lock);
  powerMonitor.on("unlock-screen", unlock);
  const networkNow = (): string => networkMark(outsideAddresses(interfaces()));
  let wasOnline = isOnline();
  let network = networkNow();
  // Who starts without a network hears of no change.
  if (!wasOnline) onSignal({ kind: "network", online: false });
  const look = (): void => {
    timer = timers.setTimer(LOOK_EVERY_MS, look);
    const online = isOnline();
    if (online !== wasOnline) onSignal({ kind: "network", online });
    wasOnline = online;
    const current = networkNow();
    if (current !== network) onSignal({ kind: "interfaces-changed" });
    network = current;
  };
  let timer = timers.setTimer(LOOK_EVERY_MS, look);
  return () => {
    timer.cancel();
    powerMonitor.off("suspend", suspend);
    powerMonitor.off("resume", resume);
    powerMonitor.off("lock-screen", lock);
    powerMonitor.off("unlock-screen", unlock);
  };
}
