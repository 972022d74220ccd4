// HTTP servers that misbehave.

import type { Socket } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { serveRaw } from "../../../../helpers/servers/http-server.ts";
import type { EndpointParts } from "../../../../helpers/servers/probe-context.ts";
import { serveTcp } from "../../../../helpers/servers/tcp-server.ts";
import { drip, type Expected, type HostileCase, pour } from "./case.ts";

const BOMB = Buffer.alloc(50 * 1024 * 1024);

function answering(
  name: string,
  answer: (socket: Socket, head: string) => void,
  expected: Expected,
  parts: EndpointParts = {},
): HostileCase {
  return {
    name: `HTTP: ${name}`,
    start: async () => {
      const server = await serveRaw(answer);
      return { server, url: `${server.url}/`, parts };
    },
    expected,
  };
}

const text = (answer: string) => (socket: Socket) => socket.end(answer);
const failed = (error: RegExp): Expected => ({ connected: false, error, facts: { status: 0 } });
const answered = (status: number, error: RegExp | null, facts: Expected["facts"] = {}): Expected => ({
  connected: true,
  error,
  facts: { status, ...facts },
});
const packed = (encoding: string, body: Uint8Array) => (socket: Socket) => {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${String(body.length)}\r\n\r\n`);
  socket.end(body);
};

const WAITING = /^timed out after 400ms while waiting for an answer$/;
const RECEIVING = /^timed out after 400ms while receiving the answer$/;
const NOT_HTTP = /^answer is not valid HTTP/;
const BROKEN_OFF = /^error reading the body of the answer: /;

/** The HTTP rows. */
export const httpCases: readonly HostileCase[] = [
  {
    name: "HTTP: accepts and is silent, before it is even asked",
    start: async () => {
      const server = await serveTcp(() => undefined);
      return { server, url: `http://127.0.0.1:${String(server.port)}/` };
    },
    expected: failed(WAITING),
  },
  answering("is silent after the request", () => undefined, failed(WAITING)),
  answering("one byte at a time", (socket) => drip(socket, "HTTP/1.1 200 OK\r\n"), failed(WAITING)),
  answering(
    "headers one byte at a time",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      drip(socket, "X-A: b\r\n");
    },
    failed(WAITING),
  ),
  answering(
    "body one byte at a time",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      drip(socket, "x");
    },
    { connected: false, error: RECEIVING },
  ),
  answering(
    "endless headers",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      pour(socket, `X-Filler: ${"a".repeat(1_000)}\r\n`);
    },
    failed(/^headers of the answer are too large$/),
  ),
  answering(
    "one endless header",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nX-Filler: ");
      pour(socket, "a".repeat(1_000));
    },
    failed(/^headers of the answer are too large$/),
  ),
  answering(
    "endless body",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      pour(socket, "x".repeat(10_000));
    },
    answered(200, null, { bodyTruncated: true }),
  ),
  answering(
    "endless chunks",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      pour(socket, `3e8\r\n${"x".repeat(1_000)}\r\n`);
    },
    answered(200, null, { bodyTruncated: true }),
  ),
  answering(
    "a body of 2 GB announced and sent",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n");
      pour(socket, "x".repeat(10_000));
    },
    answered(200, null, { bodyTruncated: true }),
  ),
  answering("gzip bomb", packed("gzip", gzipSync(BOMB)), answered(200, null, { bodyTruncated: true })),
  answering("brotli bomb", packed("br", brotliCompressSync(BOMB)), answered(200, null, { bodyTruncated: true })),
  answering(
    "gzip that is none",
    packed("gzip", Buffer.from("plain text")),
    answered(200, /^error reading the body of the answer: body of the answer is not what its encoding says$/),
  ),
  answering(
    "gzip cut off",
    packed("gzip", gzipSync("hello".repeat(1_000)).subarray(0, 30)),
    answered(200, /^error reading the body of the answer: compressed body of the answer is cut off$/),
  ),
  answering("an encoding that nobody knows", packed("rot13", Buffer.from("uryyb")), answered(200, null)),
  answering(
    "redirect to itself",
    (socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
    failed(/^server redirects in a circle/),
  ),
  answering(
    "redirect to another scheme",
    text("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
    failed(/what is no http or https URL$/),
  ),
  answering(
    "redirect to a port that is closed",
    text("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
    failed(/^connection to 127\.0\.0\.1:1 refused$/),
  ),
  answering(
    "redirect to nonsense",
    text("HTTP/1.1 302 Found\r\nLocation: http://[::\r\nContent-Length: 0\r\n\r\n"),
    failed(/what is no http or https URL$/),
  ),
  answering("content-length too large", text("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"), answered(200, BROKEN_OFF)),
  answering("content-length too small", text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello"), answered(200, null)),
  answering("content-length negative", text("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello"), failed(NOT_HTTP)),
  answering(
    "two content-lengths",
    text("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
    failed(/^(?:answer is not valid HTTP|length of the answer)/),
  ),
  answering("bad chunk size", text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), answered(200, BROKEN_OFF)),
  answering(
    "reset mid-body",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort");
      setTimeout(() => socket.resetAndDestroy(), 30);
    },
    answered(200, /^error reading the body of the answer: connection was reset/),
  ),
  answering(
    "reset before the headers",
    (socket) => socket.resetAndDestroy(),
    failed(/^(?:connection was reset|server closed the connection)/),
  ),
  answering("closes without a word", (socket) => socket.end(), failed(/^server closed the connection before the answer was complete$/)),
  answering("half-close after the headers", text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), answered(200, BROKEN_OFF)),
  answering("speaks something else", text("SSH-2.0-OpenSSH_9.2\r\n"), failed(NOT_HTTP)),
  answering("status line that is none", text("HTTP/9.9 abc OK\r\n\r\n"), failed(NOT_HTTP)),
  answering("NUL bytes in a header", text("HTTP/1.1 200 OK\r\nX-A: a\0b\r\n\r\n"), failed(NOT_HTTP)),
  answering(
    "switches to another protocol unasked",
    text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
    failed(/^server closed the connection before the answer was complete$/),
  ),
  answering(
    "endless interim answers",
    (socket) => pour(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    failed(/^server sent more than 32 interim answers$/),
  ),
  answering(
    "a body that is not UTF-8",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
      socket.end(Uint8Array.of(0xff, 0xfe, 0x00, 0x80));
    },
    answered(200, null, { body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) }),
  ),
  answering(
    "two answers to one request",
    (socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno"),
    answered(200, null),
  ),
  answering(
    "more Set-Cookie headers than anybody keeps",
    text(`HTTP/1.1 200 OK\r\n${"Set-Cookie: a=b\r\n".repeat(500)}Content-Length: 0\r\n\r\n`),
    answered(200, null),
    {
      client: { storeCookies: true },
    },
  ),
];
