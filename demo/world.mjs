// Starts every server of the demo on free ports of the loopback interface, and knows how to stop them.

import { createServer as createTcpServer } from "node:net";
import { SMTPServer } from "smtp-server";
import { localhostCertificate } from "./certificates.mjs";
import { startDnsServer } from "./dns-server.mjs";
import { createSecureWebServer, createWebServer } from "./http-servers.mjs";

/**
 * @typedef {object} World
 * @property {number} webPort
 * @property {number} tlsPort
 * @property {number} tcpPort
 * @property {number} dnsPort
 * @property {number} smtpPort
 * @property {number} closedPort nobody listens there
 * @property {() => Promise<void>} close
 */

const CERTIFICATE_DAYS_LEFT = 9;

/** @returns {Promise<World>} */
export async function startWorld() {
  const identity = await localhostCertificate(CERTIFICATE_DAYS_LEFT);
  const web = createWebServer();
  const secure = createSecureWebServer(identity);
  const tcp = createTcpServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => socket.end(data.toString() === "PING" ? "+PONG" : "-ERR"));
  });
  const smtp = new SMTPServer({ key: identity.key, cert: identity.certificate, authOptional: true, logger: false });
  smtp.on("error", () => undefined);
  const [webPort, tlsPort, tcpPort, smtpPort, closedPort, dns] = await Promise.all([
    listen(web),
    listen(secure),
    listen(tcp),
    listen(smtp.server),
    freePort(),
    startDnsServer(),
  ]);
  return {
    webPort,
    tlsPort,
    tcpPort,
    smtpPort,
    closedPort,
    dnsPort: dns.port,
    close: async () => {
      dns.close();
      web.closeAllConnections();
      secure.closeAllConnections();
      await Promise.all([closing(web), closing(secure), closing(tcp), new Promise((resolve) => smtp.close(() => resolve(undefined)))]);
    },
  };
}

/**
 * @param {import("node:net").Server} server
 * @returns {Promise<number>}
 */
async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

/** @param {import("node:net").Server} server */
function closing(server) {
  return new Promise((resolve) => server.close(() => resolve(undefined)));
}

/** A port on which nobody listens: taken once and given back. */
async function freePort() {
  const server = createTcpServer();
  const port = await listen(server);
  await closing(server);
  return port;
}
