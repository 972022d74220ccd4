// TCP: does somebody listen, and with a body: does somebody answer.

import { ProbeFailure } from "./failure.ts";
import { readSome } from "./net/streams.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { type HostPort, parseHostPort } from "./pure/address.ts";
import { fillBody, fillLocalAddress } from "./pure/body-placeholders.ts";
import { addressAfterScheme } from "./pure/target.ts";

/** The `host:port` of a URL such as `tcp://host:port`. Throws what is wrong with it. */
export function targetAddress(check: Check, defaultPort?: number): HostPort {
  const target = parseHostPort(addressAfterScheme(check.endpoint.url), defaultPort);
  if (!target.ok) {
    throw new ProbeFailure("address", target.error.message);
  }
  return target.value;
}

/** The body with all its placeholders replaced. */
export function bodyToSend(check: Check, tools: ProbeTools, localAddress: string): string {
  return fillLocalAddress(
    fillBody(check.endpoint, () => tools.context.random.next()),
    localAddress,
  );
}

export const tcpProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "BODY", "RESPONSE_TIME", "PHASE.dns", "PHASE.connect", "PHASE.first_byte"],
    clientOptions: ["timeout", "dns-resolver", "network", "tunnel"],
  },
  durationOnError: "kept",
  create: (tools) => ({
    run: async (check) => {
      const link = await tools.network.dial(check, targetAddress(check));
      check.saw({ ip: link.remoteAddress });
      if (check.endpoint.body !== "") {
        check.stopwatch.enter("firstByte");
        link.stream.write(bodyToSend(check, tools, link.localAddress));
        check.saw({ body: await readSome(link.stream, tools.limits.replyBytes) });
      }
      check.saw({ connected: true });
    },
  }),
};
