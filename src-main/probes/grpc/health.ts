// One gRPC call on an open connection. Made on Node's HTTP/2 rather than with a gRPC library, because those insist on dialling
// themselves: then neither tunnel, resolver, phases nor the certificate would be ours.

import { connect, type ClientHttp2Session, type ClientHttp2Stream, constants, type IncomingHttpHeaders } from "node:http2";
import type { Duplex } from "node:stream";
import { asError, ProbeFailure } from "../failure.ts";
import { decodeHealth, grpcCodeName, HEALTH_REQUEST, type HealthStatus } from "../pure/health-message.ts";
import { tidy } from "../pure/wording.ts";
import type { Scope } from "../scope.ts";

const HEALTH_PATH = "/grpc.health.v1.Health/Check";
/** A health message has a few bytes; anything long is none. */
const LONGEST_ANSWER_BYTES = 64 * 1024;

/** How a call is made. */
export interface CallOptions {
  readonly authority: string;
  readonly isSecure: boolean;
  readonly scope: Scope;
  readonly maxBytes: number;
}

function first(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? "";
}

/** Messages of gRPC are percent-encoded. */
function decodeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Throws unless the call's status, in trailers or (without a body) in the headers, is OK. */
export function demandOk(headers: IncomingHttpHeaders, trailers: IncomingHttpHeaders): void {
  const httpStatus: unknown = headers[":status"];
  const text = first(trailers["grpc-status"]) || first(headers["grpc-status"]);
  if (!/^\d{1,3}$/.test(text)) {
    throw new ProbeFailure(
      "protocol",
      httpStatus === 200 ? "server ended the gRPC call without a status" : `server does not speak gRPC (HTTP status ${String(httpStatus)})`,
    );
  }
  const code = Number(text);
  if (code !== 0) {
    const message = tidy(decodeMessage(first(trailers["grpc-message"]) || first(headers["grpc-message"])));
    throw new ProbeFailure("protocol", `gRPC call failed: ${grpcCodeName(code)}${message === "" ? "" : ` (${message})`}`);
  }
}

function collect(session: ClientHttp2Session, stream: ClientHttp2Stream, maxBytes: number): Promise<HealthStatus> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let size = 0;
    let headers: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    const fail = (thrown: unknown) => {
      reject(asError(thrown));
    };
    session.on("error", fail);
    session.on("goaway", (code) => {
      if (code !== constants.NGHTTP2_NO_ERROR) {
        fail(new ProbeFailure("protocol", "server closed the HTTP/2 connection with an error"));
      }
    });
    session.on("close", () => {
      fail(new ProbeFailure("closed", "server closed the connection before answering"));
    });
    stream.on("error", (error) => {
      const isProtocol = asError(error).message.includes("Protocol error");
      fail(isProtocol ? new ProbeFailure("protocol", "server does not speak gRPC on this port", { cause: error }) : error);
    });
    stream.on("response", (received) => {
      headers = received;
    });
    stream.on("trailers", (received: IncomingHttpHeaders) => {
      trailers = received;
    });
    stream.on("data", (chunk: Uint8Array) => {
      size += chunk.length;
      if (size > maxBytes) {
        fail(new ProbeFailure("too-large", "server sent a gRPC answer that is too large"));
        stream.close(constants.NGHTTP2_CANCEL);
        return;
      }
      parts.push(chunk);
    });
    stream.on("end", () => {
      try {
        demandOk(headers, trailers);
        const health = decodeHealth(Buffer.concat(parts));
        if (!health.ok) {
          throw new ProbeFailure("protocol", `server does not answer health checks: ${health.error.message}`);
        }
        resolve(health.value);
      } catch (thrown) {
        fail(thrown);
      }
    });
  });
}

/** Asks for the overall health. Throws for every status but OK. */
export async function callHealth(stream: Duplex, options: CallOptions): Promise<HealthStatus> {
  const session = connect(`${options.isSecure ? "https" : "http"}://${options.authority}`, {
    createConnection: () => stream,
    settings: { enablePush: false },
    maxSessionMemory: 1,
  });
  options.scope.own({
    destroy: () => {
      session.destroy();
    },
  });
  session.on("error", () => undefined);
  const call = session.request({
    ":method": "POST",
    ":path": HEALTH_PATH,
    "content-type": "application/grpc",
    te: "trailers",
    "user-agent": "Sentray/1.0",
  });
  const status = collect(session, call, Math.min(options.maxBytes, LONGEST_ANSWER_BYTES));
  call.end(HEALTH_REQUEST);
  return status;
}
