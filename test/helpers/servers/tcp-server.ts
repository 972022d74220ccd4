// Loopback servers on free ports that know their open connections, so that a test can see that none was left behind.

import * as net from "node:net";
import * as tls from "node:tls";
import type { KeyPair } from "./certificates.ts";

/** A running server. */
export interface TestServer {
  readonly port: number;
  /** Connections that are open right now. */
  openSockets(): number;
  /** Connections that were ever made. */
  accepted(): number;
  /** Resolves once no connection is open; rejects after `withinMs`. */
  allClosed(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Listens and keeps count. */
export async function serve(server: net.Server, host = "127.0.0.1"): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  let accepted = 0;
  // Raw connections are counted, also those that never finish a TLS handshake.
  server.on("connection", (socket: net.Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    openSockets: () => sockets.size,
    accepted: () => accepted,
    allClosed: async (withinMs = 2_000) => {
      const end = Date.now() + withinMs;
      while (sockets.size > 0) {
        if (Date.now() > end) {
          throw new Error(`${String(sockets.size)} connections were left open`);
        }
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A TCP server that hands each connection to `talk`, and notices when the other side is gone. */
export function serveTcp(talk: (socket: net.Socket) => void, host?: string): Promise<TestServer> {
  const server = net.createServer((socket) => {
    // A socket that nobody reads never learns of its end.
    socket.on("data", () => undefined);
    talk(socket);
  });
  return serve(server, host);
}

/** A TLS server that hands each secured connection to `talk`. */
export function serveTls(pair: KeyPair, talk: (socket: tls.TLSSocket) => void, options: tls.TlsOptions = {}): Promise<TestServer> {
  const server = tls.createServer({ cert: pair.cert, key: pair.key, ...options }, (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    talk(socket);
  });
  server.on("tlsClientError", () => undefined);
  return serve(server);
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await serveTcp(() => undefined);
  await server.close();
  return server.port;
}
