// GitLab, by an HTTP alert integration. The fingerprint ties the end to the beginning.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { incidentUuid } from "./incident-key.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { formatRfc3339 } from "./placeholders.ts";
import type { Exchange } from "./provider.ts";
import { secret, text } from "./settings.ts";
import { codeTick, conditionList, displayName, isResolved, sentenceAbout, withDescription } from "./texts.ts";

/** @see https://docs.gitlab.com/operations/incident_management/integrations/ */
const TITLE_LIMIT = 200;
const DESCRIPTION_LIMIT = 1_000;
const NAME_LIMIT = 100;
const HOSTS_LIMIT = 255;

function content(message: AlertMessage): string {
  return (
    sentenceAbout(message, `*${displayName(message)}*`) +
    withDescription(message, ":\n> ") +
    conditionList(message, "\n\n## Condition results\n", (c) => `- ${codeTick(c)} - \`${c.condition}\`\n`)
  );
}

function* tell(url: string, token: string, key: string, body: unknown, message: AlertMessage): Exchange {
  yield postJson(url, body, { headers: { Authorization: `Bearer ${token}` } });
  return { kind: "delivered", resolveKey: isResolved(message) ? "" : key };
}

export const gitlab = defineProvider({
  type: "gitlab",
  title: "GitLab",
  overrides: { kind: "unsupported" },
  capabilities: { resolve: "status", reminder: "same", dedup: "key" },
  templates: "body",
  shape: {
    "webhook-url": text({ title: "Webhook URL", description: "Address of the HTTP integration.", required: true }),
    "authorization-key": secret({ title: "Authorization key", description: "Key of the HTTP integration.", required: true }),
    severity: text({ title: "Severity", description: "critical, high, medium, low, info or unknown." }, "critical"),
    "monitoring-tool": text({ title: "Monitoring tool", description: "Named in the alert and its title." }, "gatus"),
    "environment-name": text({ title: "Environment", description: "GitLab environment that the alert belongs to." }),
    service: text({ title: "Service", description: "Affected service; group and name of the endpoint if absent." }),
  },
  validate: (settings) =>
    URL.canParse(settings["webhook-url"]) ? [] : [problemAt(["webhook-url"], say("errors.channel.notUrl", { key: "webhook-url" }))],
  mintResolveKey: incidentUuid,
  exchange: (settings, message, words) => {
    const key = message.resolveKey === "" ? incidentUuid(message) : message.resolveKey;
    const service = settings.service === "" ? displayName(message) : settings.service;
    const time = formatRfc3339(message.result.timestampMs);
    const body = {
      title: shorten(`alert(${settings["monitoring-tool"]}): ${service}`, TITLE_LIMIT),
      description: fit(DESCRIPTION_LIMIT, message, (it) => words.body(it) ?? content(it)),
      start_time: time,
      end_time: isResolved(message) ? time : undefined,
      service: shorten(service, NAME_LIMIT),
      monitoring_tool: shorten(settings["monitoring-tool"], NAME_LIMIT),
      hosts: given(shorten(message.endpoint.url, HOSTS_LIMIT)),
      severity: settings.severity,
      fingerprint: key,
      gitlab_environment_name: given(settings["environment-name"]),
    };
    return tell(settings["webhook-url"], settings["authorization-key"], key, body, message);
  },
});
