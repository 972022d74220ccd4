// What RDAP services and the list of them say, as JSON. @see RFC 9083 section 4.5, RFC 9224

import type { EpochMs } from "../../../shared/units.ts";
import { parseRegistryDate } from "./whois-text.ts";

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The result of reading an RDAP answer: no answer of that sort, or the end of the domain (null = none is published). */
export type RdapReading = { readonly kind: "not-rdap" } | { readonly kind: "domain"; readonly expiresAtEpochMs: EpochMs | null };

/** Reads the answer for a domain. */
export function readRdapDomain(text: string): RdapReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "not-rdap" };
  }
  if (property(json, "objectClassName") !== "domain" && property(json, "events") === undefined) {
    return { kind: "not-rdap" };
  }
  const event = list(property(json, "events")).find((entry) => property(entry, "eventAction") === "expiration");
  const date = property(event, "eventDate");
  return { kind: "domain", expiresAtEpochMs: typeof date === "string" ? parseRegistryDate(date) : null };
}

/** Services by top-level domain, from IANA's list; https before http. null = that is no such list. */
export function readBootstrap(text: string): ReadonlyMap<string, string> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const services = new Map<string, string>();
  for (const service of list(property(json, "services"))) {
    const [suffixes, urls] = list(service);
    const texts = list(urls).filter((url): url is string => typeof url === "string");
    const chosen = texts.find((url) => url.startsWith("https://")) ?? texts.find((url) => url.startsWith("http://"));
    for (const suffix of list(suffixes)) {
      if (typeof suffix === "string" && chosen !== undefined && URL.canParse(chosen)) {
        services.set(suffix.toLowerCase(), chosen.endsWith("/") ? chosen : `${chosen}/`);
      }
    }
  }
  return services.size === 0 ? null : services;
}
