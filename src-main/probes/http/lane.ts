// The connection of one endpoint to one origin, kept alive between checks. One request at a time: an endpoint never overlaps itself,
// and so it is always known whose connection and whose phases these are.

import type { Duplex } from "node:stream";
import { Client } from "undici";
import type { TlsFacts } from "../../../shared/model/observation.ts";
import { asError, codeOf } from "../failure.ts";
import type { Link } from "../net/link.ts";
import type { Check } from "../check.ts";
import type { ProbeTools } from "../probe-module.ts";
import type { HostPort } from "../pure/address.ts";
import type { PreparedRequest } from "../pure/http-request.ts";
import { type Answer, type ChooseSink, Exchange } from "./exchange.ts";
import { dialProxy, dialThroughProxy, proxyAuthorization } from "./proxy.ts";

/**
 * Idle connections are closed after this, whatever the server offers: a check should meet the name, the certificate and the
 * machine as they are now, and only quick intervals profit from keeping.
 */
const KEPT_IDLE_MS = 4_000;

/** Methods that may be sent twice without harm. @see RFC 9110 section 9.2.2 */
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]);

/** How much of an answer tells its version: `HTTP/1.1`. */
const STATUS_LINE_START = 8;

/** What a connection that the server has just closed looks like. */
const STALE_CODES = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** Facts of the open connection. */
interface ConnectionFacts {
  readonly ip: string;
  readonly tls: TlsFacts | null;
}

/** An answer with what is known of its connection. */
export interface LaneAnswer {
  readonly answer: Answer;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
  readonly reused: boolean;
}

/** Whether this request may be repeated, and may therefore use a connection that could have gone stale. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

function originTarget(url: URL): HostPort {
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

/** The HTTP library does not tell the version of an answer: its first bytes do. */
function watchBytes(stream: Duplex, onChunk: (chunk: Buffer) => void): void {
  const read = stream.read.bind(stream);
  stream.read = (size?: number): unknown => {
    const chunk: unknown = read(size);
    if (Buffer.isBuffer(chunk)) {
      onChunk(chunk);
    }
    return chunk;
  };
}

/** A connection that opens when it is needed and stays until it is idle for too long. */
export class Lane {
  readonly #tools: ProbeTools;
  readonly #target: HostPort;
  readonly #isSecure: boolean;
  readonly #proxy: URL | null;
  readonly #client: Client;
  #check: Check | null = null;
  #facts: ConnectionFacts = { ip: "", tls: null };
  #connected = false;
  /** Of the answer under way, as far as they tell its version: `HTTP/1.1`. */
  #firstBytes = "";

  constructor(tools: ProbeTools, origin: URL, proxy: URL | null) {
    this.#tools = tools;
    this.#target = originTarget(origin);
    this.#isSecure = origin.protocol === "https:";
    this.#proxy = proxy;
    this.#client = new Client(origin.origin, {
      connect: (_options, callback) => {
        this.#open().then(
          (stream) => {
            // undici asks for a Socket but uses only what every stream has.
            callback(null, stream as never);
          },
          (thrown: unknown) => {
            callback(asError(thrown), null);
          },
        );
      },
      pipelining: 1,
      keepAliveTimeout: KEPT_IDLE_MS,
      keepAliveMaxTimeout: KEPT_IDLE_MS,
      // The check's own deadline bounds every wait.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: tools.limits.headerBytes,
    });
  }

  /** A request is under way. */
  get isBusy(): boolean {
    return this.#check !== null;
  }

  /** Sends a request. A kept connection that turns out to be dead is replaced once, unseen: the server did nothing wrong. */
  async send(check: Check, request: PreparedRequest, chooseSink: ChooseSink): Promise<LaneAnswer> {
    this.#check = check;
    try {
      for (let mayRepeat = isIdempotent(request.method); ; mayRepeat = false) {
        const exchange = this.#begin(check, request, chooseSink);
        try {
          const answer = await exchange.answer;
          return this.#completed(check, exchange, answer);
        } catch (thrown) {
          const isStale = mayRepeat && !this.#connected && !exchange.hasHead && STALE_CODES.has(codeOf(thrown));
          if (!isStale || check.deadline.isOver) {
            throw thrown;
          }
        }
      }
    } finally {
      this.#check = null;
    }
  }

  /** Closes the connection. */
  destroy(): void {
    this.#client.destroy().catch(() => undefined);
  }

  #begin(check: Check, request: PreparedRequest, chooseSink: ChooseSink): Exchange {
    this.#connected = false;
    this.#firstBytes = "";
    const exchange = check.scope.own(new Exchange(check, chooseSink));
    this.#client.dispatch(this.#options(request), exchange);
    return exchange;
  }

  #completed(check: Check, exchange: Exchange, answer: Answer): LaneAnswer {
    check.scope.release(exchange);
    if (!this.#connected) {
      this.#reportKept(check);
    }
    return { answer, httpVersion: this.#firstBytes.slice("HTTP/".length), reused: !this.#connected };
  }

  #options(request: PreparedRequest): Parameters<Client["dispatch"]>[0] {
    const { url, method, path } = request;
    const isForwarded = this.#proxy !== null && !this.#isSecure && this.#proxy.protocol.startsWith("http");
    const authorization = isForwarded && this.#proxy !== null ? proxyAuthorization(this.#proxy) : null;
    return {
      // A proxy that is asked to forward gets the whole URL. @see RFC 9112 section 3.2.2
      path: isForwarded ? `http://${url.host}${path}` : path,
      method,
      headers: authorization === null ? request.headers : [...request.headers, "proxy-authorization", authorization],
      body: request.body,
      reset: !isIdempotent(method),
    };
  }

  /** Opens the connection for the check that waits for it. Until it is open it belongs to the check, then to the HTTP client. */
  async #open(): Promise<Duplex> {
    const check = this.#check;
    if (check === null) {
      throw new Error("no request waits for this connection");
    }
    this.#connected = true;
    const { network } = this.#tools;
    const link = await this.#dial(check);
    let stream = link.stream;
    let facts: TlsFacts | null = null;
    if (this.#isSecure) {
      const secure = await network.secure(check, link.stream, this.#target.host, { protocols: ["http/1.1"] });
      stream = secure.stream;
      facts = secure.facts;
    }
    this.#facts = { ip: link.remoteAddress, tls: facts };
    check.saw({ ip: link.remoteAddress });
    check.scope.release(link.stream);
    check.scope.release(stream);
    watchBytes(stream, (chunk) => {
      const known = this.#firstBytes.length;
      if (known < STATUS_LINE_START) {
        this.#firstBytes += chunk.toString("latin1", 0, STATUS_LINE_START - known);
      }
    });
    return stream;
  }

  #dial(check: Check): Promise<Link> {
    const { network } = this.#tools;
    if (this.#proxy === null) {
      return network.dial(check, this.#target);
    }
    const isForwarded = !this.#isSecure && this.#proxy.protocol.startsWith("http");
    return isForwarded ? dialProxy(check, network, this.#proxy) : dialThroughProxy(check, network, this.#proxy, this.#target);
  }

  #reportKept(check: Check): void {
    const { ip, tls } = this.#facts;
    check.saw({ ip });
    const notAfter = tls?.chain[0]?.notAfterEpochMs;
    if (tls !== null && notAfter !== undefined) {
      check.saw({ tls, certificateExpiresInMs: notAfter - this.#tools.context.clock.nowMs() });
    }
  }
}
