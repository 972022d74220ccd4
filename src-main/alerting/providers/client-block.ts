// The `client` block of the providers that have one, as Gatus writes it, turned into the model that the HTTP client takes.
// Unlike Gatus, a block without `timeout` keeps the usual limit: a receiver that never answers must not hold an alert back.

import * as z from "zod";

import { parseGoDuration } from "../../../shared/go-duration.ts";
import { DEFAULT_CLIENT } from "../../../shared/model/endpoint-defaults.ts";
import type { ClientConfig, DnsResolverConfig } from "../../../shared/model/endpoint.ts";

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const parsed = parseGoDuration(String(value));
  if (parsed === null) context.addIssue({ code: "custom", message: "must be a duration such as 10s" });
  return parsed ?? 0;
});

const RESOLVER = /^(?<protocol>udp|tcp|tls|https):\/\/(?<host>\[[^\]]+\]|[^:[\]]+):(?<port>\d{1,5})$/;

function parseResolver(written: string): DnsResolverConfig | undefined {
  const parts = RESOLVER.exec(written)?.groups;
  const port = Number(parts?.["port"]);
  if (parts === undefined || port < 1 || port > 65_535) return undefined;
  return {
    protocol: parts["protocol"] as DnsResolverConfig["protocol"],
    host: (parts["host"] ?? "").replace(/^\[|\]$/g, ""),
    port,
  };
}

const resolver = z.string().transform((value, context) => {
  const parsed = parseResolver(value);
  if (parsed === undefined && value !== "") context.addIssue({ code: "custom", message: "must be like tcp://8.8.8.8:53" });
  return parsed ?? null;
});

const oauth2 = z.object({
  "token-url": z.string(),
  "client-id": z.string(),
  "client-secret": z.string(),
  scopes: z.array(z.string()).nullish(),
});

const tls = z.object({
  "certificate-file": z.string().nullish(),
  "private-key-file": z.string().nullish(),
  renegotiation: z.enum(["never", "once", "freely"]).nullish(),
});

/** Reads a `client` block; keys that make no sense here (`tunnel`) are ignored as in Gatus. */
export const clientBlock = z
  .object({
    timeout: duration.nullish(),
    insecure: z.boolean().nullish(),
    "ignore-redirect": z.boolean().nullish(),
    "store-cookies": z.boolean().nullish(),
    "proxy-url": z.string().nullish(),
    "dns-resolver": resolver.nullish(),
    oauth2: oauth2.nullish(),
    "identity-aware-proxy": z.object({ audience: z.string() }).nullish(),
    tls: tls.nullish(),
    network: z.enum(["ip", "ip4", "ip6"]).nullish(),
  })
  .transform(
    (block): ClientConfig => ({
      timeoutMs: block.timeout !== undefined && block.timeout !== null && block.timeout > 0 ? block.timeout : DEFAULT_CLIENT.timeoutMs,
      insecure: block.insecure ?? DEFAULT_CLIENT.insecure,
      ignoreRedirect: block["ignore-redirect"] ?? DEFAULT_CLIENT.ignoreRedirect,
      storeCookies: block["store-cookies"] ?? DEFAULT_CLIENT.storeCookies,
      proxyUrl: block["proxy-url"] ?? DEFAULT_CLIENT.proxyUrl,
      dnsResolver: block["dns-resolver"] ?? DEFAULT_CLIENT.dnsResolver,
      oauth2: block.oauth2
        ? {
            tokenUrl: block.oauth2["token-url"],
            clientId: block.oauth2["client-id"],
            clientSecret: block.oauth2["client-secret"],
            scopes: block.oauth2.scopes ?? [],
          }
        : null,
      identityAwareProxy: block["identity-aware-proxy"] ?? null,
      tls: block.tls
        ? {
            certificateFile: block.tls["certificate-file"] ?? "",
            privateKeyFile: block.tls["private-key-file"] ?? "",
            renegotiation: block.tls.renegotiation ?? "never",
          }
        : null,
      network: block.network ?? DEFAULT_CLIENT.network,
      tunnel: null,
    }),
  );
