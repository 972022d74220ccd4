// Alerts, as endpoints name them and as providers preset them.

import { block, choice, duration, field, flag, free, integer, text } from "./schema.ts";

export const DEFAULT_FAILURE_THRESHOLD = 3;
export const DEFAULT_SUCCESS_THRESHOLD = 2;

/** One entry of `alerts`, and a provider's `default-alert`. Its defaults are filled in after the provider's were merged. */
export const alertBlock = block("an alert", {
  type: field(text, "The channel: a key of `alerting`", { example: "slack" }),
  enabled: field(flag, "Whether the alert is active (default true)"),
  "failure-threshold": field(integer, "How many failures in a row trigger it (default 3)"),
  "success-threshold": field(integer, "How many successes in a row resolve it (default 2)"),
  "send-on-resolved": field(flag, "Whether to tell when it is over (default false; true for desktop)"),
  "minimum-reminder-interval": field(duration, "Remind this often while it lasts; at least 5m (default: no reminders)", { example: "1h" }),
  description: field(text, "A sentence for the message"),
  "provider-override": field(free, "Settings of the channel that differ for this alert"),
  on: field(choice(["failing", "degraded"]), "`degraded`: also count results that are only degraded (default failing)", {
    origin: "sentray",
  }),
});
