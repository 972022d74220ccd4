// What an endpoint points at, as text for people, and whether that is this machine. Pure.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";

const URL_WITH_AUTHORITY = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i;

/** Whether a host is this machine: reachable without any network. */
export function isLocalHost(host: string): boolean {
  const lower = host.toLowerCase();
  return lower === "localhost" || lower.endsWith(".localhost") || lower === "::1" || /^127(?:\.\d{1,3}){1,3}$/.test(lower);
}

/** What is watched, in one line: the URL without credentials and query; for DNS the question and the server. Empty when the endpoint hides it. */
export function targetForPeople(config: Pick<EndpointConfig, "url" | "kind" | "dns" | "ui">): string {
  if (config.ui.hideUrl || config.ui.hideHostname) return "";
  if (config.dns !== null) return `${config.dns.queryType} ${config.dns.queryName} @ ${config.url}`;
  const match = URL_WITH_AUTHORITY.exec(config.url);
  if (match === null) return config.url;
  const [, scheme = "", authority = "", rest = ""] = match;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const shownHost = config.ui.hidePort ? host.replace(/:\d+$/, "") : host;
  return `${scheme}://${shownHost}${rest.replace(/[?#].*$/, "")}`;
}
