// All providers by name. A missing one does not compile.

import { awsSes } from "./aws-ses.ts";
import { clickup } from "./clickup.ts";
import { custom } from "./custom.ts";
import { datadog } from "./datadog.ts";
import { desktop } from "./desktop.ts";
import { discord } from "./discord.ts";
import { email } from "./email.ts";
import { gitea } from "./gitea.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { googlechat } from "./googlechat.ts";
import { gotify } from "./gotify.ts";
import { homeassistant } from "./homeassistant.ts";
import { ifttt } from "./ifttt.ts";
import { ilert } from "./ilert.ts";
import { incidentIo } from "./incident-io.ts";
import { line } from "./line.ts";
import { matrix } from "./matrix.ts";
import { mattermost } from "./mattermost.ts";
import { messagebird } from "./messagebird.ts";
import { n8n } from "./n8n.ts";
import { newrelic } from "./newrelic.ts";
import { ntfy } from "./ntfy.ts";
import { opsgenie } from "./opsgenie.ts";
import { pagerduty } from "./pagerduty.ts";
import { plivo } from "./plivo.ts";
import { pushover } from "./pushover.ts";
import { rocketchat } from "./rocketchat.ts";
import { sendgrid } from "./sendgrid.ts";
import { signal } from "./signal.ts";
import { signl4 } from "./signl4.ts";
import { slack } from "./slack.ts";
import { splunk } from "./splunk.ts";
import { squadcast } from "./squadcast.ts";
import { teams } from "./teams.ts";
import { teamsWorkflows } from "./teams-workflows.ts";
import { telegram } from "./telegram.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";
import { webex } from "./webex.ts";
import { zapier } from "./zapier.ts";
import { zulip } from "./zulip.ts";
import type { Provider } from "./provider.ts";
import type { ProviderType } from "./types.ts";

/** @see Provider */
export const PROVIDERS: Readonly<Record<ProviderType, Provider>> = {
  "aws-ses": awsSes,
  clickup,
  custom,
  datadog,
  desktop,
  discord,
  email,
  gitea,
  github,
  gitlab,
  googlechat,
  gotify,
  homeassistant,
  ifttt,
  ilert,
  "incident-io": incidentIo,
  line,
  matrix,
  mattermost,
  messagebird,
  n8n,
  newrelic,
  ntfy,
  opsgenie,
  pagerduty,
  plivo,
  pushover,
  rocketchat,
  sendgrid,
  signal,
  signl4,
  slack,
  splunk,
  squadcast,
  teams,
  "teams-workflows": teamsWorkflows,
  telegram,
  twilio,
  vonage,
  webex,
  zapier,
  zulip,
};
