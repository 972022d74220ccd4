// Makes a provider from what is its own: keys, rules and requests. What all share is here: Sentray's own keys, templates, checking,
// secrets, previews.

import * as z from "zod";

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import { type AlertMessage, type AttemptState, FIRST_ATTEMPT } from "./message.ts";
import { fillTemplate } from "./placeholders.ts";
import type {
  Capabilities,
  Channel,
  Exchange,
  OverrideRule,
  PreviewText,
  Prepared,
  Provider,
  ProviderRequest,
  SettingsBlock,
  SettingsProblem,
} from "./provider.ts";
import { secretsIn } from "./redact.ts";
import { type KeyList, keysOf, text } from "./settings.ts";
import { bracketedSubject, isResolved, mailText } from "./texts.ts";
import type { ProviderType } from "./types.ts";

/** The texts that the user or a notice put in the place of the usual ones; null = the usual one. */
export interface Words {
  title(message: AlertMessage): string | null;
  body(message: AlertMessage): string | null;
  /** Whether conditions get a place of their own: there are some, and no text was put in the usual one's place. */
  listsConditions(message: AlertMessage): boolean;
  /** Title and body in one text, for channels that have only one. */
  single(message: AlertMessage, usual: (message: AlertMessage) => string): string;
  readonly attempt: AttemptState;
}

/** What is a provider's own. */
export interface ProviderSpec<Shape extends z.core.$ZodLooseShape> {
  readonly type: ProviderType;
  readonly title: string;
  readonly shape: Shape;
  readonly overrides?: OverrideRule;
  readonly capabilities?: Partial<Capabilities>;
  /** Which texts may be templates beside the provider's own keys; default both. */
  readonly templates?: "both" | "body" | "none";
  /** Gatus' rules beyond required keys and types. */
  readonly validate?: (settings: z.output<z.ZodObject<Shape>>) => readonly SettingsProblem[];
  readonly mintResolveKey?: (message: AlertMessage) => string;
}

/** A provider with one request for every message. */
export interface SingleRequestSpec<Shape extends z.core.$ZodLooseShape> extends ProviderSpec<Shape> {
  readonly request: (settings: z.output<z.ZodObject<Shape>>, message: AlertMessage, words: Words) => ProviderRequest;
}

/** A provider that converses. */
export interface ExchangeSpec<Shape extends z.core.$ZodLooseShape> extends ProviderSpec<Shape> {
  readonly exchange: (settings: z.output<z.ZodObject<Shape>>, message: AlertMessage, words: Words) => Exchange;
}

/** The usual rule: each entry names a group, once. */
const CHECKED_OVERRIDES: OverrideRule = { kind: "checked", required: [] };

const USUAL_CAPABILITIES: Capabilities = { resolve: "message", reminder: "message", dedup: "none", thread: "none", testable: true };

const TITLE = text({ title: "Title", description: "Template of the title, instead of the usual text.", own: true });
const BODY = text({ title: "Text", description: "Template of the text, instead of the usual one.", own: true });
const RESOLVED_TITLE = text({
  title: "Title when resolved",
  description: "Template of the title of resolved messages; `title` if absent.",
  own: true,
});
const RESOLVED_BODY = text({
  title: "Text when resolved",
  description: "Template of the text of resolved messages; `body` if absent.",
  own: true,
});
const INCIDENT_WINDOW = text({
  title: "Incident window",
  description: "Endpoints that fall together within this time are told as one incident, and what follows joins its first message.",
  placeholder: "2m",
  own: true,
});

function ownKeys(shape: z.core.$ZodLooseShape, templates: "both" | "body" | "none"): z.core.$ZodLooseShape {
  const titled = templates === "both" || "title" in shape;
  return {
    ...("title" in shape || !titled ? {} : { title: TITLE }),
    ...(titled ? { "resolved-title": RESOLVED_TITLE } : {}),
    ...(templates === "none" ? {} : { body: BODY, "resolved-body": RESOLVED_BODY }),
    "incident-window": INCIDENT_WINDOW,
  };
}

function wordsFrom(values: Readonly<Record<string, unknown>>, attempt: AttemptState, bodyIsTemplate: boolean): Words {
  const template = (key: string, message: AlertMessage): string | null => {
    const resolved = isResolved(message) ? values[`resolved-${key}`] : "";
    const chosen = typeof resolved === "string" && resolved !== "" ? resolved : values[key];
    return typeof chosen === "string" && chosen !== "" ? fillTemplate(chosen, message) : null;
  };
  const title = (message: AlertMessage) => message.notice?.title ?? template("title", message);
  const body = (message: AlertMessage) => message.notice?.body ?? (bodyIsTemplate ? template("body", message) : null);
  return {
    title,
    body,
    listsConditions: (message) => message.result.conditions.length > 0 && body(message) === null,
    single: (message, usual) => {
      const [head, rest] = [title(message), body(message) ?? usual(message)];
      return head === null ? rest : `${head}\n\n${rest}`;
    },
    attempt,
  };
}

/** The other endpoints of an incident are told wherever the description is. */
function withIncident(message: AlertMessage): AlertMessage {
  if (message.alsoAffected.length === 0) return message;
  const others = `Also affected: ${message.alsoAffected.join(", ")}`;
  const description = message.alert.description ?? "";
  return { ...message, alert: { ...message.alert, description: description === "" ? others : `${description} (${others})` } };
}

function isEmpty(value: unknown): boolean {
  return value === "" || value === 0 || value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function missingKeys(keys: KeyList, values: Readonly<Record<string, unknown>>): readonly SettingsProblem[] {
  return keys
    .filter(([key, facts]) => facts.required === true && isEmpty(values[key]))
    .map(([key]) => problemAt([key], say("errors.channel.missing", { key })));
}

function choiceProblems(keys: KeyList, values: Readonly<Record<string, unknown>>): readonly SettingsProblem[] {
  return keys.flatMap(([key, { choices }]) => {
    const value = values[key];
    return choices === undefined || typeof value !== "string" || choices.includes(value)
      ? []
      : [problemAt([key], say("errors.channel.choice", { key, choices }))];
  });
}

function* once(request: ProviderRequest): Exchange {
  yield request;
  return { kind: "delivered" };
}

function preview(message: AlertMessage, words: Words): PreviewText {
  return {
    title: words.title(message) ?? bracketedSubject(message),
    body: words.body(message) ?? mailText(message, { labels: true }),
  };
}

/** `null` counts as absent, as in YAML's `key:`. */
function withoutNulls(settings: SettingsBlock): Record<string, PlainValue> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** Closes over the settings' type, so that a registry of all providers needs none. */
export function defineProvider<Shape extends z.core.$ZodLooseShape>(spec: SingleRequestSpec<Shape> | ExchangeSpec<Shape>): Provider {
  const ownSchema = z.object(spec.shape);
  const templates = spec.templates ?? "both";
  const schema = z.object({ ...spec.shape, ...ownKeys(spec.shape, templates) });
  const keys = keysOf(schema);
  const bodyIsTemplate = templates !== "none";
  const capabilities = { ...USUAL_CAPABILITIES, ...spec.capabilities };

  const open = (settings: z.output<z.ZodObject<Shape>>, values: Readonly<Record<string, unknown>>): Channel => ({
    type: spec.type,
    secrets: secretsIn(keys, values),
    exchange: (message, attempt) => {
      const words = wordsFrom(values, attempt, bodyIsTemplate);
      const told = withIncident(message);
      return "request" in spec ? once(spec.request(settings, told, words)) : spec.exchange(settings, told, words);
    },
    preview: (message) => preview(withIncident(message), wordsFrom(values, FIRST_ATTEMPT, bodyIsTemplate)),
  });

  const prepare = (written: SettingsBlock): Prepared => {
    const settings = withoutNulls(written);
    const own = ownSchema.safeParse(settings);
    const all = schema.safeParse(settings);
    if (!own.success || !all.success) {
      const issues = all.success ? (own.error?.issues ?? []) : all.error.issues;
      return {
        ok: false,
        problems: issues.map(({ path, message }) => {
          const problem = { phrase: message, english: message };
          return problemAt(path.map(String), say("errors.channel.value", { key: path.join("."), problem }));
        }),
      };
    }
    const values: Readonly<Record<string, unknown>> = all.data;
    const problems = [...missingKeys(keys, values), ...choiceProblems(keys, values)];
    const found = problems.length > 0 ? problems : (spec.validate?.(own.data) ?? []);
    return found.length > 0 ? { ok: false, problems: found } : { ok: true, channel: open(own.data, values) };
  };

  return {
    type: spec.type,
    title: spec.title,
    schema,
    overrides: spec.overrides ?? CHECKED_OVERRIDES,
    capabilities,
    prepare,
    mintResolveKey: spec.mintResolveKey ?? (() => ""),
  };
}
