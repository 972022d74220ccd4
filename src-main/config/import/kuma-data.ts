// What a backup and a database of Uptime Kuma have in common: monitors, notifications, tags, and which belongs to which. Pure.

import type { Told } from "../../../shared/i18n/said.ts";
import { numberIn, recordIn, textIn } from "./loose.ts";
import type { Loose } from "./loose.ts";
import type { KumaNotification } from "./kuma-notifications.ts";

export const MOST_NOTIFICATIONS = 1_000;

/** What both kinds of file hold. */
export interface KumaData {
  readonly monitors: readonly Loose[];
  readonly notifications: readonly KumaNotification[];
  /** By the monitor's id. */
  readonly tagsOf: ReadonlyMap<number, readonly string[]>;
  /** Ids of notifications by the monitor's id. */
  readonly notificationsOf: ReadonlyMap<number, readonly number[]>;
  /** For people: what could not be read. */
  readonly notes: readonly Told[];
}

export function notificationOf(record: Loose): KumaNotification {
  return { id: idOf(record), name: textIn(record, "name").slice(0, 200), config: { ...record, ...recordIn(record, "config") } };
}

/** `name`, or `name:value`. */
export function tagText(name: string, value: string): string {
  const short = name.slice(0, 100);
  return value === "" ? short : `${short}:${value.slice(0, 100)}`;
}

/** -1 when it has none. */
export function idOf(record: Loose): number {
  return numberIn(record, "id") ?? -1;
}
