// Takes what an endpoint's `ui` options hide out of a result, before anyone keeps, sends or shows it. Pure.

import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import { hostOf, portOf } from "./target.ts";

const MARK = "<redacted>";

/** Removes hidden texts from error texts: the URL, then the host, then the port, wherever they occur. Empty when errors are hidden. */
export function redactErrors(errors: readonly string[], config: EndpointConfig): readonly string[] {
  if (config.ui.hideErrors) return [];
  const hidden = hiddenTexts(config);
  if (hidden.length === 0 || errors.length === 0) return errors;
  return errors.map((error) => hidden.reduce((text, secret) => text.replaceAll(secret, MARK), error));
}

/** The texts that must not appear, longest reach first; never an empty text. */
function hiddenTexts(config: EndpointConfig): readonly string[] {
  const { hideUrl, hideHostname, hidePort } = config.ui;
  const texts = [hideUrl ? config.url : "", hideHostname ? hostOf(config) : "", hidePort ? portOf(config) : ""];
  return texts.filter((text) => text !== "");
}
