// One hostile server and what a check must see of it.

import type { Socket } from "node:net";
import type { EndpointParts } from "../../../../helpers/servers/probe-context.ts";
import type { Authority, KeyPair } from "../../../../helpers/servers/certificates.ts";
import type { TestServer } from "../../../../helpers/servers/tcp-server.ts";
import type { Observation } from "../../../../../shared/model/observation.ts";

/** Certificates, made once for the whole table. */
export interface HostileTools {
  readonly authority: Authority;
  readonly good: KeyPair;
}

/** A server that has been started for one case. */
export interface Stage {
  readonly server: TestServer;
  readonly url: string;
  readonly parts?: EndpointParts;
}

/** What the observation must be. */
export interface Expected {
  readonly connected: boolean;
  /** The one error; null = none. */
  readonly error: RegExp | null;
  readonly facts?: Partial<Observation>;
}

/** A row of the table. */
export interface HostileCase {
  readonly name: string;
  readonly start: (tools: HostileTools) => Promise<Stage>;
  readonly expected: Expected;
}

const SHORT_TIMEOUT_MS = 400;
/** For cases that end by themselves, however busy the machine is. */
const LONG_TIMEOUT_MS = 10_000;

/** The timeout of a case: short where it is what ends the check. */
export function timeoutOf({ error }: Expected): number {
  return error?.source.startsWith(`^timed out after ${String(SHORT_TIMEOUT_MS)}ms`) === true ? SHORT_TIMEOUT_MS : LONG_TIMEOUT_MS;
}

/** The byte limit of every case. */
export const CASE_BODY_BYTES = 256 * 1024;

/** Sends `text` again and again for as long as the other side takes it. */
export function pour(socket: Socket, text: string | Uint8Array): void {
  const more = () => {
    while (socket.writable && socket.write(text)) {
      // Until the buffer is full.
    }
  };
  socket.on("drain", more);
  more();
}

/** Sends one byte after the other, slowly. */
export function drip(socket: Socket, text: string, everyMs = 30): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text.charAt(at % text.length));
    at += 1;
  }, everyMs);
  socket.on("close", () => {
    clearInterval(timer);
  });
}
