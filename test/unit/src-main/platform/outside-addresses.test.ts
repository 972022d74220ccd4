import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { networkMark, outsideAddresses } from "../../../../src-main/platform/outside-addresses.ts";

function v4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, netmask: "255.255.255.0", mac: "02:00:00:00:00:01", internal, cidr: null, family: "IPv4" };
}

function v6(address: string): NetworkInterfaceInfo {
  return { address, netmask: "ffff:ffff:ffff:ffff::", mac: "02:00:00:00:00:01", internal: false, cidr: null, family: "IPv6", scopeid: 0 };
}

describe("the addresses that lead outside", () => {
  it.each([
    ["a cable", { eth0: [v4("192.0.2.5")] }, true],
    ["IPv6 alone", { wlan0: [v6("2001:db8::5")] }, true],
    ["a tunnel as the only way out", { wg0: [v4("10.7.0.2")] }, true],
    ["a bridge with a name of its own", { br0: [v4("192.0.2.5")] }, true],
    ["a switch of Hyper-V on the real network", { "vEthernet (External)": [v4("192.0.2.5")] }, true],
    ["loopback", { lo: [v4("127.0.0.1", true)] }, false],
    ["an address that the machine gave itself", { eth0: [v4("169.254.7.7"), v6("fe80::1")] }, false],
    ["containers", { docker0: [v4("172.17.0.1")], "br-0123456789ab": [v4("172.18.0.1")] }, false],
    ["virtual machines", { virbr0: [v4("192.168.122.1")], vmnet8: [v4("192.168.9.1")] }, false],
    ["the Linux inside of Windows", { "vEthernet (WSL (Hyper-V firewall))": [v4("172.29.0.1")] }, false],
    ["an overlay without anything beneath it", { tailscale0: [v4("100.90.1.2")] }, false],
    ["nothing", {}, false],
  ])("of a machine with %s", (_name, interfaces, expected) => {
    expect(outsideAddresses(interfaces).length > 0).toBe(expected);
  });
});

describe("the mark of a network", () => {
  const markOf = (interfaces: Record<string, NetworkInterfaceInfo[]>): string => networkMark(outsideAddresses(interfaces));
  const home = { wlan0: [v4("192.0.2.5"), v6("2001:db8::1"), v6("2001:db8::2")] };

  it("stays when containers come and go, and when privacy addresses do", () => {
    expect(markOf({ docker0: [v4("172.17.0.1")], wlan0: [v6("2001:db8::9"), v4("192.0.2.5")] })).toBe(markOf(home));
  });

  it.each([
    ["another address", { wlan0: [v4("198.51.100.5"), v6("2001:db8::1")] }],
    ["a tunnel more", { ...home, tun0: [v4("10.8.0.2")] }],
    ["IPv6 lost", { wlan0: [v4("192.0.2.5")] }],
    ["nothing", {}],
  ])("changes with %s", (_name, interfaces) => {
    expect(markOf(interfaces)).not.toBe(markOf(home));
  });
});
