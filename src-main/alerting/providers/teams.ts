// Microsoft Teams, by a connector of the older kind (MessageCard).

import { BRANDING } from "./branding.ts";
import { postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson, shorten } from "./limits.ts";
import { client, secret, text } from "./settings.ts";
import { byState, displayName, eachCondition, sentenceAbout, withDescription } from "./texts.ts";

/** Teams refuses messages above about 28 KB. @see https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors */
const SIZE_LIMIT = 25_000;
const TITLE_LIMIT = 500;

export const teams = defineProvider({
  type: "teams",
  title: "Microsoft Teams (connector)",
  overrides: { kind: "checked", required: [] },
  shape: {
    "webhook-url": secret({ title: "Webhook URL", description: "Address of the connector's webhook.", required: true }),
    title: text({ title: "Title", description: "Title of the card; may hold placeholders.", placeholder: BRANDING.teams.title.ours }),
    client: client(),
  },
  request: (settings, message, words) => {
    const card = fitJson(SIZE_LIMIT, message, (it) => ({
      "@type": "MessageCard",
      "@context": "http://schema.org/extensions",
      themeColor: byState(it, "#DD0000", "#36A64F"),
      title: shorten(words.title(it) ?? BRANDING.teams.title.ours, TITLE_LIMIT),
      text: words.body(it) ?? sentenceAbout(it, `*${displayName(it)}*`) + withDescription(it, ": "),
      sections: words.listsConditions(it)
        ? [
            {
              activityTitle: "Condition results",
              text: eachCondition(it, (c) => `${c.success ? "&#x2705;" : "&#x274C;"} - \`${c.condition}\`<br/>`),
            },
          ]
        : undefined,
    }));
    return postJson(settings["webhook-url"], card, { client: settings.client });
  },
});
