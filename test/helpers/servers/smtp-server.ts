// An SMTP server by hand that secures its connection when asked.

import { createServer } from "node:net";
import { TLSSocket } from "node:tls";
import type { KeyPair } from "./certificates.ts";
import { serve, type TestServer } from "./tcp-server.ts";

/** Greets, knows EHLO and STARTTLS, and takes whatever comes then. */
export function serveStarttls(pair: KeyPair): Promise<TestServer> {
  const server = createServer((socket) => {
    socket.write("220-hello\r\n220 mail\r\n");
    const onLine = (line: Buffer) => {
      if (line.toString().startsWith("EHLO")) {
        socket.write("250-mail\r\n250 STARTTLS\r\n");
        return;
      }
      socket.off("data", onLine);
      socket.write("220 go\r\n");
      const secure = new TLSSocket(socket, { isServer: true, key: pair.key, cert: pair.cert });
      secure.on("error", () => undefined);
      secure.on("data", () => undefined);
    };
    socket.on("data", onLine);
  });
  return serve(server);
}
