// How a request gets out: directly, through the proxy of its own `client` block, or through that of the environment; with which
// certificates, addresses and name server. One dispatcher for each combination, kept until the client closes.

import { readFile } from "node:fs/promises";
import { Resolver } from "node:dns/promises";
import type { LookupFunction } from "node:net";

import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, Socks5ProxyAgent } from "undici";

import type { ClientConfig, DnsResolverConfig } from "../../../shared/model/endpoint.ts";
import { HttpClientError } from "./failure.ts";

/** What routes depend on from outside. */
export interface RouteOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Certificate authorities in PEM; undefined = the runtime's own. */
  readonly authorities: readonly string[] | undefined;
}

interface ConnectOptions {
  readonly rejectUnauthorized: boolean;
  readonly ca?: string[];
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly family?: 4 | 6;
  readonly lookup?: LookupFunction;
}

/** More would be a leak, not a configuration. */
const MOST_ROUTES = 200;
/** Longer than any request may take; the deadline is the request's own. */
const CONNECT_TIMEOUT_MS = 60_000;

async function connectOptions(client: ClientConfig | null, authorities: readonly string[] | undefined): Promise<ConnectOptions> {
  const files = client?.tls ?? null;
  const family = client?.network === "ip4" ? 4 : client?.network === "ip6" ? 6 : undefined;
  const hasCertificate = files !== null && files.certificateFile !== "" && files.privateKeyFile !== "";
  return {
    rejectUnauthorized: client?.insecure !== true,
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(hasCertificate ? { cert: await readFile(files.certificateFile), key: await readFile(files.privateKeyFile) } : {}),
    ...(family === undefined ? {} : { family }),
    ...(client?.dnsResolver ? { lookup: lookupThrough(client.dnsResolver) } : {}),
  };
}

/** Names are asked of one server, over UDP with TCP for long answers. */
function lookupThrough(server: DnsResolverConfig): LookupFunction {
  if (server.protocol !== "udp" && server.protocol !== "tcp") {
    throw new HttpClientError("ERR_UNSUPPORTED", `a name server over ${server.protocol} is not supported here`);
  }
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  resolver.setServers([`${server.host.includes(":") ? `[${server.host}]` : server.host}:${server.port}`]);
  return (hostname, options, callback) => {
    void addressesOf(resolver, hostname, options.family).then(
      (addresses) => (options.all === true ? callback(null, addresses) : callback(null, addresses[0]?.address ?? "", addresses[0]?.family)),
      (error: unknown) => callback(error instanceof Error ? error : new Error("look-up failed"), "", 4),
    );
  };
}

async function addressesOf(resolver: Resolver, hostname: string, family: number | string | undefined) {
  const wants6 = family === 6 || family === "IPv6";
  const [v4, v6] = await Promise.allSettled([wants6 ? [] : resolver.resolve4(hostname), wants6 ? resolver.resolve6(hostname) : []]);
  if (v4.status === "rejected") throw v4.reason;
  if (v6.status === "rejected") throw v6.reason;
  return [...v4.value.map((address) => ({ address, family: 4 })), ...v6.value.map((address) => ({ address, family: 6 }))];
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "");
  return name === "localhost" || name === "::1" || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function variable(environment: RouteOptions["environment"], name: string): string {
  return environment[name] || environment[name.toLowerCase()] || "";
}

/** A proxy as people write it, with or without scheme. */
function proxyAddress(written: string): URL {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!URL.canParse(address)) throw new HttpClientError("ERR_INVALID_PROXY", "the proxy's address is no URL");
  return new URL(address);
}

function throughProxy(written: string, connect: ConnectOptions): Dispatcher {
  const proxy = proxyAddress(written);
  if (proxy.protocol === "socks5:" || proxy.protocol === "socks5h:") {
    const address = new URL(proxy.href.replace(/^socks5h:/, "socks5:"));
    // The typings forget the TLS options of what lies behind the proxy.
    const options: Socks5ProxyAgent.Options & { readonly requestTls: ConnectOptions } = { requestTls: connect };
    return new Socks5ProxyAgent(address, options);
  }
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const token = proxy.username === "" ? {} : { token: `Basic ${Buffer.from(credentials, "utf8").toString("base64")}` };
  return new ProxyAgent({ uri: proxy.origin, ...token, requestTls: connect });
}

/** The dispatchers in use. */
export class Routes {
  readonly #options: RouteOptions;
  readonly #routes = new Map<string, Promise<Dispatcher>>();

  constructor(options: RouteOptions) {
    this.#options = options;
  }

  /** The way for a request to `url`. @throws HttpClientError when the options make no way */
  async to(url: URL, client: ClientConfig | null): Promise<Dispatcher> {
    const isDirect = (client?.proxyUrl ?? "") === "" && isLoopback(url.hostname);
    const parts = [isDirect, client?.proxyUrl, client?.insecure, client?.network, client?.dnsResolver, client?.tls];
    const key = JSON.stringify(parts.map((part) => part ?? null));
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    await this.#dropOldest();
    const made = this.#make(client, isDirect);
    this.#routes.set(key, made);
    // A file that could not be read may be there next time.
    made.catch(() => this.#routes.delete(key));
    return made;
  }

  async #dropOldest(): Promise<void> {
    const oldest = this.#routes.size < MOST_ROUTES ? undefined : this.#routes.entries().next().value;
    if (oldest === undefined) return;
    this.#routes.delete(oldest[0]);
    await (await oldest[1]).close();
  }

  async #make(client: ClientConfig | null, isDirect: boolean): Promise<Dispatcher> {
    const connect = await connectOptions(client, this.#options.authorities);
    const proxyUrl = client?.proxyUrl ?? "";
    if (proxyUrl !== "") return throughProxy(proxyUrl, connect);
    const { environment } = this.#options;
    const [httpProxy, httpsProxy] = [variable(environment, "HTTP_PROXY"), variable(environment, "HTTPS_PROXY")];
    if (isDirect || (httpProxy === "" && httpsProxy === "")) return new Agent({ connect: { ...connect, timeout: CONNECT_TIMEOUT_MS } });
    return new EnvHttpProxyAgent({
      ...(httpProxy === "" ? {} : { httpProxy: proxyAddress(httpProxy).href }),
      ...(httpsProxy === "" ? {} : { httpsProxy: proxyAddress(httpsProxy).href }),
      noProxy: variable(environment, "NO_PROXY"),
      connect,
      requestTls: connect,
    });
  }

  async close(): Promise<void> {
    const routes = [...this.#routes.values()];
    this.#routes.clear();
    const opened = await Promise.allSettled(routes);
    await Promise.all(opened.flatMap((route) => (route.status === "fulfilled" ? [route.value.destroy()] : [])));
  }
}
