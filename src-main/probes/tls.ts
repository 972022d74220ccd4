// TLS: handshake and certificate, and with a body one exchange over the secured connection.

import { readSome } from "./net/streams.ts";
import type { ProbeModule } from "./probe-module.ts";
import { bodyToSend, targetAddress } from "./tcp.ts";

export const tlsProbe: ProbeModule = {
  capabilities: {
    placeholders: [
      "CONNECTED",
      "BODY",
      "RESPONSE_TIME",
      "CERTIFICATE_EXPIRATION",
      "CERTIFICATE_ISSUER",
      "PHASE.dns",
      "PHASE.connect",
      "PHASE.tls",
      "PHASE.first_byte",
    ],
    clientOptions: ["timeout", "insecure", "dns-resolver", "network", "tls", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({
    run: async (check) => {
      const target = targetAddress(check);
      const link = await tools.network.dial(check, target);
      check.saw({ ip: link.remoteAddress });
      const { stream } = await tools.network.secure(check, link.stream, target.host);
      check.saw({ connected: true });
      if (check.endpoint.body !== "") {
        check.stopwatch.enter("firstByte");
        stream.write(bodyToSend(check, tools, link.localAddress));
        check.saw({ body: await readSome(stream, tools.limits.replyBytes) });
      }
    },
  }),
};
