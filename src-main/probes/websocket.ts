// WebSocket: handshake, one text message there, one message back. @see RFC 6455

import type { Duplex } from "node:stream";
import type { ClientOptions, WebSocket } from "ws";
import { asError, ProbeFailure } from "./failure.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProbeTools } from "./probe-module.ts";
import { bodyToSend } from "./tcp.ts";

/** Headers that the handshake itself sets. */
const RESERVED_HEADERS = new Set(["upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions"]);

interface Target {
  readonly url: URL;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

function targetOfUrl(text: string): Target {
  let url: URL;
  try {
    url = new URL(text);
  } catch (thrown) {
    throw new ProbeFailure("address", "URL is malformed", { cause: thrown });
  }
  if (url.username !== "" || url.password !== "") {
    throw new ProbeFailure("address", "user info in a WebSocket URL is not supported; use an Authorization header");
  }
  const isSecure = url.protocol === "wss:";
  const port = url.port === "" ? (isSecure ? 443 : 80) : Number(url.port);
  // RFC 6455 section 3: a fragment must not be sent.
  url.hash = "";
  return { url, host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port, isSecure };
}

function headersOf(configured: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = { Origin: "http://localhost/" };
  for (const [name, value] of Object.entries(configured)) {
    const lower = name.toLowerCase();
    if (RESERVED_HEADERS.has(lower)) {
      throw new ProbeFailure("request", `header ${name} is set by the WebSocket handshake itself and cannot be configured`);
    }
    if (lower === "origin") {
      delete headers["Origin"];
    }
    headers[name] = value;
  }
  return headers;
}

/** Resolves once the handshake is done. */
function opened(socket: WebSocket, check: Check): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("upgrade", (response) => {
      const names = response.rawHeaders.filter((_text, index) => index % 2 === 0);
      check.saw({ headers: names.map((name, index) => [name, response.rawHeaders[index * 2 + 1] ?? ""] as const) });
    });
    socket.once("error", (error) => {
      const refused = /Unexpected server response: (\d+)/.exec(error.message)?.[1];
      reject(refused === undefined ? error : new ProbeFailure("protocol", `server refused the WebSocket handshake with status ${refused}`));
    });
    socket.once("close", () => {
      reject(new ProbeFailure("closed", "server closed the connection during the WebSocket handshake"));
    });
  });
}

function nextMessage(socket: WebSocket, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.once("message", (data) => {
      // The default binary type delivers one Buffer for each message.
      resolve(data instanceof Uint8Array ? data : new Uint8Array(0));
    });
    socket.once("error", (error) => {
      const code: unknown = Reflect.get(error, "code");
      reject(
        code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"
          ? new ProbeFailure("too-large", `server sent a message of more than ${String(maxBytes)} bytes`)
          : new ProbeFailure("protocol", `server broke the WebSocket protocol: ${error.message}`, { cause: error }),
      );
    });
    socket.once("close", (code) => {
      reject(new ProbeFailure("closed", `server closed the WebSocket without answering (code ${String(code)})`));
    });
  });
}

async function openStream(check: Check, tools: ProbeTools, target: Target): Promise<{ readonly stream: Duplex; readonly local: string }> {
  const link = await tools.network.dial(check, target);
  check.saw({ ip: link.remoteAddress });
  if (!target.isSecure) {
    return { stream: link.stream, local: link.localAddress };
  }
  const secure = await tools.network.secure(check, link.stream, target.host, { protocols: ["http/1.1"] });
  return { stream: secure.stream, local: link.localAddress };
}

async function probe(check: Check, tools: ProbeTools): Promise<void> {
  const target = targetOfUrl(check.endpoint.url);
  const headers = headersOf(check.endpoint.headers);
  const { stream, local } = await openStream(check, tools, target);
  const { WebSocket } = await import("ws");
  check.stopwatch.enter("firstByte");
  // The connection is there already, TLS included, so the library is told of a plain one.
  const url = Object.assign(new URL(target.url), {});
  url.protocol = "ws:";
  url.port = String(target.port);
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === "host");
  const options: ClientOptions = {
    headers: hasHost ? headers : { ...headers, Host: target.url.host },
    followRedirects: false,
    maxPayload: tools.limits.bodyBytes,
    handshakeTimeout: Math.max(1, Math.ceil(check.deadline.remainingMs())),
    // The stream is any Duplex (a tunnel's channel is no Socket); the HTTP client uses no more of it than that.
    createConnection: () => stream as never,
  };
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, options);
  } catch (thrown) {
    throw new ProbeFailure("request", `WebSocket request cannot be made: ${asError(thrown).message}`, { cause: thrown });
  }
  check.scope.own({
    destroy: () => {
      socket.on("error", () => undefined);
      socket.terminate();
    },
  });
  // Listened for from the start: a quick server's message comes with its handshake.
  const answer = nextMessage(socket, tools.limits.bodyBytes);
  answer.catch(() => undefined);
  await opened(socket, check);
  socket.send(bodyToSend(check, tools, local));
  check.saw({ body: await answer, connected: true });
}

export const websocketProbe: ProbeModule = {
  capabilities: {
    placeholders: [
      "CONNECTED",
      "BODY",
      "RESPONSE_TIME",
      "CERTIFICATE_EXPIRATION",
      "CERTIFICATE_ISSUER",
      "HEADERS",
      "PHASE.dns",
      "PHASE.connect",
      "PHASE.tls",
      "PHASE.first_byte",
    ],
    clientOptions: ["timeout", "insecure", "dns-resolver", "network", "tls", "tunnel"],
  },
  durationOnError: "zero",
  create: (tools) => ({ run: (check) => probe(check, tools) }),
};
