// Messages, channels and ports for tests of the providers.

import type { AlertMessage } from "../../../../../src-main/alerting/providers/message.ts";
import type { DeliveryPorts } from "../../../../../src-main/alerting/providers/executor.ts";
import type { Channel, SesMail, SettingsBlock, SmtpMail } from "../../../../../src-main/alerting/providers/provider.ts";
import { openChannel } from "../../../../../src-main/alerting/providers/catalog.ts";
import type { NativeNotification } from "../../../../../src-main/ports/alerting.ts";
import type { HttpReply, HttpRequest } from "../../../../../src-main/ports/http-client.ts";
import type { MonotonicMs } from "../../../../../shared/units.ts";

/** 2026-01-02T03:04:05.678Z, when everything in these tests happens. */
export const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** A message about an outage of three minutes, with parts replaced. */
export function sampleMessage(change: Partial<AlertMessage> = {}): AlertMessage {
  return {
    id: "message-1",
    incidentId: "incident-1",
    kind: "triggered",
    endpoint: {
      key: "core_front-end",
      name: "front-end",
      group: "core",
      url: "https://example.org/health",
      isDns: false,
      extraLabels: {},
      tags: ["web", "paid"],
      links: [{ name: "Runbook", url: "https://wiki.example.org/front-end" }],
    },
    alert: {
      description: "the shop",
      failureThreshold: 3,
      successThreshold: 2,
      sendOnResolved: true,
      enabled: null,
      minimumReminderIntervalMs: 0,
      providerOverride: null,
    },
    result: {
      timestampMs: NOW_MS,
      conditions: [
        { condition: "[STATUS] (500) == 200", success: false },
        { condition: "[RESPONSE_TIME] < 300", success: true },
      ],
      errors: ["connection refused"],
      status: 500,
      hostname: "example.org",
      ip: "192.0.2.1",
      dnsRcode: "",
    },
    nowMs: NOW_MS,
    sinceMs: NOW_MS - 180_000,
    durationMs: 180_000,
    alsoAffected: [],
    notice: null,
    conversation: false,
    resolveKey: "",
    reference: "",
    ...change,
  };
}

/** Opens a channel that must be valid. */
export function openSample(type: string, settings: SettingsBlock): Channel {
  const prepared = openChannel({ type, settings, overrides: [] }, "core", {});
  if (!prepared.ok) throw new Error(`${type}: ${prepared.problems.map(({ message }) => message).join("; ")}`);
  return prepared.channel;
}

/** Ways out that record what goes through them and answer from a list, then with 200 and `{}`. */
export interface RecordingPorts extends DeliveryPorts {
  readonly requests: HttpRequest[];
  readonly mails: SmtpMail[];
  readonly sesMails: SesMail[];
  readonly notifications: NativeNotification[];
}

/** @see RecordingPorts */
export function recordingPorts(replies: ReadonlyArray<Partial<HttpReply> | Error> = []): RecordingPorts {
  const requests: HttpRequest[] = [];
  const mails: SmtpMail[] = [];
  const sesMails: SesMail[] = [];
  const notifications: NativeNotification[] = [];
  return {
    requests,
    mails,
    sesMails,
    notifications,
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 as MonotonicMs },
    http: {
      send: (request) => {
        requests.push(request);
        const reply = replies[requests.length - 1] ?? {};
        return reply instanceof Error ? Promise.reject(reply) : Promise.resolve({ status: 200, headers: {}, bodyText: "{}", ...reply });
      },
      close: () => Promise.resolve(),
    },
    mailer: {
      send: (mail) => {
        mails.push(mail);
        return Promise.resolve({ kind: "accepted", status: 250, reply: "ok" });
      },
    },
    ses: {
      send: (mail) => {
        sesMails.push(mail);
        return Promise.resolve({ kind: "accepted", status: 200, reply: "ok" });
      },
    },
    notifier: {
      capabilities: { supported: true, actions: true, replaces: true },
      show: (notification) => {
        notifications.push(notification);
        return Promise.resolve({ kind: "shown" });
      },
    },
  };
}
