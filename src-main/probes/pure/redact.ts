// Takes out of error texts what an endpoint's `ui` block hides.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import { targetOf } from "./target.ts";

const HIDDEN = "<redacted>";

/** The error texts as they may be shown, stored and sent. Empty when errors are hidden altogether. */
export function redactErrors(errors: readonly string[], endpoint: Pick<EndpointConfig, "kind" | "url" | "ui">): readonly string[] {
  const { ui } = endpoint;
  if (ui.hideErrors) {
    return [];
  }
  if (errors.length === 0 || !(ui.hideUrl || ui.hideHostname || ui.hidePort)) {
    return errors;
  }
  const target = targetOf(endpoint);
  const secrets = [ui.hideUrl ? endpoint.url : "", ui.hideHostname ? target.host : "", ui.hidePort ? target.port : ""];
  const hide = (text: string) => secrets.reduce((shown, secret) => (secret === "" ? shown : shown.replaceAll(secret, HIDDEN)), text);
  return errors.map(hide);
}
