// The endpoint's own resolver (`client.dns-resolver`): names are looked up there instead of by the system.

import type { DnsResolverConfig } from "../../../shared/model/endpoint.ts";
import type { ProbeContext, ResolvedAddress } from "../../ports/probe.ts";
import { ProbeFailure } from "../failure.ts";
import type { Connections } from "../net/link.ts";
import { literalAddress, lookupError } from "../net/resolver.ts";
import type { Check } from "../check.ts";
import { bracketed, formatHostPort, type HostPort } from "../pure/address.ts";
import { Stopwatch } from "../stopwatch.ts";
import { ask, httpsTransport, streamTransport, type Transport, udpTransport } from "./exchange.ts";
import { queryNameOf } from "./names.ts";
import type { DnsReply } from "./wire.ts";

/** Whose look-up it is, and with what it is made. */
export interface LookupTools {
  readonly check: Check;
  readonly network: Connections;
  readonly context: ProbeContext;
}

/** A check of the same deadline whose connections are nobody's observation: its own phases count as the look-up of the real one. */
function helperCheck(check: Check, context: ProbeContext): Check {
  return {
    ...check,
    client: { ...check.client, dnsResolver: null, tunnel: null, tls: null, network: "ip" },
    stopwatch: new Stopwatch(context.clock),
    saw: () => undefined,
  };
}

async function addressOf(server: HostPort, check: Check, network: Connections): Promise<string> {
  const literal = literalAddress(server.host, 0);
  const addresses = literal ?? (await network.resolve(check, server.host));
  return addresses[0]?.address ?? server.host;
}

async function transports(config: DnsResolverConfig, tools: LookupTools): Promise<readonly [Transport, Transport | null]> {
  const { network, context } = tools;
  const check = helperCheck(tools.check, context);
  const server: HostPort = { host: config.host, port: config.port };
  const tcp = async () => (await network.dialDirectly(check, server)).stream;
  const tls = async (protocols: readonly string[]) => (await network.secure(check, await tcp(), config.host, { protocols })).stream;
  switch (config.protocol) {
    case "udp": {
      const address = await addressOf(server, check, network);
      return [udpTransport({ host: address, port: config.port }, check.scope, context.timers), streamTransport(tcp)];
    }
    case "tcp":
      return [streamTransport(tcp), null];
    case "tls":
      return [streamTransport(() => tls(["dot"])), null];
    case "https":
      return [httpsTransport(`https://${bracketed(config.host)}:${String(config.port)}`, () => tls(["http/1.1"]), check.scope), null];
  }
}

function addressesIn(reply: DnsReply): readonly ResolvedAddress[] {
  return reply.records.flatMap(({ type, text }): readonly ResolvedAddress[] => {
    if (type === "A") {
      return [{ address: text, family: 4 }];
    }
    return type === "AAAA" ? [{ address: text, family: 6 }] : [];
  });
}

const LOOPBACK: readonly ResolvedAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/** Looks a name up at the configured resolver; IPv4 addresses first. Never empty: a name without addresses rejects. */
export async function resolveThrough(
  config: DnsResolverConfig,
  hostname: string,
  family: 0 | 4 | 6,
  tools: LookupTools,
): Promise<readonly ResolvedAddress[]> {
  const literal = literalAddress(hostname, family);
  if (literal !== null) {
    return literal;
  }
  // The name of this machine never leaves it. @see RFC 6761 section 6.3
  if (/^(?:.+\.)?localhost\.?$/i.test(hostname)) {
    return LOOPBACK.filter((address) => family === 0 || address.family === family);
  }
  const name = queryNameOf(hostname, "A");
  if (!name.ok) {
    throw new ProbeFailure("address", name.error.message);
  }
  const [first, whole] = await transports(config, tools);
  const types = family === 0 ? ["A", "AAAA"] : [family === 4 ? "A" : "AAAA"];
  const asked = types.map((type) => ask({ name: name.value, type }, first, whole));
  const replies = await Promise.all(asked).catch((error: unknown) => {
    throw new ProbeFailure("address", `lookup of ${hostname} at resolver ${formatHostPort(config)} failed`, { cause: error });
  });
  const found = replies.flatMap(addressesIn);
  if (found.length === 0) {
    throw lookupError(failureCode(replies), hostname);
  }
  return found;
}

function failureCode(replies: readonly DnsReply[]): string {
  const rcode = replies.map((reply) => reply.rcode).find((code) => code !== "NOERROR") ?? "NOERROR";
  switch (rcode) {
    case "NOERROR":
      return "ENODATA";
    case "NXDOMAIN":
      return "ENOTFOUND";
    case "REFUSED":
      return "EREFUSED";
    default:
      return "ESERVFAIL";
  }
}
