// DNS messages: what is asked and what was answered. Bytes in, bytes out; damaged messages are an `err`, never an exception.

import packet from "dns-packet";
import { err, ok, type Result } from "../../../shared/errors.ts";
import { isWhole } from "../pure/dns-structure.ts";
import { rcodeName, recordTypeNumber } from "./record-types.ts";

/** Size of answers that is safe from fragmentation. @see https://www.dnsflagday.net/2020/ */
const UDP_PAYLOAD_BYTES = 1_232;

/** One question. */
export interface DnsQuestion {
  /** Without final dot, ASCII. */
  readonly name: string;
  /** Upper-case type name. */
  readonly type: string;
}

/** One record of the answer section, in its own words. */
export interface DnsRecord {
  readonly type: string;
  /** As the body shows it. */
  readonly text: string;
}

/** What a server replied. */
export interface DnsReply {
  readonly rcode: string;
  readonly truncated: boolean;
  /** In answer order. */
  readonly records: readonly DnsRecord[];
  /** The server understood EDNS. */
  readonly edns: boolean;
}

/** The query in wire format. `id` is 0 to 65535. */
export function encodeQuery(question: DnsQuestion, id: number, options: { readonly edns: boolean }): Uint8Array {
  const number = recordTypeNumber(question.type);
  const opt = { type: "OPT" as const, name: "." as const, udpPayloadSize: UDP_PAYLOAD_BYTES, flags: 0, options: [] };
  return packet.encode({
    type: "query",
    id,
    flags: packet.RECURSION_DESIRED,
    // The codec takes numbers of types that it has no name for in this form; its typings do not know.
    questions: [{ name: question.name === "" ? "." : question.name, type: `UNKNOWN_${String(number ?? 0)}` as "A", class: "IN" }],
    additionals: options.edns ? [opt as unknown as packet.Answer] : [],
  });
}

const RCODE_MASK = 0x0f;

/** Decodes a reply; `err('bad_request')` says that the bytes are no DNS message. */
export function decodeReply(bytes: Uint8Array): Result<DnsReply> {
  if (!isWhole(bytes)) {
    return err("bad_request", "reply is not a valid DNS message");
  }
  try {
    const message = packet.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const opt = message.additionals?.find((record) => record.type === "OPT");
    const upper: unknown = opt === undefined ? 0 : Reflect.get(opt, "extendedRcode");
    const code = ((bytes[3] ?? 0) & RCODE_MASK) + (typeof upper === "number" ? upper * 16 : 0);
    return ok({
      rcode: rcodeName(code),
      truncated: message.flag_tc ?? false,
      records: (message.answers ?? []).map(recordOf),
      edns: opt !== undefined,
    });
  } catch {
    return err("bad_request", "reply is not a valid DNS message");
  }
}

/** Whether these bytes are a reply to this query: id, direction and question. Others are noise or forgeries. */
export function isReplyTo(bytes: Uint8Array, query: Uint8Array): boolean {
  if (bytes.length < 12 || bytes[0] !== query[0] || bytes[1] !== query[1] || ((bytes[2] ?? 0) & 0x80) === 0) {
    return false;
  }
  const questions = (bytes[4] ?? 0) * 256 + (bytes[5] ?? 0);
  // Some servers leave the question out of an error reply.
  return questions === 0 || sameQuestion(bytes, query);
}

/** Compares the uncompressed question sections, letter case aside. */
function sameQuestion(bytes: Uint8Array, query: Uint8Array): boolean {
  let at = 12;
  for (;;) {
    const length = query[at] ?? 0;
    for (let i = at; i <= at + length; i += 1) {
      if (lower(bytes[i]) !== lower(query[i])) {
        return false;
      }
    }
    at += length + 1;
    if (length === 0) {
      return bytes[at] === query[at] && bytes[at + 1] === query[at + 1];
    }
  }
}

function lower(byte: number | undefined): number {
  return byte === undefined ? -1 : byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function recordOf(answer: packet.Answer): DnsRecord {
  return { type: answer.type, text: presentation(answer) };
}

/** With final dot; the root is a dot alone. */
function qualified(name: unknown): string {
  const text = typeof name === "string" ? name : "";
  return text.endsWith(".") ? text : `${text}.`;
}

/** Presentation of character strings: quotes and backslashes escaped, other unprintable bytes as \DDD. @see RFC 1035 section 5.1 */
export function escapeText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) {
      text += `\\${String.fromCharCode(byte)}`;
    } else {
      text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, "0")}`;
    }
  }
  return text;
}

function txtOf(data: unknown): string {
  const strings: readonly unknown[] = Array.isArray(data) ? data : [data];
  return strings.map((part) => (part instanceof Uint8Array ? escapeText(part) : typeof part === "string" ? part : "")).join("");
}

function presentation(answer: packet.Answer): string {
  const data: unknown = Reflect.get(answer, "data");
  switch (answer.type) {
    case "A":
    case "AAAA":
      return answer.data;
    case "CNAME":
    case "DNAME":
    case "NS":
    case "PTR":
      return qualified(answer.data);
    case "MX":
      return qualified(answer.data.exchange);
    case "SRV":
      return `${qualified(answer.data.target)}:${String(answer.data.port)}`;
    case "TXT":
      return txtOf(data);
    case "SOA": {
      const soa = answer.data;
      const numbers = [soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum].map((value) => String(value ?? 0));
      return [qualified(soa.mname), qualified(soa.rname), ...numbers].join(" ");
    }
    case "CAA":
      return `${String(answer.data.flags ?? 0)} ${answer.data.tag} "${answer.data.value}"`;
    default:
      return genericPresentation(data);
  }
}

/** Fields in wire order, bytes as hex; raw data as RFC 3597 section 5 writes it. */
function genericPresentation(data: unknown): string {
  if (data instanceof Uint8Array) {
    return `\\# ${String(data.length)} ${Buffer.from(data).toString("hex")}`.trim();
  }
  if (typeof data !== "object" || data === null) {
    return typeof data === "string" || typeof data === "number" ? String(data) : "";
  }
  return Object.values(data).map(fieldText).join(" ");
}

function fieldText(value: unknown): string {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString("hex");
  }
  if (Array.isArray(value)) {
    return value.map(fieldText).join(" ");
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
