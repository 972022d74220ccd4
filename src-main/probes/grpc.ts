// gRPC: the standard health check, over TLS (`grpcs://`) or not. @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md

import type { Duplex } from "node:stream";
import { ProbeFailure } from "./failure.ts";
import { callHealth } from "./grpc/health.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { bracketed } from "./pure/address.ts";
import { targetAddress } from "./tcp.ts";

async function openStream(check: Check, tools: ProbeTools, isSecure: boolean): Promise<Duplex> {
  const target = targetAddress(check, isSecure ? 443 : 80);
  const link = await tools.network.dial(check, target);
  check.saw({ ip: link.remoteAddress });
  if (!isSecure) {
    return link.stream;
  }
  const { stream } = await tools.network.secure(check, link.stream, target.host, { protocols: ["h2"] });
  // gRPC needs HTTP/2, and over TLS it is agreed on in the handshake.
  if (stream.alpnProtocol !== "h2") {
    throw new ProbeFailure("protocol", "server does not offer HTTP/2, which gRPC needs");
  }
  return stream;
}

async function probe(check: Check, tools: ProbeTools): Promise<void> {
  const isSecure = check.endpoint.url.startsWith("grpcs://");
  const stream = await openStream(check, tools, isSecure);
  check.stopwatch.enter("firstByte");
  const { host, port } = targetAddress(check, isSecure ? 443 : 80);
  const status = await callHealth(stream, {
    authority: `${bracketed(host)}:${String(port)}`,
    isSecure,
    scope: check.scope,
    maxBytes: tools.limits.bodyBytes,
  });
  check.saw({
    connected: true,
    httpVersion: "2",
    ...(check.needs.body ? { body: new TextEncoder().encode(JSON.stringify({ status })) } : {}),
  });
}

export const grpcProbe: ProbeModule = {
  capabilities: {
    placeholders: [
      "CONNECTED",
      "BODY",
      "RESPONSE_TIME",
      "CERTIFICATE_EXPIRATION",
      "CERTIFICATE_ISSUER",
      "HTTP_VERSION",
      "PHASE.dns",
      "PHASE.connect",
      "PHASE.tls",
      "PHASE.first_byte",
    ],
    clientOptions: ["timeout", "insecure", "dns-resolver", "network", "tls", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({ run: (check) => probe(check, tools) }),
};
