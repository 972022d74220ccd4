// What the measured window watches: a configuration of many TCP endpoints, and the server that answers all of them.

import { createServer } from "node:net";

/** Starts a server that takes every connection and closes it with the caller. */
export async function startTcpServer() {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.resume();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { port: address.port, close: () => new Promise((closed) => server.close(() => closed(undefined))) };
}

/**
 * A configuration whose endpoints together give `resultsPerSecond`.
 * @param {{ count: number, resultsPerSecond: number, port: number }} wish
 */
export function configOf({ count, resultsPerSecond, port }) {
  const interval = `${String(Math.round((count / resultsPerSecond) * 1_000))}ms`;
  const endpoints = Array.from({ length: count }, (_, index) => {
    const group = `team-${String(Math.floor(index / 50)).padStart(2, "0")}`;
    // Some always fail, so that the window has something to tell.
    const target = index % 400 === 399 ? 1 : port;
    return `  - name: service-${String(index).padStart(4, "0")}
    group: ${group}
    url: tcp://127.0.0.1:${String(target)}
    interval: ${interval}
    alerts: []
    conditions: ["[CONNECTED] == true"]`;
  });
  return `alerting:\n  desktop:\n    enabled: false\nendpoints:\n${endpoints.join("\n")}\n`;
}
