// Opsgenie. The alias is computed from the endpoint, so whatever is sent twice joins the open alert.

import { given, givenList, postJson } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fit, fitBytes, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange } from "./provider.ts";
import { list, secret, text } from "./settings.ts";
import { descriptionOf, displayName, eachCondition, isResolved, sentenceAbout } from "./texts.ts";

/** @see https://docs.opsgenie.com/docs/alert-api#create-alert */
const MESSAGE_LIMIT = 130;
const DESCRIPTION_LIMIT = 15_000;
const DETAIL_LIMIT = 1_500;
const NOTE_LIMIT = 25_000;
const ALIAS_LIMIT = 512;

const API = "https://api.opsgenie.com/v2/alerts";

interface OpsgenieSettings {
  readonly "api-key": string;
  readonly priority: string;
  readonly source: string;
  readonly "entity-prefix": string;
  readonly "alias-prefix": string;
  readonly tags: readonly string[];
}

function kebab(name: string): string {
  return name.replaceAll(" ", "-").toLowerCase();
}

function identity(message: AlertMessage): string {
  const { group, name } = message.endpoint;
  return (group === "" ? "" : `${kebab(group)}-`) + kebab(name);
}

function aliasOf(settings: OpsgenieSettings, message: AlertMessage): string {
  return shorten(settings["alias-prefix"] + identity(message), ALIAS_LIMIT);
}

function summary(message: AlertMessage): string {
  const { group, name } = message.endpoint;
  return `${group === "" ? "" : `[${group}] `}${isResolved(message) ? "RESOLVED: " : ""}${name} - ${descriptionOf(message)}`;
}

function content(message: AlertMessage): string {
  return `${sentenceAbout(message, `*${displayName(message)}*`)}\n${eachCondition(message, (c) => `${c.success ? "▣" : "▢"} - \`${c.condition}\`\n`)}`;
}

function details(message: AlertMessage) {
  const { endpoint, result } = message;
  return {
    "endpoint:url": given(fitBytes(DETAIL_LIMIT, message, (it) => it.endpoint.url)),
    "endpoint:group": given(endpoint.group),
    "result:hostname": given(result.hostname),
    "result:ip": given(result.ip),
    "result:dns_code": given(result.dnsRcode),
    "result:errors": given(fitBytes(DETAIL_LIMIT, message, (it) => it.result.errors.join(","))),
    "result:http_status": result.status > 0 ? String(result.status) : undefined,
  };
}

function* tell(settings: OpsgenieSettings, message: AlertMessage, words: Words): Exchange {
  const options = { headers: { Authorization: `GenieKey ${settings["api-key"]}` } };
  const alias = aliasOf(settings, message);
  yield postJson(
    API,
    {
      message: fit(MESSAGE_LIMIT, message, (it) => words.title(it) ?? summary(it)),
      priority: settings.priority,
      source: settings.source,
      entity: shorten(settings["entity-prefix"] + identity(message), ALIAS_LIMIT),
      alias,
      description: fit(DESCRIPTION_LIMIT, message, (it) => words.body(it) ?? content(it)),
      tags: givenList(settings.tags),
      details: details(message),
    },
    options,
  );
  if (!isResolved(message)) return { kind: "delivered", resolveKey: alias };
  const note = fit(NOTE_LIMIT, message, (it) => `RESOLVED: ${it.endpoint.name} - ${descriptionOf(it)}`);
  yield postJson(`${API}/${encodeURIComponent(alias)}/close?identifierType=alias`, { source: identity(message), note }, options);
  return { kind: "delivered", resolveKey: "" };
}

export const opsgenie = defineProvider({
  type: "opsgenie",
  title: "Opsgenie",
  overrides: { kind: "unsupported" },
  capabilities: { resolve: "close", reminder: "same", dedup: "computed" },
  shape: {
    "api-key": secret({ title: "API key", description: "Key of the API integration.", required: true }),
    priority: text({ title: "Priority", description: "From P1 (highest) to P5." }, "P1"),
    source: text({ title: "Source", description: "Named as the alert's source." }, "gatus"),
    "entity-prefix": text({ title: "Entity prefix", description: "Stands before the endpoint in the alert's entity." }, "gatus-"),
    "alias-prefix": text({ title: "Alias prefix", description: "Stands before the endpoint in the alert's alias." }, "gatus-healthcheck-"),
    tags: list({ title: "Tags", description: "Tags of the alert." }),
  },
  exchange: tell,
});
