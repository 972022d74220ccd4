// The names of the channels: what stands under `alerting` and in `alerts[].type`.

/** Gatus' 41 names in its own spelling, and `desktop`. In alphabetical order. */
export const PROVIDER_TYPES = [
  "aws-ses",
  "clickup",
  "custom",
  "datadog",
  "desktop",
  "discord",
  "email",
  "gitea",
  "github",
  "gitlab",
  "googlechat",
  "gotify",
  "homeassistant",
  "ifttt",
  "ilert",
  "incident-io",
  "line",
  "matrix",
  "mattermost",
  "messagebird",
  "n8n",
  "newrelic",
  "ntfy",
  "opsgenie",
  "pagerduty",
  "plivo",
  "pushover",
  "rocketchat",
  "sendgrid",
  "signal",
  "signl4",
  "slack",
  "splunk",
  "squadcast",
  "teams",
  "teams-workflows",
  "telegram",
  "twilio",
  "vonage",
  "webex",
  "zapier",
  "zulip",
] as const;

/** @see PROVIDER_TYPES */
export type ProviderType = (typeof PROVIDER_TYPES)[number];

/** Native notifications: never leave this machine, and need no block of their own. */
export const NATIVE = "desktop" satisfies ProviderType;

/** Whether a name is one of {@link PROVIDER_TYPES}. */
export function isProviderType(name: string): name is ProviderType {
  return (PROVIDER_TYPES as readonly string[]).includes(name);
}
