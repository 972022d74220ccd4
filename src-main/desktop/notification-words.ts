// What native notifications say, in the user's language. What is told, and when, was decided by alerting. Pure.

import { assertNever } from "../../shared/assert-never.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import type { Formatter } from "../../shared/i18n/format.ts";
import type { DurationMs, EpochMs } from "../../shared/units.ts";
import { shorten } from "../alerting/providers/limits.ts";
import type { NativeNotification, NotificationNews, NotificationWords } from "../ports/alerting.ts";

/** Systems cut titles and texts at about this. */
const TITLE_LIMIT = 120;
const BODY_LIMIT = 300;
/** A cause or a name that is longer leaves no room for what else is to be said. */
const LINE_LIMIT = 180;

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** What a notification says: in the user's language, but for what the user wrote. */
export function textOf(
  { title, body, words, own }: Pick<NativeNotification, "title" | "body" | "words" | "own">,
  say: (words: NotificationWords) => NotificationText,
): NotificationText {
  if (words === null) return { title, body };
  const said = say(words);
  return { title: own.includes("title") ? title : said.title, body: own.includes("body") ? body : said.body };
}

/** Title = who and how; body = the cause, since when, and what came and went in quiet hours. */
export function wordNotification(words: NotificationWords, { t }: Translator, format: Formatter, nowMs: EpochMs): NotificationText {
  const { title, lines } = newsText(words.news, t, format, nowMs);
  const body = [...lines, ...missedLines(words, t)].filter((line) => line !== "").map((line) => shorten(line, LINE_LIMIT));
  return { title: shorten(title, TITLE_LIMIT), body: shorten(body.join("\n"), BODY_LIMIT) };
}

interface NewsText {
  readonly title: string;
  readonly lines: readonly string[];
}

function newsText(news: NotificationNews, t: Translator["t"], format: Formatter, nowMs: EpochMs): NewsText {
  const span = ({ sinceMs, durationMs }: { readonly sinceMs: EpochMs; readonly durationMs: DurationMs }) => ({
    time: format.shortMoment(sinceMs, nowMs),
    duration: format.duration(durationMs),
  });
  switch (news.kind) {
    case "failing":
    case "degraded":
      return { title: t(`notification.${news.kind}`, { name: news.name }), lines: [news.cause, t("notification.since", span(news))] };
    case "reminder":
      return {
        title: t("notification.reminder", { name: news.name, ...span(news) }),
        lines: [news.cause, t("notification.since", span(news))],
      };
    case "resolved":
      return { title: t("notification.resolved", { name: news.name }), lines: [t("notification.resolvedBody", span(news))] };
    case "incident":
      return { title: incidentTitle(news, t), lines: [t("notification.since", span(news)), ...memberLines(news, t)] };
    case "flapping":
      return { title: t("notification.flapping", { name: news.name }), lines: [news.cause, t("notification.flappingBody")] };
    case "settled":
      return {
        title: t(news.isFailing ? "notification.settledFailing" : "notification.settledHealthy", { name: news.name }),
        lines: [t("notification.settledBody", span(news))],
      };
    case "quiet-over":
      return { title: t("notification.quietOver"), lines: [] };
    default:
      return assertNever(news, "news");
  }
}

type IncidentNews = Extract<NotificationNews, { readonly kind: "incident" }>;

function incidentTitle({ failing, total, group }: IncidentNews, t: Translator["t"]): string {
  if (failing === 0)
    return group === "" ? t("notification.manyResolved", { count: total }) : t("notification.manyResolvedIn", { count: total, group });
  if (failing < total) {
    return group === "" ? t("notification.someFailing", { failing, total }) : t("notification.someFailingIn", { failing, total, group });
  }
  return group === "" ? t("notification.manyFailing", { count: total }) : t("notification.manyFailingIn", { count: total, group });
}

function memberLines({ members, failing, total }: IncidentNews, t: Translator["t"]): readonly string[] {
  const lines = members.map(({ name, cause }) => (cause === "" ? name : t("notification.withCause", { name, cause })));
  const unnamed = (failing === 0 ? total : failing) - members.length;
  return unnamed > 0 ? [...lines, t("notification.more", { count: unnamed })] : lines;
}

function missedLines({ missed, missedCount }: NotificationWords, t: Translator["t"]): readonly string[] {
  if (missedCount === 0) return [];
  const names = missed.map(({ name, outages }) => (outages === 1 ? name : t("notification.missedTimes", { name, outages })));
  const unnamed = missedCount - missed.length;
  return [t("notification.missed", { count: missedCount }), ...names, ...(unnamed > 0 ? [t("notification.more", { count: unnamed })] : [])];
}
