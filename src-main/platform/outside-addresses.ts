// Which addresses of this machine lead outside. Pure.

import type { NetworkInterfaceInfo } from "node:os";

/** One address that reaches further than this machine and its own link. */
export interface OutsideAddress {
  readonly name: string;
  readonly address: string;
  readonly family: "IPv4" | "IPv6";
}

/**
 * Networks that exist on this machine alone, for its containers and virtual machines, and overlays that need another interface
 * beneath them: they keep their addresses when the cable is out. Bridges and tunnels that may be the only way out are not named.
 */
const NEVER_OUTSIDE = [
  /^docker\d+$/,
  /^br-[0-9a-f]{12}$/,
  /^(?:virbr|lxcbr|lxdbr|vboxnet|vmnet)\d+$/,
  /^(?:cni-)?podman\d+$/,
  /^vEthernet \((?:WSL|Default Switch|nat)\b/,
  /^(?:VMware|VirtualBox) /,
  /^tailscale/i,
  /^zt[0-9a-z]{8}$/,
];

/** In no order; empty = nothing outside can be reached. */
export function outsideAddresses(interfaces: NodeJS.Dict<readonly NetworkInterfaceInfo[]>): readonly OutsideAddress[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    if (NEVER_OUTSIDE.some((pattern) => pattern.test(name))) return [];
    return addresses.filter(leadsOutside).map(({ address, family }) => ({ name, address, family }));
  });
}

/**
 * What of the addresses tells one network from another, as a comparable text. IPv6 addresses are made anew every few hours for
 * privacy: of them only counts which interfaces have any.
 */
export function networkMark(addresses: readonly OutsideAddress[]): string {
  const marks = addresses.map(({ name, address, family }) => `${name} ${family === "IPv4" ? address : "IPv6"}`);
  return [...new Set(marks)].toSorted().join(",");
}

function leadsOutside({ internal, address }: NetworkInterfaceInfo): boolean {
  return !internal && !/^fe[89ab][0-9a-f]:/i.test(address) && !address.startsWith("169.254.");
}
