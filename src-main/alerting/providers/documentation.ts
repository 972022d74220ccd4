// The page about alert channels, made from what the providers say of themselves, so that it cannot be out of date.

import { assertNever } from "../../../shared/assert-never.ts";
import { BRANDING, type NameRow } from "./branding.ts";
import { describeProviders, type ProviderDescription } from "./catalog.ts";
import { PLACEHOLDER_NAMES, PLACEHOLDERS } from "./placeholders.ts";
import type { Capabilities } from "./provider.ts";

function triggerWords(can: Capabilities): string {
  if (can.resolve === "replace") return "notification";
  if (can.dedup === "search") return "opens an issue or task";
  return can.dedup === "key" || can.dedup === "computed" ? "opens an incident" : "message";
}

function resolveWords(resolve: Capabilities["resolve"]): string {
  switch (resolve) {
    case "message":
      return "another message";
    case "status":
      return "state, correlated by the receiver";
    case "close":
      return "closes what was opened";
    case "replace":
      return "replaces the alarm";
    default:
      return assertNever(resolve, "kind of resolve");
  }
}

function reminderWords(reminder: Capabilities["reminder"]): string {
  switch (reminder) {
    case "message":
      return "the message again";
    case "same":
      return "joins the open incident";
    case "comment":
      return "comments on what is open";
    case "replace":
      return "replaces the alarm";
    default:
      return assertNever(reminder, "kind of reminder");
  }
}

function dedupWords(dedup: Capabilities["dedup"]): string {
  switch (dedup) {
    case "key":
      return "stored key";
    case "computed":
      return "computed key";
    case "transaction":
      return "message id";
    case "search":
      return "looks before a retry";
    case "replace":
      return "replaces";
    case "none":
      return "–";
    default:
      return assertNever(dedup, "kind of dedup");
  }
}

function threadWords(thread: Capabilities["thread"]): string {
  return thread === "none" ? "–" : thread === "edit" ? "edits the first message" : thread === "replace" ? "replaces" : thread;
}

/** A table with its columns aligned is readable as text, too. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function overview(providers: readonly ProviderDescription[]): string {
  const rows = providers.map(({ type, title, capabilities: can, supportsOverrides }) => [
    `[\`${type}\`](#${type})`,
    title,
    triggerWords(can),
    resolveWords(can.resolve),
    reminderWords(can.reminder),
    dedupWords(can.dedup),
    threadWords(can.thread),
    supportsOverrides ? "yes" : "–",
    can.testable ? "yes" : "–",
  ]);
  return table(["key", "channel", "trigger", "resolve", "reminder", "dedup", "thread", "group overrides", "test button"], rows);
}

function defaultOf({ fallback }: ProviderDescription["keys"][number]): string {
  return fallback === undefined ? "" : `\`${String(fallback)}\``;
}

function section(provider: ProviderDescription): string {
  const rows = provider.keys
    .filter(({ own }) => own !== true)
    .map((key) => [
      `\`${key.key}\``,
      key.kind,
      [key.required === true ? "required" : "", key.secret === true ? "secret" : ""].filter((word) => word !== "").join(", "),
      defaultOf(key),
      key.choices === undefined ? key.description : `${key.description} One of ${key.choices.map((it) => `\`${it}\``).join(", ")}.`,
    ]);
  const own = provider.keys.filter((key) => key.own === true).map(({ key }) => `\`${key}\``);
  return [`### ${provider.type}`, provider.title, table(["key", "type", "", "default", "meaning"], rows), `Also: ${own.join(", ")}.`].join(
    "\n\n",
  );
}

const INTRODUCTION = `# Alert channels

<!-- Made from the providers' own descriptions; \`npx vitest run --project unit test/unit/src-main/alerting/providers/documentation.test.ts -u\` writes it anew. -->

Each channel has a block of its own under \`alerting\`, with the keys below, \`default-alert\` (what alerts of this channel leave out) and, where
the table says so, \`overrides\` (a list of entries with a \`group\` and the keys that differ for its endpoints). What an alert has under
\`provider-override\` wins over both. An empty value never takes anything away.

A message that a channel refuses for good (4xx) is shown as failed; anything else is tried again. Texts longer than a channel takes are
shortened.

E-mail is encrypted wherever the server offers it. A password is never sent over a line that is not, except to this machine itself.

- **dedup**: how a message that is sent twice is recognised. *Stored key*: an id that is kept with the alert from before the first message.
  *Computed key*: an id made from the endpoint's name. *Message id*: an id of the message itself. *Looks before a retry*: what is open is
  searched first.
- **thread**: how later messages join the first one, where \`incident-window\` asks for it.`;

const TEMPLATES = `## Texts of your own

\`title\` and \`body\` (and \`resolved-title\`, \`resolved-body\`, for the message that ends an outage) replace a channel's usual texts. Gatus
ignores them, but for \`title\` where it has that key itself. They may hold:`;

const NAMES = `## Names

Without keys of Sentray's own a channel gets what Gatus would send it, but for the places where Gatus puts its name or icon before
people's eyes. What machines key on (tags, issue titles, event names, ids) is unchanged, so that existing automations keep working.`;

function oneLine(text: string): string {
  return text.replaceAll("\n", String.raw`\n`);
}

function names(): string {
  const rows = Object.entries(BRANDING).flatMap(([type, places]) =>
    (Object.values(places) as readonly NameRow[]).map(({ at, match, gatus, ours }) => [
      `\`${type}\``,
      `\`${at.join(".")}\``,
      match === "omitted" ? "an icon" : `\`${oneLine(gatus)}\`${match === "start" ? " …" : ""}`,
      match === "omitted" ? "left out" : `\`${oneLine(ours)}\`${match === "start" ? " …" : ""}`,
    ]),
  );
  return table(["channel", "place", "Gatus", "Sentray"], rows);
}

/** The whole page, in Markdown. */
export function renderProviderDocumentation(): string {
  const providers = describeProviders();
  const placeholders = table(
    ["placeholder", "meaning"],
    PLACEHOLDER_NAMES.map((name) => [`\`[${name}]\``, PLACEHOLDERS[name]]),
  );
  const parts = [
    INTRODUCTION,
    "## Overview",
    overview(providers),
    TEMPLATES,
    placeholders,
    NAMES,
    names(),
    "## Keys",
    ...providers.map(section),
  ];
  return `${parts.join("\n\n")}\n`;
}
