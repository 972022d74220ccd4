import { EventEmitter } from "node:events";
import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { watchSystem } from "../../../../src-main/desktop/power.ts";
import type { Machine } from "../../../../src-main/desktop/power.ts";
import type { SystemSignal } from "../../../../src-main/ports/monitor.ts";
import { MINUTE, SECOND } from "../../../../shared/units.ts";
import { FakeClock } from "../../../helpers/fake-clock.ts";

function address(text: string): NetworkInterfaceInfo {
  return { address: text, family: "IPv4", netmask: "255.255.255.0", mac: "00:00:00:00:00:01", internal: false, cidr: null };
}

const AT_HOME = { eth0: [address("192.168.1.20")] };
const IN_THE_OFFICE = { eth0: [address("10.4.0.7")] };

/** A machine whose state the test sets, watched. */
function watched(first: { readonly online?: boolean } = {}) {
  const clock = new FakeClock();
  const events = new EventEmitter();
  const state: { online: boolean; interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> } = { online: first.online ?? true, interfaces: AT_HOME };
  const signals: SystemSignal[] = [];
  const stop = watchSystem(
    {
      powerMonitor: events as unknown as Machine["powerMonitor"],
      isOnline: () => state.online,
      interfaces: () => state.interfaces,
      timers: clock,
    },
    (signal) => signals.push(signal),
  );
  const listeners = (): number => events.eventNames().reduce((sum, name) => sum + events.listenerCount(name), 0);
  return { clock, events, state, signals, stop, listeners };
}

describe("watching the machine", () => {
  it.each([
    ["suspend", "suspend"],
    ["resume", "resume"],
    ["lock-screen", "lock"],
    ["unlock-screen", "unlock"],
  ] as const)("passes %s on as %s", (event, kind) => {
    const { events, signals } = watched();
    events.emit(event);
    expect(signals).toEqual([{ kind }]);
  });

  it("says nothing while nothing changes", () => {
    const { clock, signals } = watched();
    clock.advance(10 * MINUTE);
    expect(signals).toEqual([]);
  });

  it("says at once that it starts without a network, and later that there is one", () => {
    const { clock, state, signals } = watched({ online: false });
    expect(signals).toEqual([{ kind: "network", online: false }]);
    state.online = true;
    clock.advance(MINUTE);
    expect(signals.slice(1)).toEqual([{ kind: "network", online: true }]);
  });

  it("tells each change of the network once, within seconds", () => {
    const { clock, state, signals } = watched();
    state.online = false;
    clock.advance(5 * SECOND);
    expect(signals).toEqual([{ kind: "network", online: false }]);
    clock.advance(MINUTE);
    state.online = true;
    clock.advance(MINUTE);
    expect(signals.slice(1)).toEqual([{ kind: "network", online: true }]);
  });

  it("tells once that the interfaces are those of another place", () => {
    const { clock, state, signals } = watched();
    state.interfaces = IN_THE_OFFICE;
    clock.advance(MINUTE);
    expect(signals).toEqual([{ kind: "interfaces-changed" }]);
  });

  it("does not take a container's bridge for another place", () => {
    const { clock, state, signals } = watched();
    state.interfaces = { ...AT_HOME, docker0: [address("172.17.0.1")] };
    clock.advance(MINUTE);
    expect(signals).toEqual([]);
  });

  it("leaves no listener and no timer behind", () => {
    const { clock, events, state, signals, stop, listeners } = watched();
    expect(listeners()).toBe(4);
    stop();
    state.online = false;
    clock.advance(MINUTE);
    events.emit("suspend");
    expect({ signals, listeners: listeners(), timers: clock.pendingTimers }).toEqual({ signals: [], listeners: 0, timers: 0 });
  });
});
