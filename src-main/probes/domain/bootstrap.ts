// Which RDAP service answers for which top-level domain. A short list of the most used ones is built in; the rest comes from
// IANA's list, fetched when it is first needed and then once a week. @see RFC 9224

import { DAY, type EpochMs } from "../../../shared/units.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import { readBootstrap } from "../pure/rdap-json.ts";

const BOOTSTRAP_URL = "https://data.iana.org/rdap/dns.json";
const LARGEST_LIST_BYTES = 2 * 1024 * 1024;
const LIST_TIMEOUT_MS = 10_000;
const RENEW_AFTER_MS = 7 * DAY;
const RETRY_AFTER_MS = DAY;

/** Services that have been at their place for years. */
const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ["com", "https://rdap.verisign.com/com/v1/"],
  ["net", "https://rdap.verisign.com/net/v1/"],
  ["org", "https://rdap.publicinterestregistry.org/rdap/"],
  ["app", "https://pubapi.registry.google/rdap/"],
  ["dev", "https://pubapi.registry.google/rdap/"],
  ["page", "https://pubapi.registry.google/rdap/"],
  ["uk", "https://rdap.nominet.uk/uk/"],
  ["fr", "https://rdap.nic.fr/"],
  ["nl", "https://rdap.sidn.nl/"],
  ["br", "https://rdap.registro.br/"],
  ["cz", "https://rdap.nic.cz/"],
  ["no", "https://rdap.norid.no/"],
  ["fi", "https://rdap.fi/rdap/rdap/"],
  ["tw", "https://ccrdap.twnic.tw/tw/"],
]);

/** Finds services. */
export interface Bootstrap {
  /** The service's base URL, ending in a slash; null = this top-level domain has none, or the list cannot be had. */
  serviceFor(topLevelDomain: string, signal: AbortSignal): Promise<string | null>;
}

/** A list that renews itself when it is asked. */
export function createBootstrap(http: HttpClient, clock: Clock): Bootstrap {
  let fetched: ReadonlyMap<string, string> | null = null;
  let triedAtMs: EpochMs | null = null;
  const renew = async (signal: AbortSignal): Promise<void> => {
    triedAtMs = clock.nowMs();
    try {
      const reply = await http.send(
        {
          method: "GET",
          url: BOOTSTRAP_URL,
          headers: { accept: "application/json" },
          body: null,
          timeoutMs: LIST_TIMEOUT_MS,
          maxResponseBytes: LARGEST_LIST_BYTES,
          client: null,
          followRedirects: true,
        },
        signal,
      );
      fetched = reply.status === 200 ? (readBootstrap(reply.bodyText) ?? fetched) : fetched;
    } catch {
      // Without the list the built-in services and WHOIS remain; the next try is tomorrow's.
    }
  };
  return {
    serviceFor: async (topLevelDomain, signal) => {
      const known = (fetched ?? BUILT_IN).get(topLevelDomain) ?? null;
      const ageMs = triedAtMs === null ? Number.POSITIVE_INFINITY : clock.nowMs() - triedAtMs;
      const isDue = fetched === null ? known === null && ageMs > RETRY_AFTER_MS : ageMs > RENEW_AFTER_MS;
      if (isDue) {
        await renew(signal);
      }
      return (fetched ?? BUILT_IN).get(topLevelDomain) ?? known;
    },
  };
}
