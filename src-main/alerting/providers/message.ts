// What a provider is told: everything that one message says, as plain data. The state machine makes it, providers only read it.
// A message never changes once made, so a repeated delivery is the same bytes, and receivers with a key recognise it.

import type { PlainValue } from "../../../shared/model/alert.ts";
import type { EndpointKey, EndpointLink } from "../../../shared/model/endpoint.ts";
import type { NotificationWords } from "../../ports/alerting.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";

/** triggered: it broke · reminder: it is still broken · resolved: it works again. */
export type MessageKind = "triggered" | "reminder" | "resolved";

/** The endpoint as messages show it. */
export interface MessageEndpoint {
  readonly key: EndpointKey;
  readonly name: string;
  /** Empty = no group. */
  readonly group: string;
  /** Empty for external endpoints. */
  readonly url: string;
  /** It has a `dns` block, so its URL is no page that one could open. */
  readonly isDns: boolean;
  readonly extraLabels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly links: readonly EndpointLink[];
}

/** The alert that the message belongs to. `null` = not written in the configuration (only ilert shows the difference). */
export interface MessageAlert {
  readonly description: string | null;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly sendOnResolved: boolean | null;
  readonly enabled: boolean | null;
  readonly minimumReminderIntervalMs: DurationMs;
  readonly providerOverride: Readonly<Record<string, PlainValue>> | null;
}

/** One condition as it was evaluated: its display text, with the values seen. */
export interface MessageCondition {
  readonly condition: string;
  readonly success: boolean;
}

/** The result that caused the message. */
export interface MessageResult {
  readonly timestampMs: EpochMs;
  /** In file order; empty when hidden or when there are none. */
  readonly conditions: readonly MessageCondition[];
  readonly errors: readonly string[];
  /** 0 = no HTTP status. */
  readonly status: number;
  /** Empty = unknown. */
  readonly hostname: string;
  readonly ip: string;
  readonly dnsRcode: string;
  /** The check was degraded, not failing; absent = it was not. */
  readonly degraded?: boolean | undefined;
}

/** Text that is told instead of a provider's usual one: a digest, a burst, flapping. */
export interface MessageNotice {
  readonly title: string;
  readonly body: string;
  /** The same as facts, for channels that word it themselves; absent in messages of earlier versions. */
  readonly words?: NotificationWords | undefined;
}

/** One message to one channel. Serialisable; holds no setting of the provider but the alert's own override. */
export interface AlertMessage {
  /** Names this message for ever: the same on every attempt, different for every other message. Never empty. */
  readonly id: string;
  /** Names the outage that the message is about: the same from trigger to resolve. Never empty. */
  readonly incidentId: string;
  readonly kind: MessageKind;
  readonly endpoint: MessageEndpoint;
  readonly alert: MessageAlert;
  readonly result: MessageResult;
  /** When the message was decided. */
  readonly nowMs: EpochMs;
  /** The first failed check of this outage. */
  readonly sinceMs: EpochMs;
  /** How long the outage has lasted, or lasted. */
  readonly durationMs: DurationMs;
  /** Other endpoints that are down in the same incident, as `group/name`; empty unless incidents are told as one. */
  readonly alsoAffected: readonly string[];
  readonly notice: MessageNotice | null;
  /** Asked for by the user: follow-ups join or replace the first message where the channel can. */
  readonly conversation: boolean;
  /** What {@link DeliveryOutcome} last gave back for this alert; empty = nothing yet. */
  readonly resolveKey: string;
  readonly reference: string;
}

/** How far an earlier attempt at the same message came. */
export interface AttemptState {
  /** Counts from 0. */
  readonly attempt: number;
  /** Receivers that already have the message, as an earlier outcome's `reached` told. */
  readonly reached: readonly string[];
}

/** The first attempt. */
export const FIRST_ATTEMPT: AttemptState = { attempt: 0, reached: [] };

/** How one attempt ended. `reply` is short and holds no secret; `status` 0 = no HTTP or SMTP status. */
export type DeliveryOutcome =
  | {
      readonly kind: "delivered";
      /** Absent = unchanged; `""` = forget it. */
      readonly resolveKey?: string;
      /** What later messages refer to (issue, task, thread, message); absent = unchanged, `""` = forget it. */
      readonly reference?: string;
      readonly status: number;
      readonly reply: string;
    }
  | {
      readonly kind: "retry";
      /** The receiver's own wish; absent = the caller's backoff. */
      readonly afterMs?: DurationMs;
      readonly reached: readonly string[];
      readonly status: number;
      readonly reply: string;
    }
  /** Trying again would not help. */
  | { readonly kind: "rejected"; readonly status: number; readonly reply: string };
