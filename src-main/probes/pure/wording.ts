// Puts what Node and the libraries throw into our own words: stable, short, understandable, the same on every system.

import { certificateReason, handshakeReason, isCertificateCode } from "./tls-wording.ts";

/** What is known of a thrown error; only codes decide, the message is the last resort. */
export interface ThrownFacts {
  readonly code: string;
  /** The error's class. */
  readonly name: string;
  readonly message: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

const SYSTEM: Readonly<Record<string, (where: string) => string>> = {
  ECONNREFUSED: (where) => `connection${where} refused`,
  ECONNRESET: () => "connection was reset by the other side",
  EPIPE: () => "connection was closed by the other side",
  ECONNABORTED: () => "connection was aborted",
  ETIMEDOUT: (where) => `connection${where} timed out in the network`,
  EHOSTUNREACH: (where) => `no route to the host${where}`,
  EHOSTDOWN: (where) => `host is down${where}`,
  ENETUNREACH: (where) => `network is unreachable${where}`,
  ENETDOWN: () => "network is down",
  EADDRNOTAVAIL: (where) => `this machine has no address to connect from${where}`,
  EADDRINUSE: () => "all local ports are in use",
  EMFILE: () => "too many open files on this machine",
  ENFILE: () => "too many open files on this machine",
  EACCES: (where) => `this system does not permit the connection${where}`,
  EPERM: (where) => `this system does not permit the connection${where}`,
  ENOBUFS: () => "this system is out of network buffers",
  EPROTONOSUPPORT: () => "protocol is not supported by this system",
  EAFNOSUPPORT: () => "address family is not supported by this system",
  EMSGSIZE: () => "message is too large for one datagram",
  EINVAL: (where) => `address cannot be connected to${where}`,
};

const LOOKUP: Readonly<Record<string, string>> = {
  ENOTFOUND: "no such host",
  ENODATA: "the name has no address",
  EAI_NODATA: "the name has no address",
  EAI_NONAME: "no such host",
  EAI_AGAIN: "the name server does not answer",
  EAI_FAIL: "the name server failed",
  EAI_ADDRFAMILY: "the name has no address of the wanted family",
  ETIMEOUT: "the name server does not answer",
  ESERVFAIL: "the name server failed",
  EREFUSED: "the name server refused",
  EBADNAME: "the name is malformed",
  EFORMERR: "the name server did not understand the query",
};

const LIBRARY: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: "server closed the connection before the answer was complete",
  UND_ERR_CLOSED: "connection was closed by the other side",
  UND_ERR_DESTROYED: "connection was closed",
  UND_ERR_ABORTED: "request was cancelled",
  UND_ERR_HEADERS_OVERFLOW: "headers of the answer are too large",
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: "length of the request does not match its header",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "length of the answer does not match its header",
  UND_ERR_HEADERS_TIMEOUT: "server sent no headers in time",
  UND_ERR_BODY_TIMEOUT: "server stopped sending the body",
  ERR_STREAM_PREMATURE_CLOSE: "connection was closed by the other side",
  ERR_SOCKET_CLOSED: "connection was closed by the other side",
  ERR_INVALID_URL: "URL is malformed",
  ERR_SOCKET_BAD_PORT: "port must be between 0 and 65535",
  Z_DATA_ERROR: "body of the answer is not what its encoding says",
  Z_BUF_ERROR: "compressed body of the answer is cut off",
  HPE_HEADER_OVERFLOW: "headers of the answer are too large",
};

function place(facts: ThrownFacts): string {
  if (facts.address === undefined || facts.address === "") {
    return "";
  }
  const host = facts.address.includes(":") ? `[${facts.address}]` : facts.address;
  return facts.port === undefined ? ` to ${host}` : ` to ${host}:${String(facts.port)}`;
}

/** Messages that are shown at all are one line, printable and short. */
export function tidy(text: string): string {
  const oneLine = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, " ").trim();
  return oneLine.length > 200 ? `${oneLine.slice(0, 199)}…` : oneLine;
}

/** One sentence without a full stop for whatever was thrown. */
export function describeThrown(facts: ThrownFacts): string {
  const { code } = facts;
  const lookup = LOOKUP[code];
  if (lookup !== undefined) {
    return facts.hostname === undefined ? `name lookup failed: ${lookup}` : `lookup of ${tidy(facts.hostname)} failed: ${lookup}`;
  }
  if (isCertificateCode(code)) {
    return certificateReason(code);
  }
  if (facts.name === "HTTPParserError" && LIBRARY[code] === undefined) {
    // The parser's own words, where it has some, say which part is wrong.
    const part = /\((.*)\)$/.exec(facts.message)?.[1];
    return part === undefined ? "answer is not valid HTTP" : `answer is not valid HTTP (${tidy(part)})`;
  }
  return SYSTEM[code]?.(place(facts)) ?? LIBRARY[code] ?? handshakeReason(code) ?? (tidy(facts.message) || "unknown failure");
}
