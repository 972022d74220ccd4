// HTTP servers for tests: Node's own for honest answers, raw text for the others.

import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import type { KeyPair } from "./certificates.ts";
import { serve, serveTcp, serveTls, type TestServer } from "./tcp-server.ts";

/** A server with its URL. */
export interface WebServer extends TestServer {
  readonly url: string;
}

function withUrl(server: TestServer, scheme: string, host: string): WebServer {
  return { ...server, url: `${scheme}://${host}:${String(server.port)}` };
}

/** An HTTP server. */
export async function serveHttp(listener: RequestListener): Promise<WebServer> {
  return withUrl(await serve(createServer({ keepAliveTimeout: 60_000 }, listener)), "http", "127.0.0.1");
}

/** An HTTPS server; its URL says localhost. */
export async function serveHttps(pair: KeyPair, listener: RequestListener, options: object = {}): Promise<WebServer> {
  const server = createSecureServer({ cert: pair.cert, key: pair.key, ...options }, listener);
  server.on("tlsClientError", () => undefined);
  return withUrl(await serve(server), "https", "localhost");
}

/** Reads one request head and then does what it likes with the socket. */
export async function serveRaw(answer: (socket: Socket, head: string) => void, pair?: KeyPair): Promise<WebServer> {
  const talk = (socket: Socket) => {
    let head = "";
    socket.on("data", (chunk: Buffer) => {
      head += chunk.toString("latin1");
      if (head.includes("\r\n\r\n")) {
        const whole = head;
        head = "";
        answer(socket, whole);
      }
    });
  };
  const server = await (pair === undefined ? serveTcp(talk) : serveTls(pair, talk));
  return withUrl(server, pair === undefined ? "http" : "https", pair === undefined ? "127.0.0.1" : "localhost");
}
