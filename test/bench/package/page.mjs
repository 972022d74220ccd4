// Talks to the page of an app that has no other way in: its debugging port, which a switch of Chromium's opens.

import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";

/** @typedef {{ readonly webSocketDebuggerUrl: string, readonly type: string }} Target */

const PATIENCE_MS = 30_000;

/**
 * @param {() => string} output what the app has written so far
 * @returns {Promise<WebSocket>} connected to its first page
 */
export async function connectToPage(output) {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (Date.now() < deadlineMs) {
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/u.exec(output())?.[1];
    const targets = port === undefined ? [] : await targetsOf(port);
    const page = targets.find(({ type }) => type === "page");
    if (page !== undefined) return await open(page.webSocketDebuggerUrl);
    await wait(20);
  }
  throw new Error(`no page within ${PATIENCE_MS / 1_000} s; the app said:\n${output()}`);
}

/**
 * @param {string} port
 * @returns {Promise<readonly Target[]>} empty while it does not answer yet
 */
async function targetsOf(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
  return answer === null ? [] : /** @type {readonly Target[]} */ (await answer.json());
}

/**
 * @param {string} url
 * @returns {Promise<WebSocket>}
 */
function open(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

/**
 * @param {WebSocket} socket
 * @param {string} method of the DevTools protocol
 * @param {object} [params]
 * @returns {Promise<unknown>} its result
 */
export function command(socket, method, params = {}) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE_MS);
    socket.once("message", (/** @type {Buffer} */ data) => {
      clearTimeout(timer);
      const { result, error } = /** @type {{ result?: unknown, error?: { message: string } }} */ (JSON.parse(data.toString("utf8")));
      if (error === undefined) resolve(result);
      else reject(new Error(`${method}: ${error.message}`));
    });
    socket.send(JSON.stringify({ id: 1, method, params }));
  });
}

/**
 * @param {WebSocket} socket
 * @returns {Promise<number>} when the page painted for the first time, in milliseconds since the epoch
 */
export async function firstPaint(socket) {
  const expression = `new Promise((done) => new PerformanceObserver((list) => {
    const [entry] = list.getEntriesByName("first-paint");
    if (entry !== undefined && location.href !== "about:blank") done(performance.timeOrigin + entry.startTime);
  }).observe({ type: "paint", buffered: true }))`;
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await command(socket, "Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      return /** @type {{ result: { value: number } }} */ (answer).result.value;
    } catch (error) {
      // The empty page that a window begins with has given way to the real one.
      if (tries >= 5) throw error;
    }
  }
}
