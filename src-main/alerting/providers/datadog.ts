// Datadog events.

import { SECOND } from "../../../shared/units.ts";
import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { list, secret, text } from "./settings.ts";
import { byState, conditionList, displayName, headline, tick, withDescription } from "./texts.ts";

/** @see https://docs.datadoghq.com/api/latest/events/ */
const TITLE_LIMIT = 500;
const TEXT_LIMIT = 4_000;

function content(message: AlertMessage): string {
  return (
    headline(message) +
    withDescription(message, "\n\nDescription: ") +
    conditionList(message, "\n\nCondition Results:", (c) => `\n${tick(c)} ${c.condition}`)
  );
}

export const datadog = defineProvider({
  type: "datadog",
  title: "Datadog",
  capabilities: { resolve: "status" },
  shape: {
    "api-key": secret({ title: "API key", description: "API key of the organisation.", required: true }),
    site: text({ title: "Site", description: "Datadog site of the organisation." }, "datadoghq.com"),
    tags: list({ title: "Tags", description: "Tags beside those of the endpoint." }),
  },
  request: (settings, message, words) => {
    const { name, group } = message.endpoint;
    const state = byState(message, "error", "success");
    const title = (it: AlertMessage) => words.title(it) ?? byState(it, "Alert: ", "Resolved: ") + displayName(it);
    const body = {
      title: fit(TITLE_LIMIT, message, title),
      text: fit(TEXT_LIMIT, message, (it) => words.body(it) ?? content(it)),
      priority: "normal",
      tags: ["source:gatus", `endpoint:${name}`, `status:${state}`, ...(group === "" ? [] : [`group:${group}`]), ...settings.tags],
      alert_type: state,
      source_type_name: "gatus",
      date_happened: Math.floor(message.nowMs / SECOND),
    };
    return postJson(`https://api.${settings.site}/api/v1/events`, body, { headers: { "DD-API-KEY": settings["api-key"] } });
  },
});
