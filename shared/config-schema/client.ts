// The `client` block: how a probe reaches its target.

import { SECOND } from "../units.ts";
import { block, duration, field, flag, lenientChoice, list, text } from "./schema.ts";

/** What an absent or impossible `client.timeout` counts as. */
export const DEFAULT_CLIENT_TIMEOUT_MS = 10 * SECOND;

const oauth2Block = block("an OAuth 2 login", {
  "token-url": field(text, "Where the access token is fetched", { required: true, example: "https://login.example.org/oauth2/token" }),
  "client-id": field(text, "The client's id", { required: true }),
  "client-secret": field(text, "The client's secret", { required: true, secret: true }),
  scopes: field(list(text), "The scopes to ask for, at least one", { required: true, example: '["status:read"]' }),
});

const identityAwareProxyBlock = block("a Google Identity-Aware Proxy login", {
  audience: field(text, "The OAuth client id that the proxy expects as audience", { required: true }),
});

const clientTlsBlock = block("a client certificate", {
  "certificate-file": field(text, "The client certificate, PEM"),
  "private-key-file": field(text, "Its private key, PEM"),
  renegotiation: field(
    lenientChoice(["never", "once", "freely"], "never"),
    "Accepted for Gatus' sake, without effect: TLS 1.3 has no renegotiation, and the TLS library used here refuses it altogether",
    { default: "never" },
  ),
});

/** The `client` block of endpoints and of `remote`. */
export const clientBlock = block("a client", {
  timeout: field(duration, "How long a check may take; below 1ms counts as the default", { default: DEFAULT_CLIENT_TIMEOUT_MS }),
  insecure: field(flag, "Accept any certificate", { default: false }),
  "ignore-redirect": field(flag, "Judge a redirect itself instead of following it", { default: false }),
  "store-cookies": field(flag, "Keep cookies from one check of the endpoint to the next", { default: false }),
  "proxy-url": field(text, "An HTTP or SOCKS5 proxy", { example: "http://proxy.example.org:3128" }),
  "dns-resolver": field(text, "A name server to ask instead of the system's, as proto://host:port", { example: "udp://9.9.9.9:53" }),
  oauth2: field(oauth2Block, "Log in by the client credentials flow"),
  "identity-aware-proxy": field(identityAwareProxyBlock, "Log in to a Google Identity-Aware Proxy"),
  tls: field(clientTlsBlock, "Present a client certificate"),
  network: field(lenientChoice(["ip", "ip4", "ip6"], "ip"), "Which address family ICMP uses", { default: "ip" }),
  tunnel: field(text, "The name of a tunnel under `tunneling`"),
});
