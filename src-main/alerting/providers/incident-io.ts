// incident.io, by an HTTP alert source.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { BRANDING } from "./branding.ts";
import { given, parseJson, postJson, textAt } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { incidentDigest } from "./incident-key.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { plainMap, secret, text } from "./settings.ts";
import { byState, displayName, eachCondition, isResolved, sentence, withDescription } from "./texts.ts";

const URL_PREFIX = "https://api.incident.io/v2/alert_events/http/";
const TITLE_LIMIT = 1_000;
const DESCRIPTION_LIMIT = 20_000;

function content(message: AlertMessage): string {
  const conditions = eachCondition(message, (c) => ` ${c.success ? "🟢" : "🔴"} ${c.condition} `);
  return `${sentence(message)}${withDescription(message, " with the following description: ")} and the following conditions: ${conditions} `;
}

/** An answer that cannot be read leaves our own key in place: the event was accepted, and the resolve must name it. */
function* tell(url: string, token: string, key: string, body: unknown, message: AlertMessage): Exchange {
  const reply = yield postJson(url, body, { headers: { Authorization: `Bearer ${token}` } });
  if (isResolved(message)) return { kind: "delivered", resolveKey: "" };
  const echoed = textAt(parseJson(reply.body), "deduplication_key");
  return { kind: "delivered", resolveKey: echoed === "" ? key : echoed };
}

export const incidentIo = defineProvider({
  type: "incident-io",
  title: "incident.io",
  capabilities: { resolve: "status", reminder: "same", dedup: "key" },
  shape: {
    url: text({ title: "URL", description: "Address of the alert source.", required: true, placeholder: `${URL_PREFIX}…` }),
    "auth-token": secret({ title: "Token", description: "Token of the alert source.", required: true }),
    "source-url": text({ title: "Source URL", description: "Link shown with the alert." }),
    metadata: plainMap({ title: "Metadata", description: "Further facts; the endpoint's extra labels are added and win." }),
  },
  validate: (settings) =>
    settings.url.startsWith(URL_PREFIX) ? [] : [problemAt(["url"], say("errors.channel.beginning", { key: "url", text: URL_PREFIX }))],
  mintResolveKey: incidentDigest,
  exchange: (settings, message, words) => {
    const key = message.resolveKey === "" ? incidentDigest(message) : message.resolveKey;
    const metadata = { ...settings.metadata, ...message.endpoint.extraLabels };
    const body = {
      alert_source_config_id: settings.url.slice(URL_PREFIX.length),
      status: byState(message, "firing", "resolved"),
      title: shorten(words.title(message) ?? BRANDING["incident-io"].titlePrefix.ours + displayName(message), TITLE_LIMIT),
      deduplication_key: key,
      description: fit(DESCRIPTION_LIMIT, message, (it) => words.body(it) ?? content(it)),
      source_url: given(settings["source-url"]),
      metadata: Object.keys(metadata).length === 0 ? undefined : metadata,
    };
    return tell(settings.url, settings["auth-token"], key, body, message);
  },
});
