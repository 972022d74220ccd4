// Every host of the world on this machine: a proxy that connects any name to one server, whose certificate has all the names.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import type { TLSSocket } from "node:tls";

import type { HttpClient } from "../../../../../src-main/ports/http-client.ts";
import { openHttpClient } from "../../../../../src-main/platform/http-client.ts";
import { createAuthority } from "../../../../helpers/servers/certificates.ts";
import { serveHttp, serveHttps } from "../../../../helpers/servers/http-server.ts";
import { realTime } from "../../../../helpers/servers/probe-context.ts";
import { serve } from "../../../../helpers/servers/tcp-server.ts";

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WireAnswer = (response: ServerResponse) => void;

export interface FalseInternet {
  readonly http: HttpClient;
  /** Since {@link answerWith} was last called. */
  readonly received: readonly WireRequest[];
  /** Answers in turn; then 200 and `{}`. */
  answerWith(answers: readonly WireAnswer[]): void;
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function flat(headers: IncomingMessage["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

/** @see FalseInternet */
export async function openFalseInternet(hosts: readonly string[]): Promise<FalseInternet> {
  const authority = await createAuthority();
  const received: WireRequest[] = [];
  let answers: readonly WireAnswer[] = [];
  const record = (request: IncomingMessage, response: ServerResponse): void => {
    void readBody(request).then((body) => {
      const { method = "", url = "", headers } = request;
      const scheme = (request.socket as Partial<TLSSocket>).encrypted === true ? "https" : "http";
      received.push({ method, url: `${scheme}://${headers.host ?? ""}${url}`, headers: flat(headers), body });
      const answer = answers[received.length - 1] ?? ((it: ServerResponse) => it.end("{}"));
      answer(response);
    });
  };
  const secured = await serveHttps(await authority.issue({ names: hosts }), record);
  const plain = await serveHttp(record);
  const proxy = createServer();
  proxy.on("connect", (_request, client) => {
    client.on("error", () => undefined);
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    client.once("data", (first: Buffer) => {
      // A TLS connection begins with a handshake record.
      const onwards = connect(first[0] === 0x16 ? secured.port : plain.port, "127.0.0.1");
      onwards.on("error", () => undefined);
      onwards.on("close", () => client.destroy());
      client.on("close", () => onwards.destroy());
      onwards.write(first);
      client.pipe(onwards).pipe(client);
    });
  });
  const listening = await serve(proxy);
  const http = openHttpClient({
    clock: realTime.clock,
    environment: { HTTP_PROXY: `http://127.0.0.1:${listening.port}`, HTTPS_PROXY: `127.0.0.1:${listening.port}` },
    authorities: [authority.cert],
  });
  return {
    http,
    received,
    answerWith: (next) => {
      answers = next;
      received.length = 0;
    },
    close: async () => {
      await http.close();
      await listening.close();
      await secured.close();
      await plain.close();
    },
  };
}
