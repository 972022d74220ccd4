// Passes on what only the machine knows: sleep, lock, network. Decides nothing.

import { networkInterfaces } from "node:os";
import { net, powerMonitor } from "electron";
import { networkMark, outsideAddresses } from "../platform/outside-addresses.ts";
import type { SystemSignal } from "../ports/monitor.ts";

/** How often the interfaces are compared; the system has no event for it. */
const LOOK_EVERY_MS = 5_000;

/** Watches the machine; returns the way to stop. */
export function watchSystem(onSignal: (signal: SystemSignal) => void): () => void {
  const tell = (kind: "suspend" | "resume" | "lock" | "unlock") => (): void => onSignal({ kind });
  const suspend = tell("suspend");
  const resume = tell("resume");
  const lock = tell("lock");
  const unlock = tell("unlock");
  powerMonitor.on("suspend", suspend);
  powerMonitor.on("resume", resume);
  powerMonitor.on("lock-screen", lock);
  powerMonitor.on("unlock-screen", unlock);
  let wasOnline = net.isOnline();
  // Who starts without a network hears of no change.
  if (!wasOnline) onSignal({ kind: "network", online: false });
  let network = currentNetwork();
  const timer = setInterval(() => {
    const isOnline = net.isOnline();
    if (isOnline !== wasOnline) onSignal({ kind: "network", online: isOnline });
    wasOnline = isOnline;
    const current = currentNetwork();
    if (current !== network) onSignal({ kind: "interfaces-changed" });
    network = current;
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    powerMonitor.off("suspend", suspend);
    powerMonitor.off("resume", resume);
    powerMonitor.off("lock-screen", lock);
    powerMonitor.off("unlock-screen", unlock);
  };
}

function currentNetwork(): string {
  return networkMark(outsideAddresses(networkInterfaces()));
}
