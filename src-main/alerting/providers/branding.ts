// The one table of names: where Gatus puts its own name or icon before people's eyes, and what stands there instead. Whatever
// machines key on (tags, issue titles, event names, ids) is not in it and goes out exactly as Gatus sends it.

import type { ProviderType } from "./types.ts";

/** One place in a provider's request. */
export interface NameRow {
  /** Path into the request: `body`, `form` or `headers`, then keys; `*` = every entry of a list. */
  readonly at: readonly string[];
  /** whole: the value is the name · start: it begins with it · omitted: the key is left out. */
  readonly match: "whole" | "start" | "omitted";
  readonly gatus: string;
  readonly ours: string;
}

function whole(at: string, gatus: string, ours: string): NameRow {
  return { at: at.split("."), match: "whole", gatus, ours };
}

function start(at: string, gatus: string, ours: string): NameRow {
  return { at: at.split("."), match: "start", gatus, ours };
}

function omitted(at: string): NameRow {
  return { at: at.split("."), match: "omitted", gatus: "", ours: "" };
}

/** Name → row, by provider. */
export const BRANDING = {
  discord: { title: whole("body.embeds.*.title", ":helmet_with_white_cross: Gatus", ":helmet_with_white_cross: Sentray") },
  gotify: { titlePrefix: start("body.title", "Gatus: ", "Sentray: ") },
  "incident-io": { titlePrefix: start("body.title", "Gatus: ", "Sentray: ") },
  mattermost: {
    title: whole("body.attachments.*.title", ":helmet_with_white_cross: Gatus", ":helmet_with_white_cross: Sentray"),
    fallbackPrefix: start("body.attachments.*.fallback", "Gatus - ", "Sentray - "),
    username: whole("body.username", "gatus", "sentray"),
    icon: omitted("body.icon_url"),
  },
  n8n: { title: whole("body.title", "Gatus", "Sentray") },
  newrelic: { service: whole("body.*.service", "Gatus", "Sentray") },
  ntfy: { titlePrefix: start("body.title", "Gatus: ", "Sentray: ") },
  pagerduty: { source: whole("body.payload.source", "Gatus", "Sentray") },
  pushover: { titlePrefix: start("body.title", "Gatus: ", "Sentray: ") },
  rocketchat: {
    title: whole("body.attachments.*.title", "🚨 Gatus Alert", "🚨 Sentray Alert"),
    username: whole("body.username", "Gatus", "Sentray"),
    author: whole("body.attachments.*.author_name", "Gatus", "Sentray"),
    icon: omitted("body.attachments.*.author_icon"),
  },
  slack: { title: whole("body.attachments.*.title", ":helmet_with_white_cross: Gatus", ":helmet_with_white_cross: Sentray") },
  teams: { title: whole("body.title", "&#x1F6A8; Gatus", "&#x1F6A8; Sentray") },
  "teams-workflows": {
    title: whole("body.attachments.*.content.body.*.items.*.items.*.text", "\u26D1\uFE0F Gatus", "\u26D1\uFE0F Sentray"),
  },
  telegram: { heading: start("body.text", "\u26D1 *Gatus* \n", "\u26D1 *Sentray* \n") },
  // The sender is a setting; the one that Gatus' manual gives as its example is taken for the name it is.
  vonage: { sender: whole("form.from", "Gatus", "Sentray") },
  zulip: { topic: whole("form.topic", "Gatus", "Sentray"), userAgent: whole("headers.User-Agent", "Gatus", "Sentray") },
} as const satisfies Partial<Record<ProviderType, Readonly<Record<string, NameRow>>>>;
