// A DNS server on loopback, UDP and TCP on one port, that answers as a test says, byte for byte where it must.

import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import packet from "dns-packet";
import { serve, type TestServer } from "./tcp-server.ts";

/** A question as it arrived. */
export interface ReceivedQuery {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly overTcp: boolean;
  readonly bytes: Buffer;
  readonly hasEdns: boolean;
}

/** What goes back: nothing, one message, or several. */
export type DnsAnswer = (query: ReceivedQuery) => Uint8Array | readonly Uint8Array[] | null;

/** Parts of a reply. */
export interface ReplyParts {
  readonly answers?: readonly packet.Answer[];
  readonly rcode?: number;
  readonly truncated?: boolean;
  readonly id?: number;
}

/** A reply to a query. */
export function replyTo(query: ReceivedQuery, parts: ReplyParts = {}): Uint8Array {
  const question = packet.decode(query.bytes).questions ?? [];
  return packet.encode({
    type: "response",
    id: parts.id ?? query.id,
    flags: (parts.rcode ?? 0) | packet.RECURSION_AVAILABLE | (parts.truncated === true ? packet.TRUNCATED_RESPONSE : 0),
    questions: question,
    answers: [...(parts.answers ?? [])],
    additionals: query.hasEdns
      ? [
          {
            type: "OPT",
            name: ".",
            udpPayloadSize: 1_232,
            flags: 0,
            options: [],
            extendedRcode: 0,
            ednsVersion: 0,
            flag_do: false,
          },
        ]
      : [],
  });
}

function received(bytes: Buffer, overTcp: boolean): ReceivedQuery {
  const message = packet.decode(bytes);
  const question = message.questions?.[0];
  const hasEdns = message.additionals?.some(({ type }) => type === "OPT") ?? false;
  return { id: message.id ?? 0, name: question?.name ?? "", type: question?.type ?? "", overTcp, bytes, hasEdns };
}

function listOf(answer: ReturnType<DnsAnswer>): readonly Uint8Array[] {
  if (answer === null) {
    return [];
  }
  return answer instanceof Uint8Array ? [answer] : answer;
}

/** Answers queries on a stream, each with its length before it. */
export function talkDns(socket: Socket, answer: DnsAnswer): void {
  let buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 2 && buffer.length >= 2 + buffer.readUInt16BE(0)) {
      const end = 2 + buffer.readUInt16BE(0);
      for (const bytes of listOf(answer(received(buffer.subarray(2, end), true)))) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(bytes.length);
        socket.write(Buffer.concat([length, bytes]));
      }
      buffer = buffer.subarray(end);
    }
  });
}

/** Serves DNS; remembers what was asked. */
export async function serveDns(answer: DnsAnswer): Promise<TestServer & { readonly queries: readonly ReceivedQuery[] }> {
  const queries: ReceivedQuery[] = [];
  const remember: DnsAnswer = (query) => {
    queries.push(query);
    return answer(query);
  };
  const tcp = await serve(
    createServer((socket) => {
      talkDns(socket, remember);
    }),
  );
  const udp = createSocket("udp4");
  udp.on("message", (bytes, from) => {
    for (const reply of listOf(remember(received(bytes, false)))) {
      udp.send(reply, from.port, from.address);
    }
  });
  await new Promise<void>((resolve) => {
    udp.bind(tcp.port, "127.0.0.1", resolve);
  });
  return {
    ...tcp,
    queries,
    close: async () => {
      await new Promise<void>((resolve) => {
        udp.close(resolve);
      });
      await tcp.close();
    },
  };
}
