// New Relic: a custom event for dashboards and alert conditions.

import { SECOND } from "../../../shared/units.ts";
import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fit } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret, text } from "./settings.ts";
import { byState, descriptionOf, displayName, headline } from "./texts.ts";

/** @see https://docs.newrelic.com/docs/data-apis/ingest-apis/event-api (attribute values) */
const VALUE_LIMIT = 4_095;

/** Percent; 0 is left out. */
function successRate(message: AlertMessage): number | undefined {
  const { conditions } = message.result;
  if (conditions.length === 0) return byState(message, undefined, 100);
  const rate = (conditions.filter((c) => c.success).length / conditions.length) * 100;
  return rate === 0 ? undefined : rate;
}

export const newrelic = defineProvider({
  type: "newrelic",
  title: "New Relic",
  templates: "body",
  capabilities: { resolve: "status" },
  shape: {
    "insert-key": secret({ title: "Insert key", description: "Key for inserting events.", required: true }),
    "account-id": text({ title: "Account id", description: "Id of the account.", required: true }),
    region: text({ title: "Region", description: "`EU` for accounts kept in Europe." }),
  },
  request: (settings, message, words) => {
    const host = settings.region === "EU" ? "insights-collector.eu01.nr-data.net" : "insights-collector.newrelic.com";
    const event = {
      eventType: "GatusAlert",
      timestamp: Math.floor(message.nowMs / SECOND) * SECOND,
      service: BRANDING.newrelic.service.ours,
      endpoint: displayName(message),
      group: given(message.endpoint.group),
      alertStatus: byState(message, "triggered", "resolved"),
      message: fit(VALUE_LIMIT, message, (it) => words.body(it) ?? headline(it)),
      description: given(fit(VALUE_LIMIT, message, descriptionOf)),
      severity: byState(message, "CRITICAL", "INFO"),
      source: "gatus",
      successRate: successRate(message),
    };
    const url = `https://${host}/v1/accounts/${settings["account-id"]}/events`;
    return postJson(url, [event], { headers: { "X-Insert-Key": settings["insert-key"] } });
  },
});
