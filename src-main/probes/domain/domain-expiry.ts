// When the registration of a domain ends: RDAP first, WHOIS where that fails. Registries block who asks often, so answers are kept.

import { getDomain } from "tldts";
import { DAY, type DurationMs, type EpochMs, HOUR, MINUTE, SECOND } from "../../../shared/units.ts";
import type { Clock, Timers } from "../../ports/clock.ts";
import type { HttpClient } from "../../ports/http-client.ts";
import type { DomainExpiry, Resolver } from "../../ports/probe.ts";
import { unlessAborted } from "../abort.ts";
import { asError, ProbeFailure } from "../failure.ts";
import { readRdapDomain } from "../pure/rdap-json.ts";
import { expiryInWhois, saysNotFound, whoisServerIn } from "../pure/whois-text.ts";
import { describeFailure } from "../wording.ts";
import { type Bootstrap, createBootstrap } from "./bootstrap.ts";
import { createWhoisTransport, whoisQuery, type WhoisTransport } from "./whois.ts";

/** What look-ups need from outside. */
export interface DomainExpiryTools {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly http: HttpClient;
  readonly resolver: Resolver;
  /** How WHOIS servers are asked; TCP on port 43 unless a test says otherwise. */
  readonly whois?: WhoisTransport;
}

const RDAP_TIMEOUT_MS = 10 * SECOND;
const LOOKUP_TIMEOUT_MS = 30 * SECOND;
const LARGEST_RDAP_BYTES = 512 * 1024;
const ROOT_WHOIS_SERVER = "whois.iana.org";

/** Once a day is enough for a date that moves once a year … */
const FRESH_MS = DAY;
/** … but on the last day somebody waits for the renewal to show. */
const FRESH_NEAR_THE_END_MS = HOUR;
/** A registry that failed is left alone for a while. */
const RETRY_AFTER_MS = 15 * MINUTE;
const MOST_DOMAINS = 10_000;

/** What is known of a domain. */
interface Entry {
  /** null = its registry publishes none. */
  readonly expiresAtEpochMs: EpochMs | null;
  readonly askAgainAtMs: EpochMs;
  /** The failure to report while there is no date; null = the answer is good. */
  readonly error: string | null;
}

class Lookup {
  readonly #tools: DomainExpiryTools;
  readonly #bootstrap: Bootstrap;
  readonly #whois: WhoisTransport;
  readonly #whoisServers = new Map<string, string | null>();

  constructor(tools: DomainExpiryTools) {
    this.#tools = tools;
    this.#bootstrap = createBootstrap(tools.http, tools.clock);
    this.#whois = tools.whois ?? createWhoisTransport(tools.resolver);
  }

  async expiresAt(domain: string, signal: AbortSignal): Promise<EpochMs | null> {
    const topLevelDomain = domain.slice(domain.lastIndexOf(".") + 1);
    const service = await this.#bootstrap.serviceFor(topLevelDomain, signal);
    let reason: unknown = null;
    if (service !== null) {
      try {
        return await this.#askRdap(service, domain, signal);
      } catch (thrown) {
        if (thrown instanceof ProbeFailure && thrown.code === "request") {
          throw thrown;
        }
        reason = thrown;
      }
    }
    try {
      return await this.#askWhois(topLevelDomain, domain, signal);
    } catch (thrown) {
      const both = reason === null ? [thrown] : [reason, thrown];
      throw new ProbeFailure("protocol", `expiry of domain ${domain} cannot be found: ${both.map(describeFailure).join("; ")}`, {
        cause: thrown,
      });
    }
  }

  async #askRdap(service: string, domain: string, signal: AbortSignal): Promise<EpochMs | null> {
    const reply = await this.#tools.http.send(
      {
        method: "GET",
        url: `${service}domain/${encodeURIComponent(domain)}`,
        headers: { accept: "application/rdap+json, application/json" },
        body: null,
        timeoutMs: RDAP_TIMEOUT_MS,
        maxResponseBytes: LARGEST_RDAP_BYTES,
        client: null,
        followRedirects: true,
      },
      signal,
    );
    if (reply.status === 404) {
      throw new ProbeFailure("request", `domain ${domain} is not registered`);
    }
    const reading = reply.status === 200 ? readRdapDomain(reply.bodyText) : { kind: "not-rdap" as const };
    if (reading.kind === "not-rdap") {
      throw new ProbeFailure("protocol", `RDAP service answered with status ${String(reply.status)}`);
    }
    return reading.expiresAtEpochMs;
  }

  async #askWhois(topLevelDomain: string, domain: string, signal: AbortSignal): Promise<EpochMs | null> {
    const server = await this.#whoisServerFor(topLevelDomain, signal);
    if (server === null) {
      throw new ProbeFailure("unsupported", `registry of .${topLevelDomain} has no WHOIS server`);
    }
    const text = await this.#whois(server, whoisQuery(server, domain), signal);
    const expiresAtMs = expiryInWhois(text);
    if (expiresAtMs === null && saysNotFound(text)) {
      throw new ProbeFailure("request", `domain ${domain} is not registered`);
    }
    if (expiresAtMs === null && text.trim() === "") {
      throw new ProbeFailure("protocol", `WHOIS server ${server} gave an empty answer`);
    }
    return expiresAtMs;
  }

  async #whoisServerFor(topLevelDomain: string, signal: AbortSignal): Promise<string | null> {
    const known = this.#whoisServers.get(topLevelDomain);
    if (known !== undefined) {
      return known;
    }
    const server = whoisServerIn(await this.#whois(ROOT_WHOIS_SERVER, topLevelDomain, signal));
    this.#whoisServers.set(topLevelDomain, server);
    return server;
  }
}

class CachedExpiry implements DomainExpiry {
  readonly #tools: DomainExpiryTools;
  readonly #lookup: Lookup;
  readonly #entries = new Map<string, Entry>();
  readonly #underWay = new Map<string, Promise<Entry>>();

  constructor(tools: DomainExpiryTools) {
    this.#tools = tools;
    this.#lookup = new Lookup(tools);
  }

  async expiresInMs(hostname: string, signal: AbortSignal): Promise<DurationMs | null> {
    const domain = getDomain(hostname, { allowPrivateDomains: false });
    if (domain === null) {
      throw new ProbeFailure("address", `"${hostname}" has no registered domain, so none can expire`);
    }
    const kept = this.#entries.get(domain);
    const nowMs = this.#tools.clock.nowMs();
    const entry = kept !== undefined && kept.askAgainAtMs > nowMs ? kept : await unlessAborted(this.#renew(domain, kept), signal);
    if (entry.error !== null) {
      throw new ProbeFailure("protocol", entry.error);
    }
    return entry.expiresAtEpochMs === null ? null : entry.expiresAtEpochMs - this.#tools.clock.nowMs();
  }

  #renew(domain: string, kept: Entry | undefined): Promise<Entry> {
    const existing = this.#underWay.get(domain);
    if (existing !== undefined) {
      return existing;
    }
    const work = this.#ask(domain, kept).finally(() => this.#underWay.delete(domain));
    this.#underWay.set(domain, work);
    return work;
  }

  /** The look-up is everybody's, so no single check's deadline ends it; it has its own. */
  async #ask(domain: string, kept: Entry | undefined): Promise<Entry> {
    const { clock, timers } = this.#tools;
    const controller = new AbortController();
    const timer = timers.setTimer(LOOKUP_TIMEOUT_MS, () => {
      controller.abort(new ProbeFailure("timeout", `registry of ${domain} did not answer in time`));
    });
    let entry: Entry;
    try {
      const expiresAtEpochMs = await this.#lookup.expiresAt(domain, controller.signal);
      const nowMs = clock.nowMs();
      const isNearTheEnd = expiresAtEpochMs !== null && expiresAtEpochMs - nowMs < DAY;
      entry = { expiresAtEpochMs, askAgainAtMs: nowMs + (isNearTheEnd ? FRESH_NEAR_THE_END_MS : FRESH_MS), error: null };
    } catch (thrown) {
      const askAgainAtMs = clock.nowMs() + RETRY_AFTER_MS;
      // A date that was known stays true while its registry does not answer.
      const hasDate = kept !== undefined && kept.error === null && kept.expiresAtEpochMs !== null;
      entry = hasDate ? { ...kept, askAgainAtMs } : { expiresAtEpochMs: null, askAgainAtMs, error: describeFailure(asError(thrown)) };
    } finally {
      timer.cancel();
    }
    this.#keep(domain, entry);
    return entry;
  }

  #keep(domain: string, entry: Entry): void {
    this.#entries.delete(domain);
    this.#entries.set(domain, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > MOST_DOMAINS && oldest.done !== true) {
      this.#entries.delete(oldest.value);
    }
  }
}

/** Look-ups with their cache. Nothing is asked before the first one. */
export function createDomainExpiry(tools: DomainExpiryTools): DomainExpiry {
  return new CachedExpiry(tools);
}
