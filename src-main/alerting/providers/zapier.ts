// Zapier, by a webhook that starts a Zap.

import { given, givenList, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson } from "./limits.ts";
import { formatRfc3339 } from "./placeholders.ts";
import { secret } from "./settings.ts";
import { byState, conditionObjects, descriptionOf, displayName, headline, isResolved } from "./texts.ts";

/** A hook takes 10 MB; steps after it show less. */
const SIZE_LIMIT = 200_000;

export const zapier = defineProvider({
  type: "zapier",
  title: "Zapier",
  templates: "body",
  capabilities: { resolve: "status" },
  shape: { "webhook-url": secret({ title: "Webhook URL", description: "Address of the Zap's catch hook.", required: true }) },
  request: (settings, message, words) => {
    const { conditions } = message.result;
    const passed = conditions.filter((c) => c.success).length;
    return postJson(
      settings["webhook-url"],
      fitJson(SIZE_LIMIT, message, (it) => ({
        alert_type: byState(it, "triggered", "resolved"),
        status: byState(it, "critical", "ok"),
        endpoint: displayName(it),
        group: given(it.endpoint.group),
        message: words.body(it) ?? headline(it),
        description: given(descriptionOf(it)),
        timestamp: formatRfc3339(it.nowMs),
        success_threshold: isResolved(it) ? it.alert.successThreshold : undefined,
        failure_threshold: isResolved(it) ? undefined : it.alert.failureThreshold,
        condition_results: givenList(conditionObjects(it)),
        total_conditions: conditions.length,
        passed_conditions: passed,
        failed_conditions: conditions.length - passed,
      })),
    );
  },
});
