// Which proxy a request goes through: the endpoint's own, or what the environment says.

import { ipFamily, isIpv4, parseIpv6 } from "./address.ts";

/** The proxies that can be used. `socks5h` is the same as `socks5` here: names are always resolved by the proxy. */
const SCHEMES = new Set(["http:", "https:", "socks5:", "socks5h:"]);

type Environment = Readonly<Record<string, string | undefined>>;

function variable(environment: Environment, name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

function bitsOf(address: string): string | null {
  if (isIpv4(address)) {
    return address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  }
  return (
    parseIpv6(address)
      ?.map((group) => group.toString(2).padStart(16, "0"))
      .join("") ?? null
  );
}

function inNetwork(address: string, network: string): boolean {
  const [base = "", length = ""] = network.split("/");
  const own = bitsOf(address);
  const other = bitsOf(base);
  const bits = Number(length);
  return (
    own !== null && other !== null && own.length === other.length && /^\d+$/.test(length) && own.slice(0, bits) === other.slice(0, bits)
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || inNetwork(host, "127.0.0.0/8");
}

/** One entry of NO_PROXY: `*`, address, network, `name` (with what is below it), `.name` (only that), each with an optional port. */
function excludes(entry: string, host: string, port: string): boolean {
  if (entry === "*") {
    return true;
  }
  if (entry.includes("/")) {
    return inNetwork(host, entry);
  }
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(entry);
  const name = (match?.[1] ?? entry).replace(/^\[(.*)\]$/, "$1").replace(/^\*(?=\.)/, "");
  if (match?.[2] !== undefined && match[2] !== port) {
    return false;
  }
  if (ipFamily(name) !== 0) {
    return name === host;
  }
  return name.startsWith(".") ? host.endsWith(name) : name !== "" && (host === name || host.endsWith(`.${name}`));
}

/** A proxy's URL, written with or without scheme; null = it cannot be one. */
export function parseProxy(text: string): URL | null {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  return url !== null && SCHEMES.has(url.protocol) && url.hostname !== "" ? url : null;
}

/**
 * The proxy for a URL; null = none. A configured one counts for everything. Those of the environment (`HTTP_PROXY`,
 * `HTTPS_PROXY`, `NO_PROXY`, upper case first) never count for this machine itself.
 */
export function chooseProxy(url: URL, configured: string, environment: Environment): URL | null {
  if (configured !== "") {
    return parseProxy(configured);
  }
  const named = variable(environment, url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (named === "") {
    return null;
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  const exceptions = variable(environment, "NO_PROXY")
    .split(",")
    .map((entry) => entry.trim().toLowerCase());
  const isExcluded = isLoopback(host) || exceptions.some((entry) => entry !== "" && excludes(entry, host, port));
  return isExcluded ? null : parseProxy(named);
}
