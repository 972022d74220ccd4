// Which authorities are trusted, and the TLS contexts made from them. Making one parses hundreds of certificates, so each is made
// once and shared by every connection with the same client certificate.

import { readFile, stat } from "node:fs/promises";
import * as tls from "node:tls";
import type { ClientTlsConfig } from "../../../shared/model/endpoint.ts";
import { codeOf, ProbeFailure } from "../failure.ts";

/** Which authorities count besides those built into the runtime. */
export interface TrustOptions {
  /** Also those of the operating system. Default true: company authorities live there. */
  readonly systemCertificates?: boolean;
  /** Further ones, PEM. */
  readonly extraCertificatesPem?: readonly string[];
}

/** Gives the TLS context for a connection. */
export interface TrustStore {
  contextFor(client: ClientTlsConfig | null): Promise<tls.SecureContext>;
}

/** Where Linux distributions and BSDs keep their bundle; the first one that exists counts, as in Go. */
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * BoringSSL leaves these out by default and then refuses servers with Ed25519 or P-521 certificates.
 * @see https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3
 */
const BORINGSSL_SIGNATURES = [
  "ecdsa_secp256r1_sha256",
  "rsa_pss_rsae_sha256",
  "rsa_pkcs1_sha256",
  "ecdsa_secp384r1_sha384",
  "rsa_pss_rsae_sha384",
  "rsa_pkcs1_sha384",
  "rsa_pss_rsae_sha512",
  "rsa_pkcs1_sha512",
  "ecdsa_secp521r1_sha512",
  "ed25519",
].join(":");

function runsOnBoringSsl(): boolean {
  return Reflect.get(process.features, "openssl_is_boringssl") === true || process.versions["electron"] !== undefined;
}

/** Cuts a bundle into its certificates, because a single bad one would spoil a context made from the whole text. */
export function splitPem(bundle: string): readonly string[] {
  return bundle.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];
}

async function systemBundle(): Promise<readonly string[]> {
  // Node 22.15 and newer read the system's own store on every platform.
  const read: unknown = Reflect.get(tls, "getCACertificates");
  if (typeof read === "function") {
    return (read as (kind: "system") => readonly string[])("system");
  }
  for (const path of BUNDLES) {
    try {
      return splitPem(await readFile(path, "utf8"));
    } catch (thrown) {
      if (codeOf(thrown) !== "ENOENT") {
        throw thrown;
      }
    }
  }
  return [];
}

async function authorities(options: TrustOptions): Promise<string[]> {
  const system = options.systemCertificates === false ? [] : await systemBundle();
  return [...new Set([...tls.rootCertificates, ...system, ...(options.extraCertificatesPem ?? [])])];
}

function contextOptions(ca: string[], pair: { readonly cert: string; readonly key: string } | null): tls.SecureContextOptions {
  return {
    ca,
    // As Gatus: anything older is a failure that the user wants to know.
    minVersion: "TLSv1.2",
    ...(runsOnBoringSsl() ? { sigalgs: BORINGSSL_SIGNATURES } : {}),
    ...pair,
  };
}

async function readPair(client: ClientTlsConfig): Promise<{ readonly cert: string; readonly key: string }> {
  try {
    const [cert, key] = await Promise.all([readFile(client.certificateFile, "utf8"), readFile(client.privateKeyFile, "utf8")]);
    return { cert, key };
  } catch (thrown) {
    throw new ProbeFailure("request", `client certificate cannot be read (${codeOf(thrown) || "unreadable"})`, { cause: thrown });
  }
}

async function fingerprintOf(client: ClientTlsConfig): Promise<string> {
  const times = await Promise.all(
    [client.certificateFile, client.privateKeyFile].map(async (path) => {
      const facts = await stat(path).catch(() => null);
      return facts === null ? "-" : String(facts.mtimeMs);
    }),
  );
  return [client.certificateFile, client.privateKeyFile, ...times].join("\0");
}

/** How many client certificates are kept ready. */
const KEPT_CONTEXTS = 32;

class Contexts implements TrustStore {
  readonly #options: TrustOptions;
  #authorities: Promise<string[]> | null = null;
  readonly #contexts = new Map<string, Promise<tls.SecureContext>>();

  constructor(options: TrustOptions) {
    this.#options = options;
  }

  async contextFor(client: ClientTlsConfig | null): Promise<tls.SecureContext> {
    const usable = client !== null && client.certificateFile !== "" && client.privateKeyFile !== "" ? client : null;
    // A renewed certificate has new times, and so gets a new context.
    const name = usable === null ? "" : await fingerprintOf(usable);
    const existing = this.#contexts.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const made = this.#make(usable);
    this.#contexts.set(name, made);
    made.catch(() => this.#contexts.delete(name));
    const oldest = this.#contexts.keys().next();
    if (this.#contexts.size > KEPT_CONTEXTS && oldest.done !== true) {
      this.#contexts.delete(oldest.value);
    }
    return made;
  }

  async #make(client: ClientTlsConfig | null): Promise<tls.SecureContext> {
    this.#authorities ??= authorities(this.#options);
    const ca = await this.#authorities;
    const pair = client === null ? null : await readPair(client);
    try {
      return tls.createSecureContext(contextOptions(ca, pair));
    } catch (thrown) {
      throw new ProbeFailure("request", "client certificate and its key cannot be used (malformed, or they do not belong together)", {
        cause: thrown,
      });
    }
  }
}

/** Makes a store; nothing is read before the first connection. */
export function createTrustStore(options: TrustOptions): TrustStore {
  return new Contexts(options);
}
