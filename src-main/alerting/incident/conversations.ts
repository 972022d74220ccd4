// Incidents as their receivers hear of them: one first message, news that join it, one end. What is said is made up when it is sent,
// so that a burst of falls costs one text. Which falls belong together is decided in grouping.ts.

import * as z from "zod";

import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { CheckResult } from "../../../shared/model/result.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { SECOND } from "../../../shared/units.ts";
import type { LiveAlert } from "../alert-table.ts";
import type { AlertAction } from "../machine/decide.ts";
import type { MessageKind, MessageNotice } from "../providers/message.ts";
import type { Provider } from "../providers/provider.ts";
import type { Changes, Draft } from "../delivery/changes.ts";
import { causeOf, composeMessage, waitingMessage } from "../delivery/compose.ts";
import type { OutboxEntry } from "../delivery/outbox-entry.ts";
import type { StoredMessage } from "../delivery/stored-message.ts";
import type { AlertWrites } from "../delivery/writes.ts";
import type { Fall, Incident } from "./grouping.ts";
import { IncidentBook } from "./grouping.ts";
import type { Missed } from "./wording.ts";
import { alsoAffected, digestNotice, flappingNotice, incidentNotice, incidentSinceMs, outageNotice, settledNotice } from "./wording.ts";

/** What falls in the same moment is told by the first message already. */
const FIRST_DELAY_MS = SECOND / 2;
/** News follow each other at this pace where they take the first message's place. */
const NEWS_DELAY_MS = 2 * SECOND;

export interface ConversationPorts {
  readonly lookup: (type: string) => Provider | undefined;
  readonly lastResultOf: (key: EndpointKey) => CheckResult | null;
  readonly waitingIn: (lane: string) => readonly OutboxEntry[];
  readonly isUntouched: (entry: OutboxEntry) => boolean;
  readonly value: (name: string) => string | null;
  readonly nameIncident: (alert: LiveAlert, atMs: EpochMs) => string;
}

/** An incident in the eyes of one receiver. */
interface Thread {
  readonly incident: Incident;
  /** The endpoint that all messages are about, also when others fall and recover: receivers recognise the incident by it. */
  readonly lead: { readonly key: EndpointKey; readonly name: string; readonly group: string };
  /** The member that spoke last: its settings are used. */
  via: LiveAlert;
  /** The first message was decided; what follows is news. */
  isTold: boolean;
  resolveKey: string;
  reference: string;
  /** What the next message says instead of its usual words. */
  special: MessageNotice | null;
  missed: readonly Missed[];
}

type Telling = Extract<AlertAction, { kind: "tell" }>;

const keptSchema = z.object({
  startedMs: z.number(),
  lead: z.object({ key: z.string(), name: z.string(), group: z.string() }),
  resolveKey: z.string(),
  reference: z.string(),
});

export class Conversations {
  readonly #ports: ConversationPorts;
  readonly #books = new Map<string, IncidentBook>();
  readonly #threads = new Map<string, Thread>();
  /** Where each alert's incident is written, so that it is found when the destination changes. */
  readonly #destinations = new Map<string, string>();

  constructor(ports: ConversationPorts) {
    this.#ports = ports;
  }

  /** Puts a fall into its incident and returns the incident's name. */
  join(alert: LiveAlert, sinceMs: EpochMs, nowMs: EpochMs): string {
    const incident = this.#book(alert).join(fallOf(alert, sinceMs, nowMs), alert.windowMs ?? 0, this.#ports.nameIncident(alert, nowMs));
    this.#destinations.set(alert.slot, alert.destination);
    return incident.id;
  }

  /** After a new configuration: alerts that are told of an outage are in its incident, and in no other. */
  settle(alerts: Iterable<LiveAlert>): void {
    for (const alert of alerts) {
      const { told } = alert.state;
      const written = this.#destinations.get(alert.slot);
      const belongs = told !== null && alert.windowMs !== null;
      if (written !== undefined && (!belongs || written !== alert.destination)) this.#leaveSilently(alert.slot);
      if (!belongs || told.lost) continue;
      const known = this.#threads.get(told.incidentId);
      if (known?.via.slot === alert.slot) known.via = alert;
      if (this.#destinations.has(alert.slot)) continue;
      const kept = parseKept(this.#ports.value(valueName(told.incidentId)));
      const fall = fallOf(alert, told.sinceMs, told.sinceMs);
      const incident = this.#book(alert).restore(fall, told.incidentId, kept?.startedMs ?? told.sinceMs);
      this.#destinations.set(alert.slot, alert.destination);
      if (known !== undefined) continue;
      const { resolveKey, reference } = kept ?? alert;
      const lead = kept?.lead ?? leadOf(alert);
      this.#threads.set(incident.id, { incident, lead, via: alert, isTold: true, resolveKey, reference, special: null, missed: [] });
    }
  }

  /** Tells what an alert of the incident wants to tell: the first message, news, or the end. */
  tell(alert: LiveAlert, telling: Telling, nowMs: EpochMs, changes: Changes): void {
    if (telling.message === "resolved") {
      this.#tellRecovery(alert, telling, nowMs, changes);
      return;
    }
    const incident = this.#books.get(alert.destination)?.incidentOf(alert.slot);
    if (incident === undefined) return;
    const thread = this.#threads.get(incident.id) ?? this.#begin(incident, alert);
    thread.special = specialNotice(alert, telling, this.#ports.lastResultOf(alert.owner.endpoint.key), nowMs);
    thread.via = alert;
    if (thread.isTold) this.#tellNews(thread, nowMs, changes);
    else this.#tellFirst(thread, nowMs, changes);
  }

  /** The endpoints that still fail in the incidents that this channel hears of under the lead's name. */
  failingWith(leadKey: EndpointKey, type: string): readonly EndpointKey[] {
    const keys = new Set<EndpointKey>();
    for (const { lead, via, incident } of this.#threads.values()) {
      if (lead.key !== leadKey || via.config.type !== type) continue;
      for (const { fall, recovered } of incident.members.values()) if (!recovered) keys.add(fall.key);
    }
    return [...keys];
  }

  /** The alert's outage ended, or the alert itself, and there is nothing to tell. */
  leave(alert: LiveAlert, changes: Changes): void {
    const incident = this.#leaveSilently(alert.slot);
    if (incident !== null && incident.failing === 0) this.#end(incident.id, changes);
  }

  /** The newest wording for a message that nobody has seen; null = it stays as it is. */
  refresh(entry: OutboxEntry, nowMs: EpochMs): StoredMessage | null {
    const { stored } = entry;
    const thread = this.#threads.get(stored.message.incidentId);
    if (thread === undefined || stored.message.kind === "resolved") return null;
    if (stored.digest && thread.missed.length === 0) return null;
    const message = this.#compose(thread, stored.message.kind, nowMs);
    return { ...stored, message: { ...message, id: stored.message.id } };
  }

  /** What a delivered message gave back, as it is to be stored; null = the incident is over. */
  keep(incidentId: string, keys: { readonly resolveKey?: string; readonly reference?: string }): { name: string; json: string } | null {
    const thread = this.#threads.get(incidentId);
    if (thread === undefined) return null;
    thread.resolveKey = keys.resolveKey ?? thread.resolveKey;
    thread.reference = keys.reference ?? thread.reference;
    return { name: valueName(incidentId), json: keptText(thread) };
  }

  /** Adds what came and went in quiet hours to the first outage that a draft tells; false = no draft tells one. */
  addMissed(drafts: readonly Draft[], type: string, missed: readonly Missed[], nowMs: EpochMs): boolean {
    const draft = drafts.find(({ stored }) => stored.provider === type && stored.message.kind === "triggered");
    const thread = draft === undefined ? undefined : this.#threads.get(draft.stored.message.incidentId);
    if (draft === undefined || thread === undefined) return false;
    thread.missed = missed;
    const message = this.#compose(thread, "triggered", nowMs);
    draft.stored = { ...draft.stored, digest: true, message: { ...message, id: draft.stored.message.id } };
    return true;
  }

  /** Nobody will ever hear of the incident: what falls from now on is another. Returns the slots of its members. */
  abandon(incidentId: string, writes: AlertWrites): readonly string[] {
    const thread = this.#threads.get(incidentId);
    if (thread === undefined) return [];
    this.#threads.delete(incidentId);
    const slots = [...thread.incident.members.keys()];
    for (const slot of slots) this.#leaveSilently(slot);
    writes.putValue(valueName(incidentId), null);
    return slots;
  }

  #tellFirst(thread: Thread, nowMs: EpochMs, changes: Changes): void {
    const draft = this.#draft(thread, "triggered", nowMs, FIRST_DELAY_MS);
    thread.isTold = true;
    thread.resolveKey = this.#mint(thread.via, draft.stored);
    draft.stored = { ...draft.stored, message: { ...draft.stored.message, resolveKey: thread.resolveKey } };
    changes.drafts.push(draft);
    changes.value(valueName(thread.incident.id), keptText(thread));
  }

  /** One message of news at a time: as long as nobody has seen the last one, it will say this too. */
  #tellNews(thread: Thread, nowMs: EpochMs, changes: Changes): void {
    const isPending = this.#ports.waitingIn(laneOf(thread.incident.id)).some((entry) => this.#ports.isUntouched(entry));
    const isDrafted = changes.drafts.some(({ stored }) => stored.lane === laneOf(thread.incident.id));
    if (isPending || isDrafted) return;
    changes.drafts.push(this.#draft(thread, "reminder", nowMs, this.#newsDelayMs(thread.via)));
  }

  #tellRecovery(alert: LiveAlert, telling: Telling, nowMs: EpochMs, changes: Changes): void {
    const incident = this.#leaveSilently(alert.slot);
    const thread = this.#threads.get(incident?.id ?? telling.incidentId);
    if (incident === null || thread === undefined) return;
    thread.special = specialNotice(alert, telling, this.#ports.lastResultOf(alert.owner.endpoint.key), nowMs);
    thread.via = alert;
    if (incident.failing > 0) {
      this.#tellNews(thread, nowMs, changes);
      return;
    }
    const waiting = this.#ports.waitingIn(laneOf(incident.id));
    for (const entry of waiting) {
      if (entry.stored.message.kind === "reminder" && this.#ports.isUntouched(entry)) changes.drop(entry, "it was over before it was told");
    }
    changes.drafts.push(this.#draft(thread, "resolved", nowMs, 0));
    this.#end(incident.id, changes);
  }

  #begin(incident: Incident, via: LiveAlert): Thread {
    const thread: Thread = { incident, lead: leadOf(via), via, isTold: false, resolveKey: "", reference: "", special: null, missed: [] };
    this.#threads.set(incident.id, thread);
    return thread;
  }

  #end(incidentId: string, changes: Changes): void {
    this.#threads.delete(incidentId);
    changes.value(valueName(incidentId), null);
  }

  #draft(thread: Thread, kind: MessageKind, nowMs: EpochMs, delayMs: DurationMs): Draft {
    const { via } = thread;
    const message = this.#compose(thread, kind, nowMs);
    const stored = waitingMessage(message, {
      provider: via.config.type,
      via: { key: via.owner.endpoint.key, alertId: via.place.alertId },
      lane: laneOf(thread.incident.id),
      overridden: via.isOverridden,
      digest: false,
    });
    return { stored, delayMs, frozen: null };
  }

  #compose(thread: Thread, kind: MessageKind, nowMs: EpochMs): ReturnType<typeof composeMessage> {
    const { incident, lead, via, special, missed, resolveKey, reference } = thread;
    const notice = incidentNotice(incident, ({ fall }) => causeOf(this.#ports.lastResultOf(fall.key)), nowMs) ?? special;
    return composeMessage({
      kind,
      incidentId: incident.id,
      key: lead.key,
      subject: { name: lead.name, group: lead.group },
      alert: via.config,
      result: this.#ports.lastResultOf(lead.key),
      nowMs,
      sinceMs: incidentSinceMs(incident),
      alsoAffected: alsoAffected(incident, lead.key),
      notice: missed.length === 0 ? notice : digestNotice(notice ?? this.#outage(thread, nowMs), missed),
      conversation: true,
      resolveKey,
      reference,
    });
  }

  #outage({ incident, lead }: Thread, nowMs: EpochMs): MessageNotice {
    const label = lead.group === "" ? lead.name : `${lead.group}/${lead.name}`;
    return outageNotice(label, causeOf(this.#ports.lastResultOf(lead.key)), incidentSinceMs(incident), nowMs);
  }

  #mint(alert: LiveAlert, stored: StoredMessage): string {
    const surroundings = { url: "", isDns: false, extraLabels: {}, tags: [], links: [] };
    const { message } = stored;
    const complete = {
      ...message,
      endpoint: { ...message.endpoint, ...surroundings },
      alert: { ...message.alert, providerOverride: null },
    };
    return this.#ports.lookup(alert.config.type)?.mintResolveKey(complete) ?? "";
  }

  /** A channel whose news would be further messages hears them once the window has closed. */
  #newsDelayMs(alert: LiveAlert): DurationMs {
    const capabilities = this.#ports.lookup(alert.config.type)?.capabilities;
    const joins = capabilities !== undefined && (capabilities.thread !== "none" || capabilities.reminder !== "message");
    return joins ? NEWS_DELAY_MS : Math.max(alert.windowMs ?? 0, NEWS_DELAY_MS);
  }

  #leaveSilently(slot: string): Incident | null {
    const destination = this.#destinations.get(slot);
    if (destination === undefined) return null;
    this.#destinations.delete(slot);
    const book = this.#books.get(destination);
    const incident = book?.leave(slot) ?? null;
    if (book?.size === 0) this.#books.delete(destination);
    return incident;
  }

  #book(alert: LiveAlert): IncidentBook {
    const known = this.#books.get(alert.destination);
    if (known !== undefined) return known;
    const book = new IncidentBook();
    this.#books.set(alert.destination, book);
    return book;
  }
}

/** Messages of one incident are sent in order. */
function laneOf(incidentId: string): string {
  return `incident:${incidentId}`;
}

function valueName(incidentId: string): string {
  return `alert-incident:${incidentId}`;
}

function fallOf(alert: LiveAlert, sinceMs: EpochMs, atMs: EpochMs): Fall {
  const { key, dependsOn } = alert.owner.endpoint;
  const { name, group } = alert.subject;
  return { memberId: alert.slot, key, label: group === "" ? name : `${group}/${name}`, group, dependsOn, sinceMs, atMs };
}

function leadOf(alert: LiveAlert): Thread["lead"] {
  return { key: alert.owner.endpoint.key, ...alert.subject };
}

function specialNotice(alert: LiveAlert, telling: Telling, result: CheckResult | null, nowMs: EpochMs): MessageNotice | null {
  const { name, group } = alert.subject;
  const label = group === "" ? name : `${group}/${name}`;
  if (telling.flapping === "began") return flappingNotice(label, causeOf(result));
  if (telling.flapping === "ended") return settledNotice(label, telling.message !== "resolved", telling.sinceMs, nowMs);
  return null;
}

function keptText(thread: Thread): string {
  const { incident, lead, resolveKey, reference } = thread;
  return JSON.stringify({ startedMs: incident.startedMs, lead, resolveKey, reference });
}

function parseKept(json: string | null): z.infer<typeof keptSchema> | null {
  if (json === null) return null;
  try {
    const parsed = keptSchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
