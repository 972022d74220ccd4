// The sentences that messages are made of. Without Sentray's own keys a message reads, character for character, as Gatus' does.

import type { AlertMessage, MessageCondition } from "./message.ts";

/** Whether the message tells the end of an outage. A reminder reads like the first message. */
export function isResolved(message: AlertMessage): boolean {
  return message.kind === "resolved";
}

/** `group/name`, or the bare name. */
export function displayName(message: AlertMessage): string {
  const { group, name } = message.endpoint;
  return group === "" ? name : `${group}/${name}`;
}

/** The alert's description; empty = none. */
export function descriptionOf(message: AlertMessage): string {
  return message.alert.description ?? "";
}

/** `before + description + after`; nothing without a description. */
export function withDescription(message: AlertMessage, before: string, after = ""): string {
  const description = descriptionOf(message);
  return description === "" ? "" : `${before}${description}${after}`;
}

/** One piece of text for each condition, joined without separator. */
export function eachCondition(message: AlertMessage, render: (condition: MessageCondition) => string): string {
  return message.result.conditions.map(render).join("");
}

/** As {@link eachCondition}, after a heading; nothing without conditions. */
export function conditionList(message: AlertMessage, heading: string, render: (condition: MessageCondition) => string): string {
  return message.result.conditions.length === 0 ? "" : heading + eachCondition(message, render);
}

function happened(message: AlertMessage): string {
  return isResolved(message)
    ? `has been resolved after passing successfully ${message.alert.successThreshold} time(s) in a row`
    : `has been triggered due to having failed ${message.alert.failureThreshold} time(s) in a row`;
}

/** "An alert for … has been …", about a name that may carry markup. */
export function sentenceAbout(message: AlertMessage, subject: string): string {
  return `An alert for ${subject} ${happened(message)}`;
}

/** The same sentence without a subject, for channels that name the endpoint elsewhere. */
export function sentence(message: AlertMessage): string {
  return `An alert ${happened(message)}`;
}

/** The same sentence as a headline, beginning with "Alert". */
export function headline(message: AlertMessage): string {
  return `Alert for ${displayName(message)} ${happened(message)}`;
}

/** What happened, told of an endpoint that was named before. */
export function whatHappened(message: AlertMessage): string {
  return isResolved(message)
    ? `Alert has been resolved after passing successfully ${message.alert.successThreshold} time(s) in a row`
    : `Endpoint has failed ${message.alert.failureThreshold} time(s) in a row`;
}

/** The one line of a text message: state, endpoint, description. */
export function shortLine(message: AlertMessage): string {
  return `${isResolved(message) ? "RESOLVED" : "TRIGGERED"}: ${displayName(message)} - ${descriptionOf(message)}`;
}

/** Which of two words fits the state. */
export function byState<T>(message: AlertMessage, triggered: T, resolved: T): T {
  return isResolved(message) ? resolved : triggered;
}

/** The subject of an e-mail, with the endpoint in brackets. */
export function bracketedSubject(message: AlertMessage): string {
  return `[${displayName(message)}] Alert ${byState(message, "triggered", "resolved")}`;
}

/** The text of an e-mail. */
export function mailText(message: AlertMessage, options: { readonly labels: boolean }): string {
  const labels = options.labels ? Object.entries(message.endpoint.extraLabels) : [];
  const labelLines = labels.length === 0 ? "" : `\n\nExtra labels:\n${labels.map(([name, value]) => `  ${name}: ${value}\n`).join("")}`;
  return (
    sentenceAbout(message, displayName(message)) +
    withDescription(message, "\n\nAlert description: ") +
    labelLines +
    conditionList(message, "\n\nCondition results:\n", (it) => `${tick(it)} ${it.condition}\n`)
  );
}

/** ✅ or ❌. */
export function tick(condition: MessageCondition): string {
  return condition.success ? "✅" : "❌";
}

/** The colon code of a chat service's mark. */
export function codeTick(condition: MessageCondition): string {
  return condition.success ? ":white_check_mark:" : ":x:";
}

/** The conditions as data, for receivers that read JSON. */
export function conditionObjects(message: AlertMessage): ReadonlyArray<{ readonly condition: string; readonly success: boolean }> {
  return message.result.conditions.map(({ condition, success }) => ({ condition, success }));
}
