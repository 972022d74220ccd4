// The TLS handshake of every protocol. Verification is ours: the handshake is always finished, so that an expired or self-signed
// certificate can be shown, and the verdict is made from Node's code afterwards.

import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import * as tls from "node:tls";
import type { CertificateFacts, TlsFacts } from "../../../shared/model/observation.ts";
import type { EpochMs } from "../../../shared/units.ts";
import { ProbeFailure } from "../failure.ts";
import { ipFamily } from "../pure/address.ts";
import { certificateFacts } from "../pure/certificate.ts";
import { certificateReason } from "../pure/tls-wording.ts";
import type { Check } from "../check.ts";
import { ignoreLateErrors, untilEvent } from "./streams.ts";
import type { TrustStore } from "./trust.ts";

/** Longer chains than this are cut: no honest server sends one. */
const LONGEST_CHAIN = 10;

function chainOf(leaf: X509Certificate): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  let certificate: X509Certificate | undefined = leaf;
  while (certificate !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(certificateFacts(certificate));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function day(moment: EpochMs): string {
  return Number.isNaN(moment) ? "unknown date" : new Date(moment).toISOString().slice(0, 10);
}

/** The reason with what helps to act on it: the date, or the names. */
function reasonFor(code: string, leaf: CertificateFacts | undefined, host: string): string {
  const reason = certificateReason(code);
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return leaf === undefined ? reason : `${reason} (on ${day(leaf.notAfterEpochMs)})`;
    case "CERT_NOT_YET_VALID":
      return leaf === undefined ? reason : `${reason} (only from ${day(leaf.notBeforeEpochMs)})`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
    case "HOSTNAME_MISMATCH":
      return `${reason}: valid for ${leaf?.names.slice(0, 5).join(", ") || "no name"}, not ${host}`;
    default:
      return reason;
  }
}

/** What a finished handshake showed; null = the connection is gone or has no certificate. */
function factsOf(socket: tls.TLSSocket, host: string): TlsFacts | null {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) {
    return null;
  }
  const chain = chainOf(leaf);
  // Typed as an Error by the typings, but Node stores the code.
  const code = socket.authorized ? "" : String(socket.authorizationError);
  return {
    protocol: socket.getProtocol() ?? "",
    cipher: socket.getCipher().name,
    chain,
    trusted: socket.authorized,
    untrustedReason: socket.authorized ? "" : reasonFor(code, chain[0], host),
  };
}

/**
 * Until the leaf ends. A certificate that is refused counts only if it has ended: one that is valid for long, but not trusted,
 * must not satisfy a condition on its expiry.
 */
function expiresInMs(facts: TlsFacts, nowMs: EpochMs, accepted: boolean): number | null {
  const notAfter = facts.chain[0]?.notAfterEpochMs;
  if (notAfter === undefined || Number.isNaN(notAfter)) {
    return null;
  }
  const left = notAfter - nowMs;
  return accepted || left <= 0 ? left : null;
}

/** A connection after its handshake. */
export interface SecureLink {
  readonly stream: tls.TLSSocket;
  readonly facts: TlsFacts;
}

/** What a handshake needs besides its check. */
export interface HandshakeOptions {
  /** Whose certificate it must be, and the server name that is sent. */
  readonly host: string;
  readonly trust: TrustStore;
  readonly nowMs: () => EpochMs;
  /** Protocols offered by ALPN; none by default. */
  readonly protocols?: readonly string[];
}

/** Makes TLS of an open connection. Throws `ProbeFailure('untrusted')` if the certificate is refused and `insecure` is off. */
export async function handshake(check: Check, stream: Duplex, options: HandshakeOptions): Promise<SecureLink> {
  check.stopwatch.enter("tls");
  const secureContext = await options.trust.contextFor(check.client.tls);
  const secure = check.scope.own(
    ignoreLateErrors(
      tls.connect({
        socket: stream,
        host: options.host,
        // Server names are names: an address is never sent. @see RFC 6066 section 3
        servername: ipFamily(options.host) === 0 ? options.host : "",
        secureContext,
        rejectUnauthorized: false,
        ...(options.protocols === undefined ? {} : { ALPNProtocols: [...options.protocols] }),
      }),
    ),
  );
  // It closes the connection below when it is closed itself; closing both would do it twice.
  check.scope.release(stream);
  await untilEvent(secure, "secureConnect").catch((error: unknown) => {
    throw error instanceof ProbeFailure && error.code === "closed"
      ? new ProbeFailure("closed", "server closed the connection during the TLS handshake", { cause: error })
      : error;
  });
  const facts = factsOf(secure, options.host);
  if (facts === null) {
    throw new ProbeFailure("protocol", "server presented no certificate");
  }
  const accepted = facts.trusted || check.client.insecure;
  check.saw({ tls: facts, certificateExpiresInMs: expiresInMs(facts, options.nowMs(), accepted) });
  if (!accepted) {
    throw new ProbeFailure("untrusted", facts.untrustedReason);
  }
  check.stopwatch.leave();
  return { stream: secure, facts };
}
