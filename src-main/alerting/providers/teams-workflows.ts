// Microsoft Teams, by a workflow's webhook (Adaptive Card).

import { BRANDING } from "./branding.ts";
import { given, postJson } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fitJson, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { secret, text } from "./settings.ts";
import { byState, displayName, sentenceAbout, tick, withDescription } from "./texts.ts";

/** Teams refuses messages above about 28 KB. @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors */
const SIZE_LIMIT = 25_000;
const TITLE_LIMIT = 500;

function items(message: AlertMessage, words: Words) {
  const custom = words.body(message);
  const facts = message.result.conditions.map((c) => ({ title: tick(c), value: c.condition }));
  return [
    {
      type: "TextBlock",
      text: shorten(words.title(message) ?? BRANDING["teams-workflows"].title.ours, TITLE_LIMIT),
      wrap: false,
      size: "Medium",
      weight: "Bolder",
    },
    { type: "TextBlock", text: custom ?? `${sentenceAbout(message, `**${displayName(message)}**`)}.`, wrap: true },
    { type: "TextBlock", text: custom === null ? given(withDescription(message, "**Description**: ")) : undefined, wrap: true },
    { type: "FactSet", wrap: false, facts: words.listsConditions(message) ? facts : undefined },
  ];
}

export const teamsWorkflows = defineProvider({
  type: "teams-workflows",
  title: "Microsoft Teams (workflow)",
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the workflow that posts to the channel.", required: true }),
    title: text({
      title: "Title",
      description: "Title of the card; may hold placeholders.",
      placeholder: BRANDING["teams-workflows"].title.ours,
    }),
  },
  request: (settings, message, words) =>
    postJson(
      settings["webhook-url"],
      fitJson(SIZE_LIMIT, message, (it) => {
        const inner = { type: "Container", wrap: false, style: "Default", items: items(it, words) };
        const outer = { type: "Container", wrap: false, style: byState(it, "Attention", "Good"), items: [inner] };
        const content = { type: "AdaptiveCard", version: "1.4", body: [outer], msteams: { width: "Full" } };
        return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }] };
      }),
    ),
});
