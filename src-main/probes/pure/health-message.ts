// The one message that the health check answers with, as protocol buffers write it, in gRPC's framing.
// @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md  @see https://protobuf.dev/programming-guides/encoding/

import { err, ok, type Result } from "../../../shared/errors.ts";

/** Values of `HealthCheckResponse.ServingStatus`, by number. */
const STATUSES = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;

/** What a server says of its health. */
export type HealthStatus = (typeof STATUSES)[number];

/** A request for the overall health (empty service name): an uncompressed message of no bytes. */
export const HEALTH_REQUEST: Uint8Array = Uint8Array.of(0, 0, 0, 0, 0);

/** Reads a varint; null = cut off or longer than 64 bits. Bits above 32 are dropped. */
function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[start + i];
    if (byte === undefined) {
      return null;
    }
    value += i < 5 ? (byte & 0x7f) * 2 ** (7 * i) : 0;
    if (byte < 0x80) {
      return { value: value % 2 ** 32, end: start + i + 1 };
    }
  }
  return null;
}

/** Where the field that starts at `at` ends; null = malformed. */
function skipField(bytes: Uint8Array, wireType: number, at: number): number | null {
  switch (wireType) {
    case 0:
      return readVarint(bytes, at)?.end ?? null;
    case 1:
      return at + 8;
    case 2: {
      const length = readVarint(bytes, at);
      return length === null ? null : length.end + length.value;
    }
    case 5:
      return at + 4;
    default:
      return null;
  }
}

function decodeResponse(bytes: Uint8Array): Result<HealthStatus> {
  const malformed = err("bad_request", "answer is not a health message");
  // A field that is absent has its default, which is 0.
  let status = 0;
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const isStatus = tag?.value === 0x08;
    const value = tag !== null && isStatus ? readVarint(bytes, tag.end) : null;
    const end = tag === null ? null : isStatus ? (value?.end ?? null) : skipField(bytes, tag.value & 0x07, tag.end);
    if (end === null || end > bytes.length) {
      return malformed;
    }
    status = value === null ? status : value.value;
    at = end;
  }
  return ok(STATUSES[status] ?? "UNKNOWN");
}

/** The health in the body of a gRPC answer: exactly one uncompressed message. Otherwise `err('bad_request')`. */
export function decodeHealth(body: Uint8Array): Result<HealthStatus> {
  if (body.length < 5) {
    return err("bad_request", "answer has no message");
  }
  if (body[0] !== 0) {
    return err("bad_request", "answer is compressed, which was not asked for");
  }
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(1);
  return length === body.length - 5 ? decodeResponse(body.subarray(5)) : err("bad_request", "answer's length does not match its frame");
}

const CODES = [
  "OK",
  "Canceled",
  "Unknown",
  "InvalidArgument",
  "DeadlineExceeded",
  "NotFound",
  "AlreadyExists",
  "PermissionDenied",
  "ResourceExhausted",
  "FailedPrecondition",
  "Aborted",
  "OutOfRange",
  "Unimplemented",
  "Internal",
  "Unavailable",
  "DataLoss",
  "Unauthenticated",
] as const;

/** The name of a gRPC status code. */
export function grpcCodeName(code: number): string {
  return CODES[code] ?? `code ${String(code)}`;
}
