// Servers of the other protocols that misbehave.

import { createHash } from "node:crypto";
import { createServer as createHttp2Server } from "node:http2";
import type { Socket } from "node:net";
import { type DnsAnswer, type ReceivedQuery, replyTo, serveDns } from "../../../../helpers/servers/dns-server.ts";
import type { EndpointParts } from "../../../../helpers/servers/probe-context.ts";
import { serve, serveTcp, type TestServer } from "../../../../helpers/servers/tcp-server.ts";
import { drip, type Expected, type HostileCase, pour } from "./case.ts";

const failed = (error: RegExp): Expected => ({ connected: false, error });

function raw(
  protocol: string,
  name: string,
  scheme: string,
  talk: (socket: Socket) => void,
  expected: Expected,
  parts: EndpointParts = {},
): HostileCase {
  return {
    name: `${protocol}: ${name}`,
    start: async () => {
      const server = await serveTcp(talk);
      return { server, url: `${scheme}://127.0.0.1:${String(server.port)}`, parts };
    },
    expected,
  };
}

function dns(name: string, answer: DnsAnswer, expected: Expected): HostileCase {
  return {
    name: `DNS: ${name}`,
    start: async () => {
      const server = await serveDns(answer);
      return { server, url: `127.0.0.1:${String(server.port)}`, parts: { dns: { queryType: "A", queryName: "example.org." } } };
    },
    expected,
  };
}

/** The head of a reply to this query, with the counts that are asked for, and whatever follows. */
function handMade(query: ReceivedQuery, answers: number, rest: readonly number[]): Uint8Array {
  const end = query.bytes.indexOf(0, 12) + 5;
  return Uint8Array.of(...query.bytes.subarray(0, 2), 0x81, 0x80, 0, 1, 0, answers, 0, 0, 0, 0, ...query.bytes.subarray(12, end), ...rest);
}

const WAITING = /^timed out after 400ms while waiting for an answer$/;
const NOT_DNS = /^reply is not a valid DNS message$/;
const rcode = (name: string): Expected => ({ connected: true, error: null, facts: { dnsRcode: name } });

/** Accepts a WebSocket by hand and then says what it likes. */
function webSocket(then: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    socket.once("data", (head: Buffer) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(head.toString())?.[1] ?? "";
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      then(socket);
    });
  };
}

/** A frame's head that announces `length` bytes of text. */
function frameHead(length: bigint): Uint8Array {
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(length, 2);
  return head;
}

function grpc(name: string, answer: Parameters<ReturnType<typeof createHttp2Server>["on"]>[1], expected: Expected): HostileCase {
  return {
    name: `gRPC: ${name}`,
    start: async () => {
      const http = createHttp2Server();
      http.on("stream", answer);
      http.on("sessionError", () => undefined);
      const server: TestServer = await serve(http);
      return { server, url: `grpc://127.0.0.1:${String(server.port)}` };
    },
    expected,
  };
}

const SSH = { ssh: { username: "user", password: "pass", privateKey: "" }, body: '{"command":"x"}' };
const GRPC_HEAD = { ":status": 200, "content-type": "application/grpc" };

interface GrpcStream {
  respond(headers: object, options?: object): void;
  sendTrailers(headers: object): void;
  on(event: string, listener: () => void): void;
  write(bytes: Uint8Array): boolean;
  end(bytes?: Uint8Array): void;
}

/** The rows of the other protocols. */
export const protocolCases: readonly HostileCase[] = [
  raw("TCP", "accepts and is silent", "tcp", () => undefined, failed(WAITING), { body: "x" }),
  raw("TCP", "pours bytes", "tcp", (socket) => pour(socket, "x".repeat(10_000)), { connected: true, error: null }, { body: "x" }),
  raw("TCP", "resets", "tcp", (socket) => socket.once("data", () => socket.resetAndDestroy()), failed(/^connection was reset/), {
    body: "x",
  }),
  raw("TCP", "half-closes without an answer", "tcp", (socket) => socket.end(), failed(/^server closed the connection before answering$/), {
    body: "x",
  }),

  dns("never answers", () => null, failed(WAITING)),
  dns("wrong id", (query) => replyTo(query, { id: query.id ^ 1 }), failed(WAITING)),
  dns(
    "answers another question",
    (query) => handMade({ ...query, bytes: Buffer.from(query.bytes).fill(0x61, 13, 15) }, 0, []),
    failed(WAITING),
  ),
  dns("garbage", () => Buffer.from("this is no DNS message"), failed(WAITING)),
  dns(
    "looping compression",
    (query) => handMade(query, 1, [0xc0, query.bytes.indexOf(0, 12) + 5, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]),
    failed(NOT_DNS),
  ),
  dns("more records announced than sent", (query) => handMade(query, 9, []), failed(NOT_DNS)),
  dns("record longer than the message", (query) => handMade(query, 1, [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 1]), failed(NOT_DNS)),
  dns("truncated, and nothing over TCP", (query) => (query.overTcp ? null : replyTo(query, { truncated: true })), failed(WAITING)),
  dns("truncated over TCP as well", (query) => replyTo(query, { truncated: true }), rcode("NOERROR")),
  dns("empty answer", (query) => replyTo(query), rcode("NOERROR")),
  dns("SERVFAIL", (query) => replyTo(query, { rcode: 2 }), rcode("SERVFAIL")),
  dns("REFUSED", (query) => replyTo(query, { rcode: 5 }), rcode("REFUSED")),
  dns("NXDOMAIN", (query) => replyTo(query, { rcode: 3 }), rcode("NXDOMAIN")),
  dns("a code that nobody has assigned", (query) => replyTo(query, { rcode: 15 }), rcode("")),

  raw("WebSocket", "no answer to the handshake", "ws", () => undefined, failed(WAITING)),
  raw(
    "WebSocket",
    "wrong accept key",
    "ws",
    (socket) => socket.write("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"),
    failed(/Invalid Sec-WebSocket-Accept/),
  ),
  raw(
    "WebSocket",
    "an ordinary page",
    "ws",
    (socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
    failed(/^server refused the WebSocket handshake with status 200$/),
  ),
  raw(
    "WebSocket",
    "never sends a message",
    "ws",
    webSocket(() => undefined),
    failed(WAITING),
  ),
  raw(
    "WebSocket",
    "huge frame",
    "ws",
    webSocket((socket) => {
      socket.write(frameHead(BigInt(2 ** 40)));
      pour(socket, "x".repeat(10_000));
    }),
    failed(/^server sent a message of more than \d+ bytes$/),
  ),
  raw(
    "WebSocket",
    "a frame longer than numbers go",
    "ws",
    webSocket((socket) => socket.write(frameHead(2n ** 63n))),
    failed(/^server (?:sent|broke)/),
  ),
  raw(
    "WebSocket",
    "endless fragments",
    "ws",
    webSocket((socket) => {
      socket.write(Uint8Array.of(0x01, 0x01, 0x61));
      pour(socket, "\u0000\u0001a".repeat(3_000));
    }),
    failed(/^server broke the WebSocket protocol: Too many message fragments$/),
  ),
  raw(
    "WebSocket",
    "masked frame from a server",
    "ws",
    webSocket((socket) => socket.write(Uint8Array.of(0x81, 0x81, 1, 2, 3, 4, 5))),
    failed(/^server broke the WebSocket protocol/),
  ),
  raw(
    "WebSocket",
    "text that is not UTF-8",
    "ws",
    webSocket((socket) => socket.write(Uint8Array.of(0x81, 0x01, 0xff))),
    failed(/^server broke the WebSocket protocol/),
  ),
  raw(
    "WebSocket",
    "closes at once",
    "ws",
    webSocket((socket) => socket.end(Uint8Array.of(0x88, 0x02, 0x03, 0xe8))),
    failed(/^server closed the WebSocket without answering/),
  ),

  raw("SSH", "hangs after the banner", "ssh", (socket) => socket.write("SSH-2.0-slow\r\n"), failed(WAITING), SSH),
  raw("SSH", "no banner", "ssh", () => undefined, { connected: false, error: WAITING, facts: { status: 1 } }),
  raw("SSH", "banner one byte at a time", "ssh", (socket) => drip(socket, "S"), failed(WAITING), SSH),
  raw(
    "SSH",
    "pours banner lines",
    "ssh",
    (socket) => pour(socket, `${"x".repeat(100)}\r\n`),
    failed(/^server sent more than 65536 bytes without an SSH greeting$/),
    SSH,
  ),
  raw(
    "SSH",
    "garbage after the banner",
    "ssh",
    (socket) => socket.write(`SSH-2.0-bad\r\n${"\u00ff".repeat(100)}`, "latin1"),
    failed(/^SSH handshake failed: /),
    SSH,
  ),
  raw("SSH", "protocol 1", "ssh", (socket) => socket.write("SSH-1.5-old\r\n"), failed(/^SSH handshake failed: /), SSH),
  raw(
    "SSH",
    "closes after the banner",
    "ssh",
    (socket) => socket.end("SSH-2.0-bye\r\n"),
    failed(/^server closed the SSH connection during the login$/),
    SSH,
  ),

  raw("gRPC", "silent", "grpc", () => undefined, failed(WAITING)),
  raw("gRPC", "pours bytes", "grpc", (socket) => pour(socket, "x".repeat(1_000)), failed(/^server does not speak gRPC on this port$/)),
  grpc(
    "trailers only",
    (stream: GrpcStream) => stream.respond({ ...GRPC_HEAD, "grpc-status": "12", "grpc-message": "no%20such" }, { endStream: true }),
    failed(/^gRPC call failed: Unimplemented \(no such\)$/),
  ),
  grpc(
    "an ordinary page",
    (stream: GrpcStream) => stream.respond({ ":status": 404 }, { endStream: true }),
    failed(/^server does not speak gRPC \(HTTP status 404\)$/),
  ),
  grpc(
    "ends without a status",
    (stream: GrpcStream) => stream.respond(GRPC_HEAD, { endStream: true }),
    failed(/^server ended the gRPC call without a status$/),
  ),
  grpc("headers and then nothing", (stream: GrpcStream) => stream.respond(GRPC_HEAD), failed(WAITING)),
  grpc(
    "endless answer",
    (stream: GrpcStream) => {
      stream.respond(GRPC_HEAD);
      stream.on("error", () => undefined);
      stream.write(Buffer.alloc(1_000_000));
    },
    failed(/^server sent a gRPC answer that is too large$/),
  ),
  grpc(
    "a message that is none",
    (stream: GrpcStream) => {
      stream.respond(GRPC_HEAD, { waitForTrailers: true });
      stream.on("wantTrailers", () => {
        stream.sendTrailers({ "grpc-status": "0" });
      });
      stream.end(Uint8Array.of(0, 0, 0, 0, 2, 0xff, 0xff));
    },
    failed(/^server does not answer health checks: answer is not a health message$/),
  ),
];
