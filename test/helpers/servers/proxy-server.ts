// HTTP and SOCKS5 proxies on loopback that remember where they were asked to go.

import { createServer, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { serve, serveTcp, type TestServer } from "./tcp-server.ts";

/** A proxy with its memory. */
export interface TestProxy extends TestServer {
  /** `CONNECT host:port`, `GET http://…`, or `SOCKS host:port`. */
  readonly asked: readonly string[];
  /** The credentials that came along; empty = none. */
  readonly credentials: readonly string[];
}

function join(client: Socket, host: string, port: number, ready: (upstream: Socket) => void, refused: () => void): void {
  const upstream = connect(port, host.endsWith(".example") ? "127.0.0.1" : host);
  upstream.once("connect", () => {
    ready(upstream);
    client.pipe(upstream).pipe(client);
  });
  upstream.on("error", refused);
  client.on("close", () => upstream.destroy());
}

/** An HTTP proxy: CONNECT, and forwarding of whole URLs. Names that end in `.example` lead to loopback. */
export async function serveHttpProxy(): Promise<TestProxy> {
  const asked: string[] = [];
  const credentials: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${String(request.method)} ${String(request.url)}`);
    credentials.push(request.headers["proxy-authorization"] ?? "");
    const target = new URL(request.url ?? "");
    const host = target.hostname.endsWith(".example") ? "127.0.0.1" : target.hostname;
    const forwarded = httpRequest(
      { host, port: target.port, path: target.pathname, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on("error", () => response.writeHead(502).end());
    request.pipe(forwarded);
  });
  server.on("connect", (request, client: Socket) => {
    asked.push(`CONNECT ${String(request.url)}`);
    credentials.push(request.headers["proxy-authorization"] ?? "");
    const [host = "", port = ""] = (request.url ?? "").split(":");
    const ready = () => client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    join(client, host, Number(port), ready, () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  });
  return { ...(await serve(server)), asked, credentials };
}

/** Bytes one after the other, as a conversation reads them. */
function reader(socket: Socket): (length: number) => Promise<Buffer> {
  let buffer = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  const onData = (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    wake();
  };
  socket.on("data", onData);
  return async (length) => {
    while (buffer.length < length) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const taken = buffer.subarray(0, length);
    buffer = buffer.subarray(length);
    return taken;
  };
}

/** A SOCKS5 proxy with optional user and password. @see RFC 1928, RFC 1929 */
export async function serveSocks(login?: { readonly user: string; readonly password: string }): Promise<TestProxy> {
  const asked: string[] = [];
  const credentials: string[] = [];
  const converse = async (client: Socket) => {
    const read = reader(client);
    const [, methods = 0] = await read(2);
    await read(methods);
    client.write(Uint8Array.of(5, login === undefined ? 0 : 2));
    if (login !== undefined) {
      const [, userBytes = 0] = await read(2);
      const user = (await read(userBytes)).toString();
      const password = (await read((await read(1))[0] ?? 0)).toString();
      credentials.push(`${user}:${password}`);
      client.write(Uint8Array.of(1, user === login.user && password === login.password ? 0 : 1));
    }
    const kind = (await read(4))[3];
    const host = kind === 3 ? (await read((await read(1))[0] ?? 0)).toString() : [...(await read(4))].join(".");
    const port = (await read(2)).readUInt16BE();
    asked.push(`SOCKS ${host}:${String(port)}`);
    const reply = (code: number) => client.write(Uint8Array.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0));
    join(
      client,
      host,
      port,
      () => reply(0),
      () => reply(5),
    );
  };
  const server = await serveTcp((client) => void converse(client));
  return { ...server, asked, credentials };
}
