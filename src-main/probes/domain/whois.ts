// WHOIS on port 43: one line there, text back, until the server closes. Bounded in time and bytes. @see RFC 3912

import { connect } from "node:net";
import { ProbeFailure } from "../failure.ts";
import { ignoreLateErrors } from "../net/streams.ts";
import type { Resolver } from "../../ports/probe.ts";

const WHOIS_PORT = 43;
const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Asks one server one thing. Rejects when the signal aborts. */
export type WhoisTransport = (server: string, query: string, signal: AbortSignal) => Promise<string>;

/** What some servers want before the name to answer about domains, in plain ASCII, in English. */
const QUERY_FORMS: Readonly<Record<string, (domain: string) => string>> = {
  "whois.verisign-grs.com": (domain) => `domain ${domain}`,
  "whois.denic.de": (domain) => `-T dn,ace ${domain}`,
  "whois.jprs.jp": (domain) => `${domain}/e`,
};

/** The line to send about a domain. */
export function whoisQuery(server: string, domain: string): string {
  return QUERY_FORMS[server]?.(domain) ?? domain;
}

/** WHOIS over TCP. @param port - 43 outside tests */
export function createWhoisTransport(resolver: Resolver, port = WHOIS_PORT): WhoisTransport {
  return async (server, query, signal) => {
    const [address] = await resolver.resolve(server, { family: 0, signal });
    if (address === undefined) {
      throw new ProbeFailure("address", `WHOIS server ${server} has no address`);
    }
    const socket = ignoreLateErrors(connect({ host: address.address, port, family: address.family }));
    const abort = () => {
      socket.destroy(new ProbeFailure("timeout", `WHOIS server ${server} did not answer in time`));
    };
    signal.addEventListener("abort", abort, { once: true });
    try {
      if (signal.aborted) {
        abort();
      }
      socket.write(`${query}\r\n`);
      let text = "";
      for await (const chunk of socket) {
        text += Buffer.from(chunk as Uint8Array).toString("utf8");
        if (text.length >= LARGEST_ANSWER_BYTES) {
          break;
        }
      }
      return text;
    } finally {
      signal.removeEventListener("abort", abort);
      socket.destroy();
    }
  };
}
