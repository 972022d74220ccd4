// What the outcome of a delivery means for alerts: keys that the receiver gave back, and outages that nobody will hear of.

import type { EpochMs } from "../../../shared/units.ts";
import type { AlertTable } from "../alert-table.ts";
import { rowOf } from "../alert-table.ts";
import type { Conversations } from "../incident/conversations.ts";
import { decide } from "../machine/decide.ts";
import type { Outbox } from "./outbox.ts";
import type { OutboxEntry } from "./outbox-entry.ts";
import type { AlertWrites } from "./writes.ts";

export interface SettlementPorts {
  readonly table: AlertTable;
  readonly conversations: Pick<Conversations, "keep" | "abandon">;
  readonly outbox: Pick<Outbox, "waitingIn" | "rewrite">;
}

/** What the receiver gave back belongs to the outage, and to every message of it that is still to come. */
export function keepKeys(
  ports: SettlementPorts,
  entry: OutboxEntry,
  keys: { readonly resolveKey?: string; readonly reference?: string },
  writes: AlertWrites,
): void {
  const { via, lane, message } = entry.stored;
  const { resolveKey, reference } = keys;
  if (resolveKey === undefined && reference === undefined) return;
  const kept = ports.conversations.keep(message.incidentId, keys);
  if (kept !== null) writes.putValue(kept.name, kept.json);
  const alert = ports.table.find(via.key, via.alertId);
  if (kept === null && alert?.state.told?.incidentId === message.incidentId) {
    alert.resolveKey = resolveKey ?? alert.resolveKey;
    alert.reference = reference ?? alert.reference;
    const row = rowOf(alert);
    if (row !== null) writes.putAlertState(row);
  }
  for (const follower of ports.outbox.waitingIn(lane)) {
    const { stored } = follower;
    if (follower === entry || stored.message.incidentId !== message.incidentId) continue;
    const known = stored.message;
    const patched = { ...known, resolveKey: resolveKey ?? known.resolveKey, reference: reference ?? known.reference };
    ports.outbox.rewrite(follower, { ...stored, message: patched }, writes);
  }
}

/** The outage of a first message that was given up has no reminders and no end to tell. */
export function markLost(ports: SettlementPorts, entry: OutboxEntry, nowMs: EpochMs, writes: AlertWrites): void {
  const { message, via } = entry.stored;
  if (message.kind !== "triggered") return;
  const slots = new Set(ports.conversations.abandon(message.incidentId, writes));
  for (const alert of ports.table.alerts()) {
    const isVia = alert.owner.endpoint.key === via.key && alert.place.alertId === via.alertId;
    if (!isVia && !slots.has(alert.slot)) continue;
    const lost = decide(
      alert.rule,
      alert.state,
      { kind: "undeliverable", incidentId: message.incidentId },
      nowMs,
      () => message.incidentId,
    );
    alert.state = lost.state;
    const row = rowOf(alert);
    if (row === null) writes.removeAlertState(alert.owner.endpoint.key, alert.place.alertId);
    else writes.putAlertState(row);
  }
}
