// Certificates made on the spot: an authority and what it issues, good and bad.

import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** Certificate and private key, PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** How a certificate deviates from a good one. */
export interface CertificateOptions {
  /** DNS names and addresses. Default: localhost and the loopback addresses. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: "P-256" | "P-521" | "Ed25519" | "RSA-1024" | "RSA-2048";
  readonly commonName?: string;
}

/** Something that issues certificates. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly cert: string;
  issue(options?: CertificateOptions): Promise<KeyPair>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "::1"];

let serial = 1;

function nextSerial(): string {
  serial += 1;
  return serial.toString(16).padStart(4, "0");
}

function keyAlgorithm(kind: NonNullable<CertificateOptions["key"]>): EcKeyGenParams | RsaHashedKeyGenParams | Algorithm {
  switch (kind) {
    case "P-256":
    case "P-521":
      return { name: "ECDSA", namedCurve: kind };
    case "Ed25519":
      return { name: "Ed25519" };
    case "RSA-1024":
    case "RSA-2048":
      return {
        name: "RSASSA-PKCS1-v1_5",
        hash: "SHA-256",
        publicExponent: Uint8Array.of(1, 0, 1),
        modulusLength: Number(kind.slice(4)),
      };
  }
}

async function generateKeys(kind: NonNullable<CertificateOptions["key"]>): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey(keyAlgorithm(kind), true, ["sign", "verify"])) as CryptoKeyPair;
}

async function keyPem(keys: CryptoKeyPair): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`;
}

function alternativeNames(names: readonly string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((name) => ({ type: /^[\d.]+$|:/.test(name) ? ("ip" as const) : ("dns" as const), value: name })),
  );
}

/** A new authority that signs with ECDSA P-256. */
export async function createAuthority(name = "Sentray Test Authority"): Promise<Authority> {
  const keys = await generateKeys("P-256");
  const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: nextSerial(),
    name: `CN=${name}, O=Sentray`,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
    signingAlgorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return {
    cert: root.toString("pem"),
    issue: async (options = {}) => {
      const own = await generateKeys(options.key ?? "P-256");
      const names = options.names ?? LOOPBACK_NAMES;
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: nextSerial(),
        subject: `CN=${options.commonName ?? names[0] ?? "nobody"}`,
        issuer: root.subject,
        notBefore: options.notBefore ?? new Date(Date.now() - HOUR_MS),
        notAfter: options.notAfter ?? new Date(Date.now() + 7 * DAY_MS),
        signingAlgorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [alternativeNames(names)],
      });
      return { cert: `${leaf.toString("pem")}\n${root.toString("pem")}\n`, key: await keyPem(own) };
    },
  };
}

/** A certificate that nobody but itself vouches for. */
export async function selfSigned(options: CertificateOptions = {}): Promise<KeyPair> {
  const keys = await generateKeys(options.key ?? "P-256");
  const names = options.names ?? LOOPBACK_NAMES;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: nextSerial(),
    name: `CN=${options.commonName ?? names[0] ?? "nobody"}`,
    notBefore: options.notBefore ?? new Date(Date.now() - HOUR_MS),
    notAfter: options.notAfter ?? new Date(Date.now() + 7 * DAY_MS),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    keys,
    extensions: [alternativeNames(names)],
  });
  return { cert: certificate.toString("pem"), key: await keyPem(keys) };
}
