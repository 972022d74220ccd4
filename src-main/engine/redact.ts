// Takes what an endpoint's `ui` options hide out of a result, before anyone keeps, sends or shows it. The one place that does. Pure.

import { getDomain } from "tldts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { CertificateFacts, Observation, TlsFacts } from "../../shared/model/observation.ts";
import { targetOf } from "../probes/pure/target.ts";

const MARK = "<redacted>";

/** What was seen and could give the hidden parts away in other words: the address behind a name, the names on its certificate. */
export type Telltales = Pick<Observation, "ip" | "tls">;

/** Removes hidden texts from one text. */
export type Redact = (text: string) => string;

/** Whether anything about where the endpoint is must not be shown. */
export function hidesTarget({ ui }: Pick<EndpointConfig, "ui">): boolean {
  return ui.hideUrl || ui.hideHostname || ui.hidePort;
}

/**
 * Removes, wherever they occur: the URL; then the host, and with it its registered domain, its address and the names on its
 * certificate; then the port.
 * Made once for an observation, since two of them may differ in address.
 */
export function redactorFor(config: Pick<EndpointConfig, "kind" | "url" | "ui">, seen: Telltales): Redact {
  const hidden = hiddenTexts(config, seen);
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, MARK), text);
}

/** The error texts as they may be shown. Empty when errors are hidden altogether. */
export function redactErrors(
  errors: readonly string[],
  config: Pick<EndpointConfig, "kind" | "url" | "ui">,
  seen: Telltales,
): readonly string[] {
  if (config.ui.hideErrors) return [];
  return errors.length === 0 || !hidesTarget(config) ? errors : errors.map(redactorFor(config, seen));
}

/** A handshake without the names of the server: its own certificate loses them, the authorities above it keep theirs. */
export function redactTls(tls: TlsFacts, redact: Redact): TlsFacts {
  const [leaf, ...authorities] = tls.chain;
  if (leaf === undefined) return tls;
  const isSelfSigned = leaf.issuer === leaf.subject;
  const nameless: CertificateFacts = {
    ...leaf,
    subject: MARK,
    issuer: isSelfSigned ? MARK : leaf.issuer,
    names: leaf.names.map(() => MARK),
  };
  return { ...tls, chain: [nameless, ...authorities], untrustedReason: redact(tls.untrustedReason) };
}

/** The texts that must not appear, those that contain others first; never an empty text. */
function hiddenTexts({ kind, url, ui }: Pick<EndpointConfig, "kind" | "url" | "ui">, seen: Telltales): readonly string[] {
  const target = targetOf({ kind, url });
  const hostTexts = ui.hideHostname ? [target.host, getDomain(target.host) ?? "", seen.ip, ...(seen.tls?.chain[0]?.names ?? [])] : [];
  const byLength = hostTexts.toSorted((a, b) => b.length - a.length);
  return [ui.hideUrl ? url : "", ...byLength, ui.hidePort ? target.port : ""].filter((text) => text !== "");
}
