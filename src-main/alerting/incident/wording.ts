// What is said about several endpoints at once, about flapping, and at the end of quiet hours. Pure text.

import type { EpochMs } from "../../../shared/units.ts";
import type { NotificationNews, NotificationWords } from "../../ports/alerting.ts";
import { formatDuration, formatMoment } from "../providers/placeholders.ts";
import type { MessageNotice } from "../providers/message.ts";
import type { Incident, Member } from "./grouping.ts";

/** More lines than this are summed up: a notification is read at a glance. */
const MOST_LINES = 8;
/** More names than this are not handed to channels that list them. */
const MOST_NAMES = 50;

/** What came and went while messages were held back, by endpoint. */
export interface Missed {
  readonly label: string;
  readonly outages: number;
}

/** The incident as one text; null when it is about a single endpoint, which a channel's usual words tell better. */
export function incidentNotice(incident: Incident, causeOf: (member: Member) => string, nowMs: EpochMs): MessageNotice | null {
  const members = byEndpoint(incident);
  if (members.length < 2) return null;
  const failing = members.filter((member) => !member.recovered);
  const since = `Since ${formatMoment(incidentSinceMs(incident))}, ${formatDuration(nowMs - incidentSinceMs(incident))}.`;
  const lines = failing.length === 0 ? linesOf(members, labelOf) : linesOf(failing, (member) => withCause(member, causeOf(member)));
  return {
    title: titleOf(incident, members.length, failing.length),
    body: [...lines, since].join("\n"),
    words: saying({
      kind: "incident",
      failing: failing.length,
      total: members.length,
      group: onlyGroup(incident),
      members: (failing.length === 0 ? members : failing)
        .slice(0, MOST_LINES)
        .map((member) => ({ name: labelOf(member), cause: member.recovered ? "" : causeOf(member) })),
      sinceMs: incidentSinceMs(incident),
      durationMs: nowMs - incidentSinceMs(incident),
    }),
  };
}

/** A single outage as one text, for where its channel's usual words have no room for what else is to be told. */
export function outageNotice(label: string, cause: string, sinceMs: EpochMs, nowMs: EpochMs): MessageNotice {
  const since = `Since ${formatMoment(sinceMs)}, ${formatDuration(nowMs - sinceMs)}.`;
  return {
    title: `${label} is failing`,
    body: cause === "" ? since : `${cause}\n${since}`,
    words: saying({ kind: "failing", name: label, cause, sinceMs, durationMs: nowMs - sinceMs }),
  };
}

/** The first failed check of all members. */
export function incidentSinceMs(incident: Incident): EpochMs {
  let sinceMs = incident.startedMs;
  for (const { fall } of incident.members.values()) sinceMs = Math.min(sinceMs, fall.sinceMs);
  return sinceMs;
}

/** The names of the other failing endpoints, at most so many that every channel can take them. */
export function alsoAffected(incident: Incident, leadKey: string): readonly string[] {
  const others = byEndpoint(incident).filter((member) => !member.recovered && member.fall.key !== leadKey);
  const names = others.slice(0, MOST_NAMES).map(labelOf);
  return others.length > MOST_NAMES ? [...names, `${others.length - MOST_NAMES} more`] : names;
}

/** Told once, with the outage that made it restless. */
export function flappingNotice(label: string, cause: string): MessageNotice {
  const detail = cause === "" ? "" : `${cause}\n`;
  return {
    title: `${label} is flapping`,
    body: `${detail}It keeps failing and recovering; the next message comes when it has settled.`,
    words: saying({ kind: "flapping", name: label, cause }),
  };
}

/** Told once, when the verdict has held for a while. */
export function settledNotice(label: string, isFailing: boolean, sinceMs: EpochMs, nowMs: EpochMs): MessageNotice {
  return {
    title: isFailing ? `${label} has stopped flapping and is failing` : `${label} has stopped flapping and is healthy`,
    body: `It was restless since ${formatMoment(sinceMs)}, ${formatDuration(nowMs - sinceMs)}.`,
    words: saying({ kind: "settled", name: label, isFailing, sinceMs, durationMs: nowMs - sinceMs }),
  };
}

/** The digest of a quiet time: what still fails stands in `notice` or is told by itself, what came and went is added. */
export function digestNotice(notice: MessageNotice | null, missed: readonly Missed[]): MessageNotice {
  const lines = linesOf(missed, ({ label, outages }) => (outages === 1 ? label : `${label} (${outages} times)`));
  const summary = [`Failed and recovered meanwhile: ${missed.length}`, ...lines].join("\n");
  const { news } = notice?.words ?? saying({ kind: "quiet-over" });
  const words = {
    news,
    missedCount: missed.length,
    missed: missed.slice(0, MOST_LINES).map(({ label, outages }) => ({ name: label, outages })),
  };
  return notice === null
    ? { title: "While it was quiet", body: summary, words }
    : { title: notice.title, body: missed.length === 0 ? notice.body : `${notice.body}\n${summary}`, words };
}

/** An endpoint with two alerts for one destination is one endpoint; it fails while either does. */
function byEndpoint(incident: Incident): readonly Member[] {
  const members = new Map<string, Member>();
  for (const member of incident.members.values()) {
    const known = members.get(member.fall.key);
    if (known === undefined || (known.recovered && !member.recovered)) members.set(member.fall.key, member);
  }
  return [...members.values()];
}

function titleOf(incident: Incident, total: number, failing: number): string {
  const group = onlyGroup(incident);
  const where = group === "" ? "" : ` in ${group}`;
  if (failing === 0) return `${total} endpoints${where} are healthy again`;
  if (failing < total) return `${failing} of ${total} endpoints${where} still failing`;
  return `${total} endpoints${where} are failing`;
}

/** The group that all of an incident is in; empty = there is none. */
function onlyGroup({ groups, members }: Incident): string {
  const [group = ""] = groups;
  return groups.size === 1 && [...members.values()].every(({ fall }) => fall.group === group) ? group : "";
}

function saying(news: NotificationNews): NotificationWords {
  return { news, missedCount: 0, missed: [] };
}

function linesOf<T>(items: readonly T[], render: (item: T) => string): readonly string[] {
  const lines = items.slice(0, MOST_LINES).map(render);
  return items.length > MOST_LINES ? [...lines, `and ${items.length - MOST_LINES} more`] : lines;
}

function labelOf(member: Member): string {
  return member.fall.label;
}

function withCause(member: Member, cause: string): string {
  return cause === "" ? member.fall.label : `${member.fall.label}: ${cause}`;
}
