// A connection through a proxy: HTTP CONNECT (over TCP or TLS) or SOCKS5. The names of targets are resolved by the proxy.

import type { Duplex } from "node:stream";
import * as net from "node:net";
import { ProbeFailure } from "../failure.ts";
import type { Link } from "../net/link.ts";
import type { Network } from "../net/network.ts";
import { endsWith, readUntil } from "../net/streams.ts";
import type { Check } from "../check.ts";
import { formatHostPort, type HostPort } from "../pure/address.ts";
import { describeFailure } from "../wording.ts";

const LONGEST_REPLY_BYTES = 16 * 1024;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443, "socks5:": 1080, "socks5h:": 1080 };

/** Where the proxy listens. */
export function proxyAddress(proxy: URL): HostPort {
  const port = proxy.port === "" ? (DEFAULT_PORTS[proxy.protocol] ?? 80) : Number(proxy.port);
  return { host: proxy.hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

/** The credentials in a proxy's URL. */
function credentialsOf(proxy: URL): { readonly user: string; readonly password: string } | null {
  return proxy.username === "" ? null : { user: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
}

/** The `proxy-authorization` header's value; null = the proxy's URL has no credentials. */
export function proxyAuthorization(proxy: URL): string | null {
  const credentials = credentialsOf(proxy);
  return credentials === null ? null : `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
}

/** Opens a connection to the proxy itself. Its own certificate is checked, but is not what the check is about. */
export async function dialProxy(check: Check, network: Network, proxy: URL): Promise<Link> {
  const address = proxyAddress(proxy);
  try {
    const link = await network.dial(check, address);
    if (proxy.protocol !== "https:") {
      return { ...link, remoteAddress: "" };
    }
    const quiet: Check = { ...check, saw: () => undefined, client: { ...check.client, tls: null } };
    const { stream } = await network.secure(quiet, link.stream, address.host, { protocols: ["http/1.1"] });
    return { ...link, remoteAddress: "", stream };
  } catch (thrown) {
    throw new ProbeFailure("proxy", `proxy ${formatHostPort(address)} cannot be reached: ${describeFailure(thrown)}`, { cause: thrown });
  }
}

/** Asks an HTTP proxy for a connection to `target`. Throws `ProbeFailure` unless it agrees. */
export async function connectByHttp(stream: Duplex, proxy: URL, target: HostPort): Promise<void> {
  const place = formatHostPort(target);
  const authorization = proxyAuthorization(proxy);
  const credentials = authorization === null ? "" : `Proxy-Authorization: ${authorization}\r\n`;
  stream.write(`CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${credentials}\r\n`);
  const head = await readUntil(stream, endsWith("\r\n\r\n"), LONGEST_REPLY_BYTES);
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) {
    throw new ProbeFailure("proxy", "proxy did not answer with HTTP");
  }
  if (!status.startsWith("2")) {
    const hint = status === "407" ? " (it wants other credentials)" : "";
    throw new ProbeFailure("proxy", `proxy refused the connection to ${place} with status ${status}${hint}`);
  }
}

async function connectBySocks(check: Check, stream: Duplex, proxy: URL, target: HostPort): Promise<void> {
  if (!(stream instanceof net.Socket)) {
    throw new ProbeFailure("proxy", "a SOCKS5 proxy behind a tunnel is not supported");
  }
  const { SocksClient } = await import("socks");
  const address = proxyAddress(proxy);
  const credentials = credentialsOf(proxy);
  try {
    await SocksClient.createConnection({
      command: "connect",
      proxy: {
        host: address.host,
        port: address.port,
        type: 5,
        ...(credentials === null ? {} : { userId: credentials.user, password: credentials.password }),
      },
      destination: { host: target.host, port: target.port },
      existing_socket: stream,
      timeout: Math.max(1, check.deadline.remainingMs()),
    });
  } catch (thrown) {
    throw new ProbeFailure("proxy", `proxy refused the connection to ${formatHostPort(target)}`, { cause: thrown });
  }
}

/** A connection to `target` through the proxy. Proxy and target together are the connect phase. */
export async function dialThroughProxy(check: Check, network: Network, proxy: URL, target: HostPort): Promise<Link> {
  const link = await dialProxy(check, network, proxy);
  check.stopwatch.enter("connect");
  if (proxy.protocol === "http:" || proxy.protocol === "https:") {
    await connectByHttp(link.stream, proxy, target);
  } else {
    await connectBySocks(check, link.stream, proxy, target);
  }
  check.stopwatch.leave();
  return link;
}
