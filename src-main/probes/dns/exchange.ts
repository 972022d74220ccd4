// One question to one server over UDP, a stream, or HTTPS. Bounded by the scope that it is given; nothing survives it.

import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import type { Duplex } from "node:stream";
import { Client } from "undici";
import type { Timers } from "../../ports/clock.ts";
import { ProbeFailure } from "../failure.ts";
import { readExactly } from "../net/streams.ts";
import type { HostPort } from "../pure/address.ts";
import type { Scope } from "../scope.ts";
import { decodeReply, type DnsQuestion, type DnsReply, encodeQuery, isReplyTo } from "./wire.ts";

/** A datagram may be lost; the query is sent again this often. */
const RESEND_MS = 2_000;
const LARGEST_MESSAGE_BYTES = 65_535;

/** Sends a question and gives the bytes of the reply. */
export type Transport = (query: Uint8Array) => Promise<Uint8Array>;

function understood(bytes: Uint8Array): DnsReply {
  const reply = decodeReply(bytes);
  if (!reply.ok) {
    throw new ProbeFailure("protocol", reply.error.message);
  }
  return reply.value;
}

/**
 * Asks over `first`, and over `whole` when the reply came truncated. With EDNS; a server that does not understand it is asked
 * again without. @see RFC 6891 section 7
 */
export async function ask(question: DnsQuestion, first: Transport, whole: Transport | null): Promise<DnsReply> {
  const id = randomInt(65_536);
  const send = async (transport: Transport, edns: boolean) => understood(await transport(encodeQuery(question, id, { edns })));
  let edns = true;
  let reply = await send(first, edns);
  if (!reply.edns && (reply.rcode === "FORMERR" || reply.rcode === "NOTIMP")) {
    edns = false;
    reply = await send(first, edns);
  }
  return reply.truncated && whole !== null ? send(whole, edns) : reply;
}

/** UDP to an IP address. Replies that answer another query are skipped. */
export function udpTransport(server: HostPort, scope: Scope, timers: Timers): Transport {
  return (query) =>
    new Promise((resolve, reject) => {
      const socket = createSocket(server.host.includes(":") ? "udp6" : "udp4");
      let resend = { cancel: () => undefined as void };
      let open = true;
      const destroy = () => {
        if (open) {
          open = false;
          resend.cancel();
          socket.close();
        }
      };
      const owned = scope.own({ destroy });
      const done = () => {
        scope.release(owned);
        destroy();
      };
      const send = () => {
        socket.send(query);
        resend = timers.setTimer(RESEND_MS, send);
      };
      socket.on("error", (error) => {
        done();
        reject(error);
      });
      socket.on("message", (bytes) => {
        if (open && isReplyTo(bytes, query)) {
          done();
          resolve(bytes);
        }
      });
      socket.connect(server.port, server.host, () => {
        if (open) {
          send();
        }
      });
    });
}

/** A stream (TCP or TLS): each message with its length before it. @see RFC 1035 section 4.2.2 */
export function streamTransport(open: () => Promise<Duplex>): Transport {
  return async (query) => {
    const stream = await open();
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    stream.write(Buffer.concat([length, query]));
    for (;;) {
      const [high = 0, low = 0] = await readExactly(stream, 2);
      const bytes = await readExactly(stream, high * 256 + low);
      if (isReplyTo(bytes, query)) {
        stream.destroy();
        return bytes;
      }
    }
  };
}

/** DNS over HTTPS on an open TLS connection. @see RFC 8484 */
export function httpsTransport(origin: string, open: () => Promise<Duplex>, scope: Scope): Transport {
  return async (query) => {
    const stream = await open();
    const client = new Client(origin, {
      connect: (_options, callback) => {
        // Never at once: the client does not notice a connection that is there before it has asked for it. It asks for a socket, but
        // uses only what every stream has.
        queueMicrotask(() => {
          callback(null, stream as never);
        });
      },
      maxResponseSize: LARGEST_MESSAGE_BYTES,
    });
    const owned = scope.own({ destroy: () => void client.destroy() });
    try {
      const reply = await client.request({
        method: "POST",
        path: "/dns-query",
        headers: { "content-type": "application/dns-message", accept: "application/dns-message" },
        body: query,
      });
      const bytes = new Uint8Array(await reply.body.arrayBuffer());
      if (reply.statusCode !== 200) {
        throw new ProbeFailure("protocol", `DNS resolver answered with HTTP status ${String(reply.statusCode)}`);
      }
      return bytes;
    } finally {
      scope.release(owned);
      await client.destroy();
    }
  };
}
