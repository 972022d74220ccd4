// A network of its own in which packets get lost, behind a pair of virtual cables. Needs the administrator's rights and `ip`.
// Nothing outside the namespace changes but the one cable, which goes with it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findProgram, isRoot } from "./real-server.ts";

const run = promisify(execFile);

/** What is larger gets lost on the way back from the reachable address. */
const HOLE_BYTES = 576;

/** The network, from outside. */
export interface LossyNetwork {
  readonly namespace: string;
  /** Where servers in the namespace are reached. What they send in packets above 576 bytes never arrives. */
  readonly address: string;
  /** Everything that is sent there is lost. */
  readonly nowhere: string;
  close(): Promise<void>;
}

/** Why there can be no such network here; null = there can. */
export async function obstacleToLossyNetwork(): Promise<string | null> {
  if (!isRoot) {
    return "needs root";
  }
  if (findProgram("ip") === null) {
    return "ip is not installed";
  }
  try {
    const name = `sentray-try-${String(process.pid)}`;
    await run("ip", ["netns", "add", name]);
    await run("ip", ["netns", "del", name]);
    return null;
  } catch {
    return "this system permits no network namespaces";
  }
}

/** Makes the namespace and the cable to it. */
export async function openLossyNetwork(): Promise<LossyNetwork> {
  const namespace = `sentray-${String(process.pid)}`;
  const cable = `sy${String(process.pid % 1_000_000)}`;
  // Addresses that are set aside for tests of networks. @see RFC 2544
  const place = `198.18.${String(process.pid % 256)}`;
  const [ours, address, nowhere] = [`${place}.1`, `${place}.2`, `${place}.3`];
  const ip = async (...words: readonly string[]): Promise<string> => (await run("ip", [...words])).stdout;
  const close = async () => {
    await ip("link", "del", cable).catch(() => undefined);
    await ip("netns", "del", namespace);
  };
  await ip("netns", "add", namespace);
  try {
    await ip("link", "add", cable, "type", "veth", "peer", "name", "far", "netns", namespace);
    await ip("addr", "add", `${ours}/29`, "dev", cable);
    // A cable end that is too narrow for what the other end sends, and a route that promises otherwise: the classic black hole of
    // broken path-MTU discovery. Packets one by one, because bundles of them are let through whole.
    await ip("link", "set", cable, "mtu", String(HOLE_BYTES), "up");
    await ip("route", "replace", `${place}.0/29`, "dev", cable, "advmss", "1400");
    await ip("-n", namespace, "link", "set", "lo", "up");
    await ip("-n", namespace, "addr", "add", `${address}/29`, "dev", "far");
    await ip("-n", namespace, "link", "set", "far", "gso_max_segs", "1", "up");
    const mac = /link\/ether (\S+)/.exec(await ip("-n", namespace, "link", "show", "far"))?.[1] ?? "";
    // The namespace gets what is meant for this address, but neither has it nor forwards it.
    await ip("neigh", "replace", nowhere, "lladdr", mac, "dev", cable, "nud", "permanent");
    return { namespace, address, nowhere, close };
  } catch (error) {
    await close();
    throw error;
  }
}
