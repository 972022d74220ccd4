// Keys by which receivers recognise an incident: made from what names it, so that a repeated message carries the same one.

import { createHash } from "node:crypto";

import type { AlertMessage } from "./message.ts";

/** 64 hex digits, the same for every message of one alert's incident. */
export function incidentDigest(message: AlertMessage): string {
  const parts = [message.incidentId, message.endpoint.key, message.alert.description ?? ""];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** The same as {@link incidentDigest} in the form of a random UUID. @see RFC 9562 §5.4, §5.8 */
export function incidentUuid(message: AlertMessage): string {
  const hex = incidentDigest(message);
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
