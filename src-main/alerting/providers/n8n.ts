// n8n, by a webhook that starts a workflow.

import { BRANDING } from "./branding.ts";
import { given, givenList, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson } from "./limits.ts";
import { secret, text } from "./settings.ts";
import { conditionObjects, descriptionOf, displayName, isResolved, sentenceAbout } from "./texts.ts";

/** n8n takes 16 MB; nodes after it show less. */
const SIZE_LIMIT = 200_000;

export const n8n = defineProvider({
  type: "n8n",
  title: "n8n",
  capabilities: { resolve: "status" },
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the workflow's webhook.", required: true }),
    title: text({
      title: "Title",
      description: "Title that the workflow gets; may hold placeholders.",
      placeholder: BRANDING.n8n.title.ours,
    }),
  },
  request: (settings, message, words) =>
    postJson(
      settings["webhook-url"],
      fitJson(SIZE_LIMIT, message, (it) => ({
        title: words.title(it) ?? BRANDING.n8n.title.ours,
        endpoint_name: it.endpoint.name,
        endpoint_group: given(it.endpoint.group),
        endpoint_url: it.endpoint.url,
        alert_description: given(descriptionOf(it)),
        resolved: isResolved(it),
        message: words.body(it) ?? sentenceAbout(it, displayName(it)),
        condition_results: givenList(conditionObjects(it)),
      })),
    ),
});
