// ClickUp: a task is opened, commented on by reminders, and closed when the outage ends.

import { call, isRecord, jsonCall, parseJson, textAt } from "./calls.ts";
import { defineProvider, type Words } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import { fillTemplate, GATUS_PLACEHOLDERS, type PlaceholderName } from "./placeholders.ts";
import type { Exchange, ProviderReply, ProviderRequest } from "./provider.ts";
import { flag, list, secret, text } from "./settings.ts";
import { isResolved } from "./texts.ts";

const NAME_LIMIT = 2_000;
const CONTENT_LIMIT = 60_000;
const PRIORITIES: Readonly<Record<string, number | undefined>> = { urgent: 1, high: 2, normal: 3, low: 4, none: undefined };

interface ClickupSettings {
  readonly "list-id": string;
  readonly token: string;
  readonly "api-url": string;
  readonly assignees: readonly string[];
  readonly status: string;
  readonly priority: string;
  readonly "notify-all": boolean;
  readonly name: string;
  readonly content: string;
}

/** Gatus fills only some of its placeholders here; those that only Sentray knows are filled everywhere. */
function allows(gatusNames: readonly PlaceholderName[]): (name: PlaceholderName) => boolean {
  return (name) => gatusNames.includes(name) || !GATUS_PLACEHOLDERS.has(name);
}

const inName = allows(["ENDPOINT_GROUP", "ENDPOINT_NAME"]);
const inContent = allows(["ENDPOINT_GROUP", "ENDPOINT_NAME", "ALERT_DESCRIPTION", "RESULT_ERRORS"]);

function nameOf(settings: ClickupSettings, message: AlertMessage, words: Words): string {
  return shorten(words.title(message) ?? fillTemplate(settings.name, message, inName), NAME_LIMIT);
}

function contentOf(settings: ClickupSettings, message: AlertMessage, words: Words): string {
  return fit(CONTENT_LIMIT, message, (it) => words.body(it) ?? fillTemplate(settings.content, it, inContent));
}

function authorized(settings: ClickupSettings) {
  return { headers: { Authorization: settings.token } };
}

function* open(settings: ClickupSettings, message: AlertMessage, words: Words): Exchange {
  const task = {
    name: nameOf(settings, message, words),
    markdown_content: contentOf(settings, message, words),
    assignees: settings.assignees.length === 0 ? null : settings.assignees,
    status: settings.status,
    notify_all: settings["notify-all"],
    priority: PRIORITIES[settings.priority],
  };
  const reply = yield jsonCall("POST", `${settings["api-url"]}/list/${settings["list-id"]}/task`, task, authorized(settings));
  return { kind: "delivered", reference: textAt(parseJson(reply.body), "id") };
}

type Search = Generator<ProviderRequest, ReadonlyArray<{ readonly id: string; readonly name: string }>, ProviderReply>;

function* openTasks(settings: ClickupSettings): Search {
  const url = `${settings["api-url"]}/list/${settings["list-id"]}/task?include_closed=false`;
  const reply = yield call("GET", url, null, authorized(settings));
  const answer = parseJson(reply.body);
  const tasks = isRecord(answer) && Array.isArray(answer["tasks"]) ? (answer["tasks"] as readonly unknown[]) : [];
  return tasks.map((task) => ({ id: textAt(task, "id"), name: textAt(task, "name") })).filter(({ id }) => id !== "");
}

function* sameName(
  settings: ClickupSettings,
  message: AlertMessage,
  words: Words,
): Generator<ProviderRequest, string | undefined, ProviderReply> {
  const name = nameOf(settings, message, words);
  return (yield* openTasks(settings)).find((task) => task.name === name)?.id;
}

function* trigger(settings: ClickupSettings, message: AlertMessage, words: Words): Exchange {
  const existing = words.attempt.attempt > 0 ? yield* sameName(settings, message, words) : undefined;
  return existing === undefined ? yield* open(settings, message, words) : { kind: "delivered", reference: existing };
}

function* remind(settings: ClickupSettings, message: AlertMessage, words: Words): Exchange {
  const id = message.reference === "" ? yield* sameName(settings, message, words) : message.reference;
  if (id === undefined) return yield* open(settings, message, words);
  const comment = { comment_text: contentOf(settings, message, words), notify_all: settings["notify-all"] };
  const reply = yield jsonCall("POST", `${settings["api-url"]}/task/${encodeURIComponent(id)}/comment`, comment, {
    ...authorized(settings),
    tolerated: [404],
  });
  return reply.status < 400 ? { kind: "delivered", reference: id } : yield* open(settings, message, words);
}

/** Without the task's id every open task that names group and endpoint is meant, as in Gatus. */
function* close(settings: ClickupSettings, message: AlertMessage): Exchange {
  const { group, name } = message.endpoint;
  const ids =
    message.reference === ""
      ? (yield* openTasks(settings)).filter((task) => task.name.includes(group) && task.name.includes(name)).map(({ id }) => id)
      : [message.reference];
  if (ids.length === 0) return { kind: "failed", reason: `no open task names ${group}:${name}`, permanent: true };
  for (const id of ids) {
    const url = `${settings["api-url"]}/task/${encodeURIComponent(id)}`;
    yield jsonCall(
      "PUT",
      url,
      { status: "closed" },
      message.reference === "" ? authorized(settings) : { ...authorized(settings), tolerated: [404] },
    );
  }
  return { kind: "delivered", reference: "" };
}

export const clickup = defineProvider({
  type: "clickup",
  title: "ClickUp",
  templates: "none",
  capabilities: { resolve: "close", reminder: "comment", dedup: "search", thread: "comment" },
  shape: {
    "list-id": text({ title: "List id", description: "List in which tasks are opened.", required: true }),
    token: secret({ title: "Token", description: "Personal API token.", required: true, placeholder: "pk_…" }),
    "api-url": text({ title: "API address", description: "Address of the API." }, "https://api.clickup.com/api/v2"),
    assignees: list({ title: "Assignees", description: "Ids of the users that tasks are assigned to." }),
    status: text({ title: "Status", description: "Status of new tasks; the list's first one if absent." }),
    priority: text({ title: "Priority", description: "Priority of new tasks.", choices: Object.keys(PRIORITIES) }, "normal"),
    "notify-all": flag({ title: "Notify all", description: "Notifies the task's watchers.", override: "any" }, true),
    name: text({ title: "Name", description: "Template of the task's name." }, "Health Check: [ENDPOINT_GROUP]:[ENDPOINT_NAME]"),
    content: text(
      { title: "Content", description: "Template of the task's text." },
      "Triggered: [ENDPOINT_GROUP] - [ENDPOINT_NAME] - [ALERT_DESCRIPTION] - [RESULT_ERRORS]",
    ),
  },
  exchange: (settings, message, words) => {
    if (isResolved(message)) return close(settings, message);
    return message.kind === "reminder" ? remind(settings, message, words) : trigger(settings, message, words);
  },
});
