// Servers on this machine that a test starts, stops and starts again on the same port.

import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Site {
  readonly port: number;
  readonly url: string;
  /** What is answered; changed at will. */
  answer: { status: number; body: string; headers?: Readonly<Record<string, string>> };
  /** Bodies of the requests that came, in order. */
  readonly received: string[];
  /** Stops listening; connections under way are cut. */
  stop(): Promise<void>;
  /** Listens again, on the same port. */
  start(): Promise<void>;
}

/** Starts a site on a free port. */
export async function startSite(body = "hello", status = 200): Promise<Site> {
  const received: string[] = [];
  const site: { answer: Site["answer"] } = { answer: { status, body } };
  let server: Server | null = null;
  let port = 0;
  const start = async (): Promise<void> => {
    const created = createServer((request, response) => {
      let text = "";
      request.on("data", (data: Buffer) => (text += data.toString()));
      request.on("end", () => {
        received.push(text);
        response.writeHead(site.answer.status, { "content-type": "application/json", ...site.answer.headers }).end(site.answer.body);
      });
    });
    await new Promise<void>((resolve, reject) => {
      created.once("error", reject);
      created.listen(port, "127.0.0.1", resolve);
    });
    port = (created.address() as AddressInfo).port;
    server = created;
  };
  await start();
  return {
    get port() {
      return port;
    },
    get url() {
      return `http://127.0.0.1:${String(port)}`;
    },
    get answer() {
      return site.answer;
    },
    set answer(answer) {
      site.answer = answer;
    },
    received,
    start,
    stop: async () => {
      const running = server;
      server = null;
      if (running === null) return;
      running.closeAllConnections();
      await new Promise<void>((resolve) => running.close(() => resolve()));
    },
  };
}
