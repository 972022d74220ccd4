// A certificate authority for the demo, and a server certificate that is near its end.

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto);

const DAY_MS = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/**
 * A key and a certificate for `localhost`, both PEM, valid for a number of days from now.
 * @param {number} validDays
 * @returns {Promise<{ key: string, certificate: string }>}
 */
export async function localhostCertificate(validDays) {
  const authority = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const server = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const notBefore = new Date(Date.now() - 80 * DAY_MS);
  const issuer = "CN=Sentray demo authority";
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: issuer,
    notBefore,
    notAfter: new Date(Date.now() + 3_650 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys: authority,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: "02",
    subject: "CN=localhost",
    issuer,
    notBefore,
    notAfter: new Date(Date.now() + validDays * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", server.privateKey)).toString("base64");
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, "$1\n").trimEnd()}\n-----END PRIVATE KEY-----\n`;
  return { key, certificate: `${leaf.toString("pem")}\n${root.toString("pem")}\n` };
}
