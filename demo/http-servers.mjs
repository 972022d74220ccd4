// The demo's web servers: one healthy, one slow, one flaky, one failing, one that speaks JSON, one with TLS.

import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setTimeout as wait } from "node:timers/promises";

/** @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void | Promise<void>} Handler */

/**
 * @param {number} status
 * @param {string} text
 * @returns {Handler}
 */
const answering = (status, text) => (_request, response) => {
  response.writeHead(status, { "content-type": "text/plain" }).end(text);
};

/** A few milliseconds that differ from one answer to the next, so that graphs have a shape. */
const ordinaryDelay = () => wait(4 + Math.random() * 14);

/** @type {Readonly<Record<string, Handler>>} */
const PAGES = {
  "/": async (request, response) => {
    await ordinaryDelay();
    await answering(200, "hello")(request, response);
  },
  "/slow": async (request, response) => {
    await wait(420 + Math.random() * 380);
    await answering(200, "at last")(request, response);
  },
  "/flaky": async (request, response) => {
    await ordinaryDelay();
    const isBad = Math.floor(Date.now() / 20_000) % 3 === 0;
    await answering(isBad ? 500 : 200, isBad ? "not this time" : "fine")(request, response);
  },
  "/failing": answering(503, "down for good"),
  "/api/health": async (_request, response) => {
    await ordinaryDelay();
    const body = { status: "UP", version: "4.2.0", uptime: Math.round(process.uptime()), queue: { depth: Math.round(Math.random() * 20) } };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  },
};

/** @type {Handler} */
const serve = (request, response) =>
  (PAGES[(request.url ?? "/").split("?")[0] ?? "/"] ?? answering(404, "no such page"))(request, response);

/** @returns {import("node:http").Server} */
export function createWebServer() {
  return createServer((request, response) => void serve(request, response));
}

/**
 * @param {{ key: string, certificate: string }} identity
 * @returns {import("node:https").Server}
 */
export function createSecureWebServer({ key, certificate }) {
  return createTlsServer({ key, cert: certificate }, (request, response) => void serve(request, response));
}
