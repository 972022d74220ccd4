// Asks the outside whether it can be reached: interfaces, a TCP connection to a reference, a URL whose answer is known.

import { connect, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { ConnectivityConfig } from "../../shared/model/config.ts";
import type { Connectivity, ConnectivityVerdict } from "../ports/connectivity.ts";
import type { HttpClient } from "../ports/http-client.ts";
import { networkMark, outsideAddresses } from "./outside-addresses.ts";

const CONNECT_WITHIN_MS = 5_000;

/** A thousand checks that fail together read the interfaces once. */
const MARK_LASTS_MS = 20;

/** The machine's own network. `http` is needed for captive portals only. */
export function createSystemConnectivity(http: HttpClient): Connectivity {
  let mark = "";
  let readMs = Number.NEGATIVE_INFINITY;
  return {
    network: () => {
      const nowMs = performance.now();
      if (nowMs - readMs >= MARK_LASTS_MS) {
        mark = networkMark(outsideAddresses(networkInterfaces()));
        readMs = nowMs;
      }
      return mark;
    },
    check: async (config, signal) => await checkOutside(config, http, signal),
  };
}

async function checkOutside(config: ConnectivityConfig, http: HttpClient, signal: AbortSignal): Promise<ConnectivityVerdict> {
  const reachable = config.targets.length === 0 || (await anyAccepts(config.targets, signal));
  if (signal.aborted) return "online";
  if (!reachable) return "offline";
  return config.captivePortal === null ? "online" : await askPortal(config.captivePortal, http, signal);
}

/** Whether one of the `host:port` targets accepts a TCP connection; all are tried at once. */
async function anyAccepts(targets: readonly string[], signal: AbortSignal): Promise<boolean> {
  try {
    await Promise.any(targets.map((target) => accept(target, signal)));
    return true;
  } catch {
    return false;
  }
}

function accept(target: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const colon = target.lastIndexOf(":");
    const host = target.slice(0, colon).replace(/^\[|\]$/g, "");
    const socket = connect({ host, port: Number(target.slice(colon + 1)), family: isIP(host) });
    const finish = (error: Error | null): void => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
      if (error === null) resolve();
      else reject(error);
    };
    const onAbort = (): void => finish(new Error("aborted"));
    signal.addEventListener("abort", onAbort, { once: true });
    socket.setTimeout(CONNECT_WITHIN_MS, () => finish(new Error("timed out")));
    socket.once("connect", () => finish(null));
    socket.once("error", finish);
  });
}

async function askPortal(
  portal: NonNullable<ConnectivityConfig["captivePortal"]>,
  http: HttpClient,
  signal: AbortSignal,
): Promise<ConnectivityVerdict> {
  try {
    const reply = await http.send(
      {
        method: "GET",
        url: portal.url,
        headers: {},
        body: null,
        timeoutMs: CONNECT_WITHIN_MS,
        maxResponseBytes: 4_096,
        client: null,
        followRedirects: false,
      },
      signal,
    );
    return reply.status === portal.expectedStatus ? "online" : "captive-portal";
  } catch {
    return signal.aborted ? "online" : "offline";
  }
}
