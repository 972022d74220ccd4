// What certificate and handshake failures are called. Codes are matched, never messages: OpenSSL (plain Node) and BoringSSL
// (Electron) word the same failure differently.

/** Codes of X.509 verification, as Node reports them for both libraries. */
const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate was issued by an authority that is not trusted here (its root is self-signed)",
  UNABLE_TO_GET_ISSUER_CERT: "certificate was issued by an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate was issued by an unknown authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate was issued by an unknown authority (the server sent no intermediate certificate)",
  CERT_UNTRUSTED: "certificate was issued by an authority that is not trusted here",
  CERT_HAS_EXPIRED: "certificate has expired",
  CERT_NOT_YET_VALID: "certificate is not valid yet",
  CERT_REVOKED: "certificate has been revoked",
  CERT_REJECTED: "certificate is rejected for this purpose",
  CERT_SIGNATURE_FAILURE: "certificate has a wrong signature",
  CERT_CHAIN_TOO_LONG: "certificate chain is too long",
  PATH_LENGTH_EXCEEDED: "certificate chain is longer than its authority allows",
  INVALID_CA: "certificate was issued by a certificate that is no authority",
  INVALID_PURPOSE: "certificate is not meant for servers",
  HOSTNAME_MISMATCH: "certificate is for another name",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate is for another name",
  ERR_TLS_CERT_ALTNAME_FORMAT: "certificate has malformed names",
  EE_KEY_TOO_SMALL: "certificate is too weak (its key is too short)",
  CA_KEY_TOO_SMALL: "certificate is too weak (a key of its authority is too short)",
  CA_MD_TOO_WEAK: "certificate is too weak (its signature uses a broken hash)",
  UNSPECIFIED: "certificate could not be verified",
};

/** Endings of the codes of TLS alerts that a server sends; longest first where one contains another. */
const ALERTS: ReadonlyArray<readonly [ending: string, text: string]> = [
  ["ALERT_HANDSHAKE_FAILURE", "server refused the TLS handshake (no common ciphers, or a client certificate is needed)"],
  ["ALERT_PROTOCOL_VERSION", "server refused the TLS handshake (it does not support TLS 1.2 or newer)"],
  ["ALERT_CERTIFICATE_REQUIRED", "server asks for a client certificate"],
  ["ALERT_BAD_CERTIFICATE", "server refused the client certificate"],
  ["ALERT_UNSUPPORTED_CERTIFICATE", "server refused the client certificate (unsupported)"],
  ["ALERT_CERTIFICATE_EXPIRED", "server refused the client certificate (expired)"],
  ["ALERT_CERTIFICATE_REVOKED", "server refused the client certificate (revoked)"],
  ["ALERT_CERTIFICATE_UNKNOWN", "server refused the client certificate"],
  ["ALERT_UNKNOWN_CA", "server refused the client certificate (unknown authority)"],
  ["UNRECOGNIZED_NAME", "server does not know the requested name (SNI)"],
  ["ALERT_ACCESS_DENIED", "server denied access during the TLS handshake"],
  ["ALERT_INTERNAL_ERROR", "server failed during the TLS handshake (internal error)"],
  ["ALERT_INSUFFICIENT_SECURITY", "server demands stronger ciphers than this TLS library offers"],
  ["ALERT_NO_APPLICATION_PROTOCOL", "server speaks none of the offered protocols (ALPN)"],
  ["ALERT_DECODE_ERROR", "server did not understand the TLS handshake"],
  ["ALERT_DECRYPT_ERROR", "server could not decrypt the TLS handshake"],
  ["ALERT_UNEXPECTED_MESSAGE", "server did not expect the TLS handshake"],
  ["ALERT_ILLEGAL_PARAMETER", "server refused a parameter of the TLS handshake"],
  ["ALERT_BAD_RECORD_MAC", "server received a damaged TLS record"],
];

/** What our own side found wrong with the handshake, by the ending of the code. */
const HANDSHAKE_REASONS: ReadonlyArray<readonly [ending: string, text: string]> = [
  ["WRONG_VERSION_NUMBER", "server does not speak TLS on this port"],
  ["PACKET_LENGTH_TOO_LONG", "server does not speak TLS on this port"],
  ["HTTP_REQUEST", "server does not speak TLS on this port"],
  ["UNEXPECTED_MESSAGE", "server broke the order of the TLS handshake"],
  ["UNSUPPORTED_PROTOCOL", "server only offers a TLS version that is not supported (1.2 or newer is needed)"],
  ["UNKNOWN_PROTOCOL", "server only offers a TLS version that is not supported (1.2 or newer is needed)"],
  ["NO_SHARED_CIPHER", "server and this TLS library have no cipher in common"],
  ["WRONG_CIPHER_RETURNED", "server chose a cipher that was not offered"],
  ["WRONG_SIGNATURE_TYPE", "signature of the server's certificate is not supported by this TLS library"],
  ["NO_COMMON_SIGNATURE_ALGORITHMS", "signature of the server's certificate is not supported by this TLS library"],
  ["BAD_ECC_CERT", "key of the server's certificate is not supported by this TLS library"],
  ["UNKNOWN_CERTIFICATE_TYPE", "key of the server's certificate is not supported by this TLS library"],
  ["DH_KEY_TOO_SMALL", "server uses a Diffie-Hellman key that is too short"],
  ["BAD_DH_P_LENGTH", "server uses a Diffie-Hellman key that is too short"],
  ["EE_KEY_TOO_SMALL", "certificate is too weak (its key is too short)"],
  ["CA_MD_TOO_WEAK", "certificate is too weak (its signature uses a broken hash)"],
  ["DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "server sent a damaged TLS record"],
  ["BAD_RECORD_TYPE", "server sent a damaged TLS record"],
  ["INVALID_RECORD_TYPE", "server does not speak TLS on this port"],
  ["UNEXPECTED_EOF_WHILE_READING", "server closed the connection during the TLS handshake"],
];

/** Why a certificate is not trusted, in words, from Node's verification code. */
export function certificateReason(code: string): string {
  return CERTIFICATE_REASONS[code] ?? `certificate could not be verified (${code.toLowerCase().replaceAll("_", " ")})`;
}

/** Whether this code is a verdict on a certificate. */
export function isCertificateCode(code: string): boolean {
  return Object.hasOwn(CERTIFICATE_REASONS, code);
}

/** Words for an `ERR_SSL_…` code; null = not one of them. */
export function handshakeReason(code: string): string | null {
  if (!code.startsWith("ERR_SSL_")) {
    return null;
  }
  // Some builds write `SSL/TLS_ALERT_…`, others `SSLV3_ALERT_…` or `TLSV1_ALERT_…`; the ending is the same.
  const plain = code.replaceAll("/", "_");
  const found = [...ALERTS, ...HANDSHAKE_REASONS].find(([ending]) => plain.endsWith(ending));
  return found?.[1] ?? `TLS failed (${plain.slice("ERR_SSL_".length).toLowerCase().replaceAll("_", " ")})`;
}
