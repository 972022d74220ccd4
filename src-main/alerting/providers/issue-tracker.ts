// What GitHub and Gitea have in common: an issue is opened, commented on by reminders, and closed when the outage ends. Issues have no
// key of their own, so they are found again by their number, or by title and author.

import { isRecord, jsonCall, parseJson, postJson, textAt } from "./calls.ts";
import type { Words } from "./define.ts";
import { fit, shorten } from "./limits.ts";
import type { AlertMessage } from "./message.ts";
import type { Exchange, HttpCall, ProviderReply, ProviderRequest } from "./provider.ts";
import { codeTick, conditionList, displayName, isResolved, sentenceAbout, withDescription } from "./texts.ts";

const TITLE_LIMIT = 255;
const BODY_LIMIT = 65_000;
const PAGE_SIZE = 100;
/** 2,000 open issues by one account; beyond that somebody has other worries. */
const PAGE_LIMIT = 20;

/** How one tracker words its calls. `path` is relative to the repository's API address. */
export interface Tracker {
  /** The API address of the repository. */
  readonly repository: string;
  readonly userUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connection: HttpCall["client"];
  listQuery(login: string, page: number): { readonly query: string; readonly headers: Readonly<Record<string, string>> };
  newIssue(title: string, body: string): Readonly<Record<string, unknown>>;
  readonly closed: Readonly<Record<string, unknown>>;
}

/** `owner/repo` of a repository's address; null if it is none. */
export function parseRepository(address: string): { readonly origin: string; readonly host: string; readonly path: string } | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return /^\/[^/]+\/[^/]+$/.test(url.pathname) && url.host !== ""
    ? { origin: `${url.protocol}//${url.host}`, host: url.host, path: url.pathname }
    : null;
}

/** The title that machines look for; it never changes with templates. */
function titleOf(message: AlertMessage): string {
  return shorten(`alert(gatus): ${displayName(message)}`, TITLE_LIMIT);
}

function bodyOf(message: AlertMessage, words: Words): string {
  return fit(
    BODY_LIMIT,
    message,
    (it) =>
      words.body(it) ??
      sentenceAbout(it, `**${displayName(it)}**`) +
        withDescription(it, ":\n> ") +
        conditionList(it, "\n\n## Condition results\n", (c) => `- ${codeTick(c)} - \`${c.condition}\`\n`),
  );
}

type Search = Generator<ProviderRequest, readonly string[], ProviderReply>;

/** The numbers of our open issues with exactly this title. */
function* openIssues(tracker: Tracker, title: string): Search {
  const user = yield { ...jsonCall("GET", tracker.userUrl, undefined), headers: tracker.headers, body: null, client: tracker.connection };
  const login = textAt(parseJson(user.body), "login");
  const found: string[] = [];
  for (let page = 1; page <= PAGE_LIMIT; page += 1) {
    const { query, headers } = tracker.listQuery(login, page);
    const url = `${tracker.repository}/issues?${query}`;
    const reply = yield { transport: "http", method: "GET", url, headers, body: null, client: tracker.connection };
    const parsed = parseJson(reply.body);
    const issues = Array.isArray(parsed) ? (parsed as readonly unknown[]).filter(isRecord) : [];
    found.push(...issues.filter((issue) => issue["title"] === title).map((issue) => textAt(issue, "number")));
    if (issues.length < PAGE_SIZE) break;
  }
  return found.filter((number) => number !== "");
}

function* open(tracker: Tracker, message: AlertMessage, words: Words): Exchange {
  const issue = tracker.newIssue(titleOf(message), bodyOf(message, words));
  const options = { headers: tracker.headers, client: tracker.connection };
  const reply = yield postJson(`${tracker.repository}/issues`, issue, options);
  return { kind: "delivered", reference: textAt(parseJson(reply.body), "number") };
}

/** A first try opens; a later one may have succeeded unheard, so it looks before it opens another. */
function* trigger(tracker: Tracker, message: AlertMessage, words: Words): Exchange {
  if (words.attempt.attempt > 0) {
    const [existing] = yield* openIssues(tracker, titleOf(message));
    if (existing !== undefined) return { kind: "delivered", reference: existing };
  }
  return yield* open(tracker, message, words);
}

function* remind(tracker: Tracker, message: AlertMessage, words: Words): Exchange {
  const number = message.reference === "" ? (yield* openIssues(tracker, titleOf(message)))[0] : message.reference;
  if (number === undefined) return yield* open(tracker, message, words);
  const reply = yield postJson(
    `${tracker.repository}/issues/${encodeURIComponent(number)}/comments`,
    { body: bodyOf(message, words) },
    { headers: tracker.headers, client: tracker.connection, tolerated: [404, 410] },
  );
  return reply.status < 400 ? { kind: "delivered", reference: number } : yield* open(tracker, message, words);
}

function* close(tracker: Tracker, message: AlertMessage): Exchange {
  const numbers = message.reference === "" ? yield* openIssues(tracker, titleOf(message)) : [message.reference];
  for (const number of numbers) {
    yield jsonCall("PATCH", `${tracker.repository}/issues/${encodeURIComponent(number)}`, tracker.closed, {
      headers: tracker.headers,
      client: tracker.connection,
      // Deleted meanwhile: nothing is left to close.
      tolerated: [404, 410],
    });
  }
  return { kind: "delivered", reference: "" };
}

/** The whole conversation about one message. */
export function trackIssue(tracker: Tracker, message: AlertMessage, words: Words): Exchange {
  if (isResolved(message)) return close(tracker, message);
  return message.kind === "reminder" ? remind(tracker, message, words) : trigger(tracker, message, words);
}
