// UDP: without a body only that the name resolves and a socket can be made; with one, a datagram there and one back.

import { createSocket, type Socket } from "node:dgram";
import { familyOf } from "./net/network.ts";
import { literalAddress } from "./net/resolver.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { formatHostPort, type HostPort } from "./pure/address.ts";
import { bodyToSend, targetAddress } from "./tcp.ts";

function openSocket(check: Check, server: HostPort): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(server.host.includes(":") ? "udp6" : "udp4");
    let open = true;
    check.scope.own({
      destroy: () => {
        if (open) {
          open = false;
          socket.close();
        }
      },
    });
    socket.on("error", reject);
    socket.connect(server.port, server.host, () => {
      resolve(socket);
    });
  });
}

function exchange(socket: Socket, message: string, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.once("message", (bytes) => {
      resolve(bytes.subarray(0, maxBytes));
    });
    socket.send(message);
  });
}

async function probe(check: Check, tools: ProbeTools): Promise<void> {
  const target = targetAddress(check);
  const [address] = literalAddress(target.host, familyOf(check.client)) ?? (await tools.network.resolve(check, target.host));
  const server = { host: address?.address ?? target.host, port: target.port };
  check.saw({ ip: server.host });
  check.stopwatch.enter("connect");
  const socket = await openSocket(check, server);
  check.stopwatch.leave();
  if (check.endpoint.body !== "") {
    const own = socket.address();
    const message = bodyToSend(check, tools, formatHostPort({ host: own.address, port: own.port }));
    check.stopwatch.enter("firstByte");
    check.saw({ body: await exchange(socket, message, tools.limits.replyBytes) });
  }
  check.saw({ connected: true });
}

export const udpProbe: ProbeModule = {
  capabilities: {
    placeholders: ["CONNECTED", "BODY", "RESPONSE_TIME", "PHASE.dns", "PHASE.connect", "PHASE.first_byte"],
    clientOptions: ["timeout", "dns-resolver", "network"],
  },
  durationOnError: "kept",
  create: (tools) => ({ run: (check) => probe(check, tools) }),
};
