// What an endpoint gets that says nothing about its client or how it is shown: the schema's defaults, as the model has them.

import { DEFAULT_CLIENT_TIMEOUT_MS } from "../config-schema/client.ts";
import { DEFAULT_RESPONSE_TIME_THRESHOLDS_MS } from "../config-schema/endpoint.ts";
import type { ClientConfig, EndpointUiConfig } from "./endpoint.ts";

/** An absent `client` block. */
export const DEFAULT_CLIENT: ClientConfig = {
  timeoutMs: DEFAULT_CLIENT_TIMEOUT_MS,
  insecure: false,
  ignoreRedirect: false,
  storeCookies: false,
  proxyUrl: "",
  dnsResolver: null,
  oauth2: null,
  identityAwareProxy: null,
  tls: null,
  network: "ip",
  tunnel: null,
};

/** An absent `ui` block: nothing is hidden. */
export const DEFAULT_UI: EndpointUiConfig = {
  hideConditions: false,
  hideHostname: false,
  hideUrl: false,
  hidePort: false,
  hideErrors: false,
  dontResolveFailedConditions: false,
  resolveSuccessfulConditions: false,
  responseTimeThresholdsMs: DEFAULT_RESPONSE_TIME_THRESHOLDS_MS,
};
