// Splunk, by the HTTP Event Collector.

import { SECOND } from "../../../shared/units.ts";
import { given, givenList, postJson } from "./calls.ts";
import { defineProvider } from "./define.ts";
import { fitJson } from "./limits.ts";
import { secret, text } from "./settings.ts";
import { byState, conditionObjects, descriptionOf, displayName, headline } from "./texts.ts";

/** An event takes a megabyte; more than this is never looked at. */
const SIZE_LIMIT = 200_000;

export const splunk = defineProvider({
  type: "splunk",
  title: "Splunk",
  templates: "body",
  capabilities: { resolve: "status" },
  shape: {
    "hec-url": text({
      title: "HEC URL",
      description: "Address of the HTTP Event Collector.",
      required: true,
      placeholder: "https://splunk.example.org:8088",
    }),
    "hec-token": secret({ title: "HEC token", description: "Token of the collector.", required: true }),
    source: text({ title: "Source", description: "Source of the events." }, "gatus"),
    sourcetype: text({ title: "Source type", description: "Source type of the events." }, "gatus:alert"),
    index: text({ title: "Index", description: "Index that takes the events." }),
  },
  request: (settings, message, words) =>
    postJson(
      `${settings["hec-url"]}/services/collector/event`,
      fitJson(SIZE_LIMIT, message, (it) => ({
        time: Math.floor(it.nowMs / SECOND),
        source: settings.source,
        sourcetype: settings.sourcetype,
        index: given(settings.index),
        event: {
          alert_type: byState(it, "triggered", "resolved"),
          endpoint: displayName(it),
          group: given(it.endpoint.group),
          status: byState(it, "critical", "ok"),
          message: words.body(it) ?? headline(it),
          description: given(descriptionOf(it)),
          conditions: givenList(conditionObjects(it)),
        },
      })),
      { headers: { Authorization: `Splunk ${settings["hec-token"]}` } },
    ),
});
