// DNS: one question to one server. Over UDP, over TCP when the reply is truncated or a tunnel is used.

import type { DnsQueryConfig } from "../../shared/model/endpoint.ts";
import { ask, streamTransport, udpTransport } from "./dns/exchange.ts";
import { queryNameOf } from "./dns/names.ts";
import type { DnsRecord } from "./dns/wire.ts";
import { ProbeFailure } from "./failure.ts";
import { familyOf } from "./net/network.ts";
import { literalAddress } from "./net/resolver.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { type HostPort, parseHostPort } from "./pure/address.ts";

const DNS_PORT = 53;

function serverOf(check: Check): HostPort {
  const { url } = check.endpoint;
  const scheme = url.indexOf("://");
  const target = parseHostPort(scheme < 0 ? url : url.slice(scheme + 3), DNS_PORT);
  if (!target.ok) {
    throw new ProbeFailure("address", target.error.message);
  }
  return target.value;
}

/** The last record, as Gatus has it; character strings of TXT records are all kept, one a line. */
export function bodyOf(records: readonly DnsRecord[]): string {
  let body = "";
  for (const { type, text } of records) {
    body = type === "TXT" && body !== "" ? `${body}\n${text}` : text;
  }
  return body;
}

function questionOf(query: DnsQueryConfig): { readonly name: string; readonly type: string } {
  const name = queryNameOf(query.queryName, query.queryType);
  if (!name.ok) {
    throw new ProbeFailure("request", name.error.message);
  }
  return { name: name.value, type: query.queryType };
}

async function query(check: Check, tools: ProbeTools, config: DnsQueryConfig): Promise<void> {
  const { network, context } = tools;
  const question = questionOf(config);
  const server = serverOf(check);
  const tcp = streamTransport(async () => {
    const link = await network.dial(check, server);
    check.stopwatch.enter("firstByte");
    return link.stream;
  });
  if (check.client.tunnel !== null) {
    report(check, await ask(question, tcp, null));
    return;
  }
  const addresses = literalAddress(server.host, familyOf(check.client)) ?? (await network.resolve(check, server.host));
  const address = addresses[0]?.address ?? server.host;
  check.saw({ ip: address });
  check.stopwatch.enter("firstByte");
  report(check, await ask(question, udpTransport({ host: address, port: server.port }, check.scope, context.timers), tcp));
}

function report(check: Check, reply: { readonly rcode: string; readonly records: readonly DnsRecord[] }): void {
  check.stopwatch.leave();
  check.saw({
    connected: true,
    dnsRcode: reply.rcode,
    body: new TextEncoder().encode(bodyOf(reply.records)),
    // Every record, for the endpoint's page: the body holds only what conditions compare.
    headers: reply.records.map(({ type, text }) => [type, text] as const),
  });
}

export const dnsProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "BODY", "DNS_RCODE", "RESPONSE_TIME", "HEADERS", "PHASE.dns", "PHASE.connect", "PHASE.first_byte"],
    clientOptions: ["timeout", "dns-resolver", "network", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({
    run: async (check) => {
      const { dns } = check.endpoint;
      if (dns === null) {
        throw new ProbeFailure("request", "endpoint has no dns block");
      }
      await query(check, tools, dns);
    },
  }),
};
