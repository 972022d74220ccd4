// What the tests of the documentation's matrix share: how each kind is addressed, and programs of the system that are not real.

import { createSocket } from "node:dgram";
import type { EndpointConfig, EndpointKind } from "../../../../../shared/model/endpoint.ts";
import type { MonotonicMs } from "../../../../../shared/units.ts";
import type { ProbeContext } from "../../../../../src-main/ports/probe.ts";
import type { RunProgram } from "../../../../../src-main/probes/process/run-program.ts";
import { type EndpointParts, testContext, testEndpoint } from "../../../../helpers/servers/probe-context.ts";
import { serveTcp } from "../../../../helpers/servers/tcp-server.ts";

/** The secure form of a kind's URL where it has one. */
const SCHEMES: Readonly<Record<EndpointKind, string>> = {
  HTTP: "https",
  DNS: "",
  TCP: "tcp",
  UDP: "udp",
  SCTP: "sctp",
  ICMP: "icmp",
  STARTTLS: "starttls",
  TLS: "tls",
  GRPC: "grpcs",
  WEBSOCKET: "wss",
  SSH: "ssh",
};

/** An endpoint of this kind at this place. */
export function endpointOf(kind: EndpointKind, host: string, port: number, parts: EndpointParts = {}): EndpointConfig {
  const place = kind === "ICMP" ? host : `${host}:${String(port)}`;
  const dns = kind === "DNS" ? { dns: { queryType: "A", queryName: "example.org." } } : {};
  const url = kind === "DNS" ? place : `${SCHEMES[kind]}://${place}`;
  return testEndpoint(url, { ...dns, body: "x", ...parts, client: { timeoutMs: 600, ...parts.client } });
}

const PING_OUTPUT = `PING 127.0.0.1 (127.0.0.1) 24(52) bytes of data.
32 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=12.3 ms

--- 127.0.0.1 ping statistics ---
1 packets transmitted, 1 received, 0% packet loss, time 0ms
rtt min/avg/max/mdev = 12.300/12.300/12.300/0.000 ms
`;

/** Programs that reach everybody: neither `ping` nor SCTP are to be had everywhere. `203.0.113.1` never answers. */
export const friendlyPrograms: RunProgram = ({ program, arguments: words }) => {
  if (words.some((word) => word.includes("203.0.113.1"))) {
    return new Promise(() => undefined);
  }
  const output = program.endsWith("ping") ? PING_OUTPUT : "";
  return new Promise((resolve) => {
    setImmediate(() => {
      resolve({ kind: "ended", exitCode: 0, output, complaint: "" });
    });
  });
};

/** Every name is this machine, and every look at the clock takes 2 ms, so that no phase that was entered is too short to be seen. */
export function matrixContext(parts: Partial<ProbeContext> = {}): ProbeContext {
  let looks = 0;
  const monotonicMs = () => {
    looks += 1;
    return (performance.now() + looks * 2) as MonotonicMs;
  };
  const resolver = { resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 } as const]) };
  return testContext({ clock: { nowMs: () => Date.now(), monotonicMs }, resolver, ...parts });
}

/** Takes everything, over TCP and UDP on one port, and never says a word. */
export async function serveSilence(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const tcp = await serveTcp(() => undefined);
  const udp = createSocket("udp4");
  await new Promise<void>((resolve) => {
    udp.bind(tcp.port, "127.0.0.1", resolve);
  });
  return {
    port: tcp.port,
    close: async () => {
      udp.close();
      await tcp.close();
    },
  };
}
