// Any HTTP request that the user writes. Gatus' placeholders are replaced exactly as Gatus does, one after the other; where that
// would give an address that cannot be requested, it is repaired instead.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { call, isRecord } from "./calls.ts";
import { defineProvider } from "./define.ts";
import type { AlertMessage } from "./message.ts";
import { GATUS_PLACEHOLDERS, PLACEHOLDER_NAMES, placeholderValue } from "./placeholders.ts";
import { client, plainMap, text, textMap } from "./settings.ts";
import { byState, descriptionOf, tick } from "./texts.ts";

/** Set by the connection itself; a foreign value would break the request or do nothing. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"]);

const OWN_NAMES = PLACEHOLDER_NAMES.filter((name) => !GATUS_PLACEHOLDERS.has(name));

type WordMap = Readonly<Record<string, unknown>>;

function stateWord(message: AlertMessage, placeholders: WordMap): string {
  const name = byState(message, "TRIGGERED", "RESOLVED");
  const words = placeholders["ALERT_TRIGGERED_OR_RESOLVED"];
  const word = isRecord(words) ? words[name] : undefined;
  return typeof word === "string" || typeof word === "number" || typeof word === "boolean" ? String(word) : name;
}

/** Text brought in by an earlier placeholder is searched by the later ones, as in Gatus. */
function fill(template: string, message: AlertMessage, placeholders: WordMap, withConditions: boolean): string {
  const { endpoint, result } = message;
  const steps: ReadonlyArray<readonly [string, string]> = [
    ["ALERT_DESCRIPTION", message.notice?.body ?? descriptionOf(message)],
    ["ENDPOINT_NAME", endpoint.name],
    ["ENDPOINT_GROUP", endpoint.group],
    ["ENDPOINT_URL", endpoint.url],
    ["RESULT_ERRORS", result.errors.join(",").replaceAll('"', String.raw`\"`)],
    ...(withConditions
      ? ([["RESULT_CONDITIONS", result.conditions.map((c) => `${tick(c)} - \`${c.condition}\``).join(", ")]] as const)
      : []),
    ["ALERT_TRIGGERED_OR_RESOLVED", stateWord(message, placeholders)],
    ...OWN_NAMES.map((name) => [name, placeholderValue(name, message)] as const),
  ];
  return steps.reduce((filled, [name, value]) => filled.replaceAll(`[${name}]`, () => value), template);
}

/** A lone `%` or a control character, from a description perhaps, would make an address that nobody can request. */
function repairAddress(url: string): string {
  return url.replace(/%(?![0-9A-Fa-f]{2})/g, "%25").replace(/\p{Cc}/gu, encodeURIComponent);
}

export const custom = defineProvider({
  type: "custom",
  title: "Custom",
  overrides: { kind: "unchecked" },
  templates: "none",
  shape: {
    url: text({ title: "URL", description: "Address to call; may hold placeholders.", required: true }),
    method: text({ title: "Method", description: "HTTP method." }, "GET"),
    body: text({ title: "Body", description: "What to send; may hold placeholders." }),
    headers: textMap({ title: "Headers", description: "Headers to send, as they are.", secret: true }),
    placeholders: plainMap({
      title: "Placeholder values",
      description: "Other words for the states: `ALERT_TRIGGERED_OR_RESOLVED` with `TRIGGERED` and `RESOLVED`.",
    }),
    client: client(),
  },
  validate: (settings) =>
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(settings.method)
      ? []
      : [problemAt(["method"], say("errors.channel.notMethod", { key: "method" }))],
  request: (settings, message) => {
    const withConditions = message.result.conditions.length > 0 && settings.body.includes("[RESULT_CONDITIONS]");
    const filled = (template: string) => fill(template, message, settings.placeholders, withConditions);
    const body = filled(settings.body);
    const headers = Object.entries(settings.headers).filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
    return call(settings.method, repairAddress(filled(settings.url)), body === "" ? null : body, {
      headers: Object.fromEntries(headers),
      client: settings.client,
    });
  },
});
