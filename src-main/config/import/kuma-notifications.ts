// Notifications of Uptime Kuma to blocks under `alerting`. Pure. Templates and looks are its own; addresses and tokens come over.

import { note } from "../../../shared/i18n/tell.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ImportRefusal } from "../../../shared/model/settings-import.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import type { FoundProvider } from "./found.ts";
import { escapeMapping } from "./found.ts";
import { flagIn, numberIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";

export interface KumaNotification {
  readonly id: number;
  readonly name: string;
  /** Its settings with its `type`. */
  readonly config: Loose;
}

export interface KumaNotifications {
  readonly providers: readonly FoundProvider[];
  readonly refusals: readonly ImportRefusal[];
  /** The alert's type of each notification that came over. */
  readonly typeOf: ReadonlyMap<number, string>;
}

interface Mapping {
  readonly type: string;
  /** Keys without which nothing could be sent. */
  readonly required: readonly string[];
  readonly block: (config: Loose) => Readonly<Record<string, PlainValue | null>>;
}

/** One block of each type: Sentray has one channel of a kind, with overrides by group. */
export function convertNotifications(notifications: readonly KumaNotification[]): KumaNotifications {
  const providers = new Map<string, FoundProvider>();
  const refusals: ImportRefusal[] = [];
  const typeOf = new Map<number, string>();
  for (const { id, name, config } of notifications) {
    const kind = textIn(config, "type");
    const what = name === "" ? note("importing.kuma.notification", { id: String(id) }) : name;
    const mapping = Object.hasOwn(MAPPINGS, kind) ? MAPPINGS[kind] : undefined;
    if (mapping === undefined) {
      refusals.push({ what, why: note("importing.kuma.noChannel", { kind: JSON.stringify(kind.slice(0, 60)) }) });
      continue;
    }
    const value = filled(mapping.block(config));
    const missing = mapping.required.filter((key) => value[key] === undefined);
    if (missing.length > 0) refusals.push({ what, why: note("importing.kuma.lacks", { keys: missing }) });
    else if (providers.has(mapping.type)) {
      typeOf.set(id, mapping.type);
      refusals.push({
        what,
        why: note("importing.kuma.secondChannel", { type: mapping.type }),
      });
    } else {
      const notes = name === "" ? [] : [note("importing.kuma.wasCalled", { name: JSON.stringify(name) })];
      providers.set(mapping.type, { type: mapping.type, value: escapeMapping(value), notes });
      typeOf.set(id, mapping.type);
    }
  }
  return { providers: [...providers.values()], refusals, typeOf };
}

function filled(block: Readonly<Record<string, PlainValue | null>>): PlainMapping {
  return Object.fromEntries(
    Object.entries(block).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)),
  );
}

/** A text setting under its own name. */
function webhook(type: string, key: string): Mapping {
  return { type, required: ["webhook-url"], block: (config) => ({ "webhook-url": textIn(config, key) }) };
}

const MAPPINGS: Readonly<Record<string, Mapping>> = {
  slack: webhook("slack", "slackwebhookURL"),
  discord: webhook("discord", "discordWebhookUrl"),
  teams: webhook("teams-workflows", "webhookUrl"),
  GoogleChat: webhook("googlechat", "googleChatWebhookURL"),
  mattermost: {
    type: "mattermost",
    required: ["webhook-url"],
    block: (config) => ({ "webhook-url": textIn(config, "mattermostWebhookUrl"), channel: textIn(config, "mattermostchannel") }),
  },
  "rocket.chat": {
    type: "rocketchat",
    required: ["webhook-url"],
    block: (config) => ({ "webhook-url": textIn(config, "rocketwebhookURL"), channel: textIn(config, "rocketchannel") }),
  },
  telegram: {
    type: "telegram",
    required: ["token", "id"],
    block: (config) => ({
      token: textIn(config, "telegramBotToken"),
      id: textIn(config, "telegramChatID"),
      "topic-id": textIn(config, "telegramMessageThreadID"),
      "api-url": textIn(config, "telegramServerUrl").replace(/^https:\/\/api\.telegram\.org\/?$/, ""),
    }),
  },
  ntfy: {
    type: "ntfy",
    required: ["topic"],
    block: (config) => ({
      topic: textIn(config, "ntfytopic"),
      url: textIn(config, "ntfyserverurl").replace(/\/+$/, ""),
      token: textIn(config, "ntfyaccesstoken"),
      priority: priority(config, "ntfyPriority", 1, 5),
    }),
  },
  gotify: {
    type: "gotify",
    required: ["server-url", "token"],
    block: (config) => ({
      "server-url": textIn(config, "gotifyserverurl").replace(/\/+$/, ""),
      token: textIn(config, "gotifyapplicationToken"),
      priority: priority(config, "gotifyPriority", 0, 10),
    }),
  },
  pushover: {
    type: "pushover",
    required: ["application-token", "user-key"],
    block: (config) => ({
      "application-token": textIn(config, "pushoverapptoken"),
      "user-key": textIn(config, "pushoveruserkey"),
      title: textIn(config, "pushovertitle"),
      device: textIn(config, "pushoverdevice"),
      sound: textIn(config, "pushoversounds"),
      priority: priority(config, "pushoverpriority", -2, 2),
    }),
  },
  PagerDuty: {
    type: "pagerduty",
    required: ["integration-key"],
    block: (config) => ({ "integration-key": textIn(config, "pagerdutyIntegrationKey") }),
  },
  Opsgenie: {
    type: "opsgenie",
    required: ["api-key"],
    block: (config) => {
      const level = priority(config, "opsgeniePriority", 1, 5);
      return { "api-key": textIn(config, "opsgenieApiKey"), priority: level === null ? null : `P${level}` };
    },
  },
  matrix: {
    type: "matrix",
    required: ["access-token", "internal-room-id"],
    block: (config) => ({
      "server-url": textIn(config, "homeserverUrl"),
      "access-token": textIn(config, "accessToken"),
      "internal-room-id": textIn(config, "internalRoomId"),
    }),
  },
  smtp: {
    type: "email",
    required: ["from", "host", "port", "to"],
    block: (config) => ({
      from: address(textIn(config, "smtpFrom")),
      username: textIn(config, "smtpUsername"),
      password: textIn(config, "smtpPassword"),
      host: textIn(config, "smtpHost"),
      port: numberIn(config, "smtpPort"),
      to: [textIn(config, "smtpTo"), textIn(config, "smtpCC"), textIn(config, "smtpBCC")].filter((to) => to !== "").join(","),
      client: flagIn(config, "smtpIgnoreTLSError") ? { insecure: true } : null,
    }),
  },
  line: {
    type: "line",
    required: ["channel-access-token", "user-ids"],
    block: (config) => ({
      "channel-access-token": textIn(config, "lineChannelAccessToken"),
      "user-ids": listOf(textIn(config, "lineUserID")),
    }),
  },
  signal: {
    type: "signal",
    required: ["api-url", "number", "recipients"],
    block: (config) => ({
      "api-url": textIn(config, "signalURL").replace(/\/v2\/send\/?$/, ""),
      number: textIn(config, "signalNumber"),
      recipients: listOf(textIn(config, "signalRecipients")),
    }),
  },
  HomeAssistant: {
    type: "homeassistant",
    required: ["url", "token"],
    block: (config) => ({ url: textIn(config, "homeAssistantUrl").replace(/\/+$/, ""), token: textIn(config, "longLivedAccessToken") }),
  },
  webhook: {
    type: "custom",
    required: ["url"],
    block: (config) => ({
      url: textIn(config, "webhookURL"),
      method: textIn(config, "httpMethod").toUpperCase() === "GET" ? "GET" : "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"monitor": "[ENDPOINT_NAME]", "group": "[ENDPOINT_GROUP]", "state": "[ALERT_TRIGGERED_OR_RESOLVED]", "text": "[ALERT_DESCRIPTION]"}',
    }),
  },
};

function priority(config: Loose, key: string, lowest: number, highest: number): number | null {
  const value = numberIn(config, key);
  return value === null || !Number.isInteger(value) || value < lowest || value > highest ? null : value;
}

function listOf(text: string): readonly string[] {
  return text
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** `"Name" <a@b.c>` is an address with a name; the address is what the channel takes. */
function address(text: string): string {
  return /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;
}
