// What one endpoint of the configuration means once it has been read, defaulted and validated.
// Durations are milliseconds. Lists are in file order.

import type { DurationMs } from "../units.ts";
import type { AlertConfig } from "./alert.ts";
import type { MaintenanceWindowConfig } from "./maintenance.ts";

/** The protocols that an endpoint can be watched by, decided from its `dns` block or its URL's scheme. */
export const ENDPOINT_KINDS = ["HTTP", "DNS", "TCP", "UDP", "SCTP", "ICMP", "STARTTLS", "TLS", "GRPC", "WEBSOCKET", "SSH"] as const;

/** @see ENDPOINT_KINDS */
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** `clean(group)_clean(name)`: what history, alerts, links and the API call an endpoint. Never empty. */
export type EndpointKey = string;

export interface DnsQueryConfig {
  /** Upper-case record type name, for example `AAAA`. */
  readonly queryType: string;
  /** As written; the probe makes it fully qualified. */
  readonly queryName: string;
}

export interface SshLoginConfig {
  readonly username: string;
  readonly password: string;
  /** PEM or OpenSSH text; empty when the password is used. */
  readonly privateKey: string;
}

export interface OAuth2Config {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

export interface ClientTlsConfig {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly renegotiation: "never" | "once" | "freely";
}

/** A resolver written as `proto://host:port`. */
export interface DnsResolverConfig {
  readonly protocol: "udp" | "tcp" | "tls" | "https";
  readonly host: string;
  readonly port: number;
}

/** The `client` block, with its defaults filled in. */
export interface ClientConfig {
  readonly timeoutMs: DurationMs;
  readonly insecure: boolean;
  readonly ignoreRedirect: boolean;
  readonly storeCookies: boolean;
  /** `http:`, `https:`, `socks5:` or `socks5h:` URL; empty = the proxy environment decides. */
  readonly proxyUrl: string;
  readonly dnsResolver: DnsResolverConfig | null;
  readonly oauth2: OAuth2Config | null;
  readonly identityAwareProxy: { readonly audience: string } | null;
  readonly tls: ClientTlsConfig | null;
  readonly network: "ip" | "ip4" | "ip6";
  /** The tunnel's name is resolved at load; the probe gets the whole tunnel. */
  readonly tunnel: TunnelConfig | null;
}

export interface TunnelConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly privateKey: string;
}

/** The endpoint's `ui` block. */
export interface EndpointUiConfig {
  readonly hideConditions: boolean;
  readonly hideHostname: boolean;
  readonly hideUrl: boolean;
  readonly hidePort: boolean;
  readonly hideErrors: boolean;
  readonly dontResolveFailedConditions: boolean;
  readonly resolveSuccessfulConditions: boolean;
  /** Five ascending limits in milliseconds. */
  readonly responseTimeThresholdsMs: readonly number[];
}

export interface EndpointLink {
  readonly name: string;
  readonly url: string;
}

/** Where an entry of the configuration stands: 1-based line and column of its first character. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface EndpointConfig {
  readonly key: EndpointKey;
  readonly name: string;
  readonly group: string;
  readonly enabled: boolean;
  readonly kind: EndpointKind;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly graphql: boolean;
  readonly extraLabels: Readonly<Record<string, string>>;
  readonly intervalMs: DurationMs;
  /** As written; at least one. The engine gets them compiled, see `CompiledEndpoint`. */
  readonly conditions: readonly string[];
  readonly alerts: readonly AlertConfig[];
  readonly maintenanceWindows: readonly MaintenanceWindowConfig[];
  readonly dns: DnsQueryConfig | null;
  readonly ssh: SshLoginConfig | null;
  readonly client: ClientConfig;
  readonly ui: EndpointUiConfig;

  // Keys that only Sentray knows.
  readonly retries: number;
  readonly retryIntervalMs: DurationMs;
  readonly failingIntervalMs: DurationMs | null;
  readonly degradedConditions: readonly string[];
  readonly dependsOn: readonly EndpointKey[];
  readonly tags: readonly string[];
  readonly notes: string;
  readonly links: readonly EndpointLink[];
  /** A cron expression that replaces `interval`; null = `interval` counts. */
  readonly schedule: string | null;

  readonly position: SourcePosition;
}
