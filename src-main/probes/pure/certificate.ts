// Facts about certificates from the texts that Node gives for them. No sockets, no clock.

import type { CertificateFacts } from "../../../shared/model/observation.ts";

/** The fields of Node's `X509Certificate` that are the same in OpenSSL and BoringSSL builds. */
export interface RawCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltName: string | undefined;
  readonly validFrom: string;
  readonly validTo: string;
  readonly serialNumber: string;
  readonly fingerprint256: string;
}

/** `CN=a\nO=b` → `CN=a, O=b`. */
function oneLine(name: string): string {
  return name.split("\n").filter(Boolean).join(", ");
}

/** Splits Node's list of alternative names, in which a name with special characters is a JSON string. */
export function parseAlternativeNames(text: string): readonly string[] {
  const names: string[] = [];
  for (const match of text.matchAll(/(?:^|, )(?:DNS|IP Address|URI|email):("(?:[^"\\]|\\.)*"|[^,]*)/g)) {
    names.push(unquote(match[1] ?? ""));
  }
  return names;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) {
    return text;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}

/** One certificate as it is kept and shown. Serial numbers are upper-case hex: the libraries differ in case. */
export function certificateFacts(raw: RawCertificate): CertificateFacts {
  return {
    subject: oneLine(raw.subject),
    issuer: oneLine(raw.issuer),
    names: raw.subjectAltName === undefined ? [] : parseAlternativeNames(raw.subjectAltName),
    notBeforeEpochMs: Date.parse(raw.validFrom),
    notAfterEpochMs: Date.parse(raw.validTo),
    serialNumber: raw.serialNumber.toUpperCase(),
    fingerprint256: raw.fingerprint256,
  };
}
