// TLS and STARTTLS servers that misbehave.

import type { Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { selfSigned, type CertificateOptions } from "../../../../helpers/servers/certificates.ts";
import { serveTcp, serveTls } from "../../../../helpers/servers/tcp-server.ts";
import { drip, type Expected, type HostileCase, pour } from "./case.ts";

const DAY_MS = 86_400_000;
const isBoringSsl = process.versions["electron"] !== undefined;

function refused(error: RegExp): Expected {
  return { connected: false, error, facts: { durationMs: 0 } };
}

function withCertificate(name: string, options: CertificateOptions, error: RegExp): HostileCase {
  return {
    name: `TLS: ${name}`,
    start: async ({ authority }) => {
      const server = await serveTls(await authority.issue(options), () => undefined);
      return { server, url: `tls://localhost:${String(server.port)}` };
    },
    expected: refused(error),
  };
}

function withOptions(name: string, options: TlsOptions, error: RegExp): HostileCase {
  return {
    name: `TLS: ${name}`,
    start: async ({ good }) => {
      const server = await serveTls(good, () => undefined, options);
      return { server, url: `tls://localhost:${String(server.port)}` };
    },
    expected: refused(error),
  };
}

function raw(name: string, scheme: "tls" | "starttls" | "https", talk: (socket: Socket) => void, error: RegExp): HostileCase {
  return {
    name: `${scheme === "starttls" ? "STARTTLS" : "TLS"}: ${name}`,
    start: async () => {
      const server = await serveTcp(talk);
      return { server, url: `${scheme}://localhost:${String(server.port)}` };
    },
    expected: { connected: false, error },
  };
}

/** A fatal alert as a server may send it instead of its part of the handshake. @see RFC 8446 section 6 */
function alert(code: number): (socket: Socket) => void {
  return (socket) => {
    socket.once("data", () => socket.end(Uint8Array.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, code)));
  };
}

/** An SMTP server that says one thing after another. */
function smtp(...lines: readonly string[]): (socket: Socket) => void {
  return (socket) => {
    let at = 0;
    const next = () => {
      const line = lines[at];
      at += 1;
      if (line !== undefined) {
        socket.write(line);
      }
    };
    socket.on("data", next);
    next();
  };
}

/** The TLS rows. */
export const tlsCases: readonly HostileCase[] = [
  withCertificate(
    "expired certificate",
    { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) },
    /^certificate has expired/,
  ),
  withCertificate("certificate that is not valid yet", { notBefore: new Date(Date.now() + DAY_MS) }, /^certificate is not valid yet/),
  withCertificate("certificate for another host", { names: ["other.example"] }, /^certificate is for another name/),
  withCertificate("certificate without names", { names: [] }, /^certificate is for another name/),
  withCertificate("weak certificate (RSA of 1024 bits)", { key: "RSA-1024", names: ["other.example"] }, /^certificate is/),
  {
    name: "TLS: self-signed certificate",
    start: async () => {
      const server = await serveTls(await selfSigned(), () => undefined);
      return { server, url: `tls://localhost:${String(server.port)}` };
    },
    expected: refused(/^certificate is self-signed$/),
  },
  withOptions(
    "only TLS 1.0",
    // OpenSSL has to be told that this is meant; BoringSSL has no such words.
    { minVersion: "TLSv1", maxVersion: "TLSv1", ...(isBoringSsl ? {} : { ciphers: "DEFAULT@SECLEVEL=0" }) },
    /^server refused the TLS handshake \(it does not support TLS 1\.2 or newer\)$/,
  ),
  withOptions("no common cipher", { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" }, /^server refused the TLS handshake/),
  withOptions(
    "server that does not know the name (SNI)",
    {
      SNICallback: (_name, done) => {
        done(new Error("unknown"));
      },
    },
    /^(?:server|connection) /,
  ),
  raw("silent after the hello", "tls", () => undefined, /^timed out after 400ms while in the TLS handshake$/),
  raw(
    "handshake one byte at a time",
    "tls",
    (socket) => drip(socket, "\u0016\u0003\u0003\u0040\u0000\u0002"),
    /^timed out after 400ms while in the TLS handshake$/,
  ),
  raw(
    "closes after the hello",
    "tls",
    (socket) => socket.once("data", () => socket.end()),
    /^server closed the connection during the TLS handshake$/,
  ),
  raw(
    "resets after the hello",
    "tls",
    (socket) => socket.once("data", () => socket.resetAndDestroy()),
    /^connection was reset by the other side$/,
  ),
  raw("speaks plain text", "tls", (socket) => socket.write("220 hello\r\n"), /^server does not speak TLS on this port$/),
  raw("pours bytes", "tls", (socket) => pour(socket, "A".repeat(1_000)), /^server does not speak TLS on this port$/),
  raw("alert: handshake failure", "tls", alert(40), /^server refused the TLS handshake/),
  raw("alert: protocol version", "tls", alert(70), /does not support TLS 1\.2 or newer/),
  raw("alert: unrecognized name", "tls", alert(112), /^server does not know the requested name/),
  raw("alert: internal error", "tls", alert(80), /^server failed during the TLS handshake/),
  raw("alert: certificate required", "https", alert(116), /^server asks for a client certificate$/),
  raw("banner of 1 MB", "starttls", (socket) => pour(socket, "x".repeat(1_000_000)), /^server sent more than 65536 bytes/),
  raw("greeting without end", "starttls", (socket) => pour(socket, "220-more\r\n".repeat(1_000)), /^server sent /),
  raw("no greeting", "starttls", () => undefined, /^timed out after 400ms while waiting for an answer$/),
  raw("no answer to EHLO", "starttls", smtp("220 hi\r\n"), /^timed out after 400ms while waiting for an answer$/),
  raw("STARTTLS is refused", "starttls", smtp("220 hi\r\n", "250 ok\r\n", "454 not now\r\n"), /^server refused STARTTLS: 454 not now$/),
  raw(
    "injection after STARTTLS",
    "starttls",
    smtp("220 hi\r\n", "250 ok\r\n", "220 go\r\n250 injected\r\n"),
    /^server sent data between STARTTLS and the TLS handshake/,
  ),
  raw("speaks HTTP", "starttls", smtp("HTTP/1.1 400 Bad Request\r\n\r\n"), /^server does not speak SMTP on this port$/),
  raw(
    "silent after its consent",
    "starttls",
    smtp("220 hi\r\n", "250 ok\r\n", "220 go\r\n"),
    /^timed out after 400ms while in the TLS handshake$/,
  ),
  raw(
    "closes after its consent",
    "starttls",
    (socket) => {
      smtp("220 hi\r\n", "250 ok\r\n")(socket);
      let lines = 0;
      socket.on("data", () => {
        lines += 1;
        if (lines === 2) {
          socket.end("220 go\r\n");
        }
      });
    },
    /^server closed the connection/,
  ),
];
