// The `client` block, and the tunnels that it can name.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import { DEFAULT_CLIENT_TIMEOUT_MS } from "../../../shared/config-schema/client.ts";
import type { clientBlock } from "../../../shared/config-schema/client.ts";
import type { rootBlock } from "../../../shared/config-schema/root.ts";
import { DEFAULT_CLIENT } from "../../../shared/model/endpoint-defaults.ts";
import type { ClientConfig, ClientTlsConfig, DnsResolverConfig, OAuth2Config, TunnelConfig } from "../../../shared/model/endpoint.ts";
import type { ValueOf } from "../decode/decode.ts";
import { hasKey, spotOf } from "../decode/decode.ts";
import { suggestion } from "../decode/suggest.ts";
import type { BuildContext } from "./context.ts";
import { dependsOnVariables, quoted } from "./context.ts";

type ClientBlock = ValueOf<typeof clientBlock>;
type ClientTlsBlock = NonNullable<ClientBlock["values"]["tls"]>;
type TunnelBlocks = Exclude<ValueOf<typeof rootBlock>["values"]["tunneling"], undefined>;

/** The tunnels by name; null = the file has no `tunneling` block. */
export type Tunnels = ReadonlyMap<string, TunnelConfig> | null;

const TIMEOUT_FLOOR_MS = 1;

/** Reads a `client` block. */
export function buildClient(block: ClientBlock | undefined, tunnels: Tunnels, context: BuildContext): ClientConfig {
  if (block === undefined) return DEFAULT_CLIENT;
  const { values } = block;
  const audience = values["identity-aware-proxy"]?.values.audience;
  return {
    timeoutMs: buildTimeout(block, context),
    insecure: values.insecure,
    ignoreRedirect: values["ignore-redirect"],
    storeCookies: values["store-cookies"],
    proxyUrl: buildProxy(block, context),
    dnsResolver: buildResolver(block, context),
    oauth2: buildOAuth2(block),
    identityAwareProxy: audience === undefined ? null : { audience },
    tls: buildTls(block, context),
    network: values.network,
    tunnel: findTunnel(block, tunnels, context),
  };
}

function buildTimeout(block: ClientBlock, context: BuildContext): number {
  const { timeout } = block.values;
  if (timeout >= TIMEOUT_FLOOR_MS) return timeout;
  context.problems.warning(spotOf(block, "timeout"), say("problem.timeoutBelow"));
  return DEFAULT_CLIENT_TIMEOUT_MS;
}

const PROXY_SCHEMES = new Set(["http:", "https:", "socks5:", "socks5h:"]);

function buildProxy(block: ClientBlock, context: BuildContext): string {
  const written = block.values["proxy-url"];
  if (written === undefined || written === "") return "";
  const scheme = URL.canParse(written) ? new URL(written).protocol : "";
  if (PROXY_SCHEMES.has(scheme)) return written;
  // The text may hold a password, so it is not repeated.
  context.problems.warning(spotOf(block, "proxy-url"), say("problem.proxy"));
  return "";
}

const RESOLVER = /^([a-z]+):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d*))?/;
const RESOLVER_PROTOCOLS = ["udp", "tcp", "tls", "https"] as const;

/** `proto://host:port`; an IPv6 address in brackets is accepted too, which Gatus refuses. */
function buildResolver(block: ClientBlock, context: BuildContext): DnsResolverConfig | null {
  const written = block.values["dns-resolver"];
  if (written === undefined || written === "") return null;
  const spot = spotOf(block, "dns-resolver");
  const [, scheme = "", host, portText] = RESOLVER.exec(written) ?? [];
  if (host === undefined) {
    context.problems.error(spot, say("problem.resolver", { shown: quoted(spot) }));
    return null;
  }
  const port = Number(portText ?? "");
  if (portText === undefined || port < 1 || port > 65_535) {
    context.problems.error(spot, say("problem.resolverPort"));
    return null;
  }
  const protocol = RESOLVER_PROTOCOLS.find((known) => known === scheme);
  if (protocol === undefined) {
    context.problems.warning(spot, say("problem.resolverProtocol", { protocols: RESOLVER_PROTOCOLS, shown: quoted(spot) }));
  }
  return { protocol: protocol ?? "udp", host: host.replace(/^\[|\]$/g, ""), port };
}

function buildOAuth2(block: ClientBlock): OAuth2Config | null {
  const login = block.values.oauth2?.values;
  if (login === undefined) return null;
  return {
    tokenUrl: login["token-url"] ?? "",
    clientId: login["client-id"] ?? "",
    clientSecret: login["client-secret"] ?? "",
    scopes: (login.scopes ?? []).map(({ value }) => value),
  };
}

function buildTls(block: ClientBlock, context: BuildContext): ClientTlsConfig | null {
  const { tls } = block.values;
  if (tls === undefined) return null;
  const certificateFile = tls.values["certificate-file"] ?? "";
  const privateKeyFile = tls.values["private-key-file"] ?? "";
  warnOfRenegotiation(tls, context);
  if (certificateFile === "" || privateKeyFile === "") {
    context.problems.warning(tls, say("problem.certificatePair"));
    return null;
  }
  for (const key of ["certificate-file", "private-key-file"] as const) {
    const spot = spotOf(tls, key);
    if (!context.answers.isReadable(tls.values[key] ?? ""))
      context.problems.warning(spot, say("problem.fileUnreadable", { shown: quoted(spot) }));
  }
  return { certificateFile, privateKeyFile, renegotiation: tls.values.renegotiation };
}

/** TLS 1.3 has no renegotiation, and the TLS library of the application refuses it for older versions. */
function warnOfRenegotiation(tls: ClientTlsBlock, context: BuildContext): void {
  const { renegotiation } = tls.values;
  if (renegotiation === "never") return;
  context.problems.warning(spotOf(tls, "renegotiation"), say("problem.renegotiation", { written: renegotiation }));
}

/** The files that a client block refers to. */
export function clientFiles(block: ClientBlock | undefined): readonly string[] {
  const tls = block?.values.tls?.values;
  const files = [tls?.["certificate-file"] ?? "", tls?.["private-key-file"] ?? ""];
  return files.includes("") ? [] : files;
}

function findTunnel(block: ClientBlock, tunnels: Tunnels, context: BuildContext): TunnelConfig | null {
  const name = block.values.tunnel?.trim() ?? "";
  if (name === "") return null;
  const spot = spotOf(block, "tunnel");
  if (tunnels === null) {
    context.problems.warning(spot, say("problem.noTunneling"));
    return null;
  }
  const found = tunnels.get(name);
  if (found !== undefined) return found;
  const nearest = dependsOnVariables(block, "tunnel") ? null : suggestion(name, tunnels.keys());
  context.problems.error(spot, followedBy(say("problem.noTunnel", { shown: quoted(spot) }), nearest));
  return null;
}

/** Reads the `tunneling` block. */
export function buildTunnels(blocks: TunnelBlocks | undefined, context: BuildContext): Tunnels {
  if (blocks === undefined) return null;
  const tunnels = new Map<string, TunnelConfig>();
  for (const [name, block] of blocks) {
    const { values } = block.value;
    const type = spotOf(block.value, "type");
    if (values.type !== undefined && values.type !== "" && values.type !== "SSH") {
      context.problems.error(type, say("problem.tunnelKind", { shown: quoted(type) }));
    }
    if (!hasKey(block.value, "private-key") && !hasKey(block.value, "password")) {
      context.problems.error(block, say("problem.tunnelLogin"));
    }
    if (values.port < 1 || values.port > 65_535) context.problems.error(spotOf(block.value, "port"), say("problem.port", { least: 1 }));
    tunnels.set(name, {
      name,
      host: values.host ?? "",
      port: values.port,
      username: values.username ?? "",
      password: values.password ?? "",
      privateKey: values["private-key"] ?? "",
    });
  }
  return tunnels;
}
