// What an alert provider is. One folder entry and one line in registry.ts make one; settings form, validation and documentation
// come from its schema. Providers are pure: they say what to send and judge the answers, executor.ts does the sending.

import type * as z from "zod";

import type { Said } from "../../../shared/i18n/said.ts";
import { inEnglish } from "../../../shared/i18n/tell.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ClientConfig } from "../../../shared/model/endpoint.ts";
import type { NativeNotification } from "../../ports/alerting.ts";
import type { AlertMessage, AttemptState } from "./message.ts";
import type { ProviderType } from "./types.ts";

/** A block of settings as the YAML holds it. */
export type SettingsBlock = Readonly<Record<string, PlainValue>>;

/** How a key is edited and written down. */
export type KeyKind = "text" | "integer" | "boolean" | "list" | "map" | "client";

/** What the settings form, the documentation and the redaction know about one key; given with `.meta()`. */
export interface KeyMeta {
  readonly title: string;
  readonly description: string;
  /** Sending is impossible without it. */
  readonly required?: true;
  /** The values that are allowed; absent = any. */
  readonly choices?: readonly string[];
  /** Never shown, logged, or kept. */
  readonly secret?: true;
  readonly placeholder?: string;
  /** When an override's value counts as given. Default: non-empty text/list/map, non-zero number, `true`. */
  readonly override?: "positive" | "any";
  /** Sentray's own key: Gatus ignores it. */
  readonly own?: true;
}

/** Something wrong in a block; see {@link problemAt}. */
export interface SettingsProblem {
  /** From the provider's block downwards, for example `["overrides", "1", "group"]`. */
  readonly path: readonly string[];
  /** A sentence, with its full stop; `message` is what it says in English. */
  readonly said: Said;
  readonly message: string;
}

/** What is wrong at one place of a block. */
export function problemAt(path: readonly string[], said: Said): SettingsProblem {
  return { path, said, message: inEnglish(said) };
}

/** Which rules an entry of `overrides` must follow. */
export type OverrideRule =
  | { readonly kind: "unsupported" }
  /** Duplicates and empty groups are taken as they are; the first match counts. */
  | { readonly kind: "unchecked" }
  | { readonly kind: "checked"; readonly required: readonly string[] };

/** What a channel can do; shown in the documentation and used by the delivery. */
export interface Capabilities {
  /** message: a message of its own · status: the receiver closes what it correlates · close: we close what was opened. */
  readonly resolve: "message" | "status" | "close" | "replace";
  /** message: sent again as it was · same: joins the open incident · comment: a comment on what is open. */
  readonly reminder: "message" | "same" | "comment" | "replace";
  /** key: our own, stored · computed: from the endpoint · transaction: per message · search: looked up before a retry. */
  readonly dedup: "key" | "computed" | "transaction" | "search" | "replace" | "none";
  /** How follow-ups join the first message when conversations are asked for. */
  readonly thread: "reply" | "edit" | "topic" | "comment" | "replace" | "none";
  readonly testable: boolean;
}

export interface HttpCall {
  readonly transport: "http";
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The provider's `client` block; null = defaults. */
  readonly client: ClientConfig | null;
  /** Who gets it, for channels with several receivers; lets a later attempt leave out those that have it. */
  readonly receiver?: string;
  /** Statuses from 400 on that the provider judges itself instead of failing. */
  readonly tolerated?: readonly number[];
}

export interface SmtpMail {
  readonly transport: "smtp";
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly implicitTls: boolean;
  readonly verifyCertificates: boolean;
  readonly ehloName: string;
  /** null = no authentication. */
  readonly login: { readonly username: string; readonly password: string } | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Makes a repeated delivery recognisable. */
  readonly messageId: string;
}

export interface SesMail {
  readonly transport: "ses";
  /** Empty = the SDK's own resolution. */
  readonly region: string;
  /** null = AWS' default credential chain. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface NativeCall {
  readonly transport: "native";
  readonly notification: NativeNotification;
}

/** One thing to send, as data. */
export type ProviderRequest = HttpCall | SmtpMail | SesMail | NativeCall;

/** What came back; failures never reach a provider unless it tolerates them. */
export interface ProviderReply {
  readonly status: number;
  readonly body: string;
}

/** What the provider makes of the answers. `failed` with `permanent` is never tried again. */
export type Verdict =
  | { readonly kind: "delivered"; readonly resolveKey?: string; readonly reference?: string }
  | { readonly kind: "failed"; readonly reason: string; readonly permanent: boolean };

/**
 * A conversation with a receiver: yields one request after the other, is given each answer, returns its verdict. Pure: the
 * same message and answers always give the same requests. An answer that fails ends it from outside.
 */
export type Exchange = Generator<ProviderRequest, Verdict, ProviderReply>;

/** The texts of one message as a person would read them, before the channel's own markup and limits. */
export interface PreviewText {
  readonly title: string;
  readonly body: string;
}

/** A provider with settings that are complete and valid: ready to say what to send. */
export interface Channel {
  readonly type: ProviderType;
  /** Values that must not be shown anywhere. */
  readonly secrets: readonly string[];
  exchange(message: AlertMessage, attempt: AttemptState): Exchange;
  preview(message: AlertMessage): PreviewText;
}

export type Prepared =
  | { readonly ok: true; readonly channel: Channel }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** One provider, whatever its settings' type; made by `defineProvider`. */
export interface Provider {
  readonly type: ProviderType;
  /** The name people know it by. */
  readonly title: string;
  readonly schema: z.ZodObject;
  readonly overrides: OverrideRule;
  readonly capabilities: Capabilities;
  /** Checks merged settings by the schema and the provider's own rules. */
  prepare(settings: SettingsBlock): Prepared;
  /**
   * The key to keep before the first message of an incident is sent, so that a repeated trigger is recognised. The same for
   * the same message; empty when the channel has no such key.
   */
  mintResolveKey(message: AlertMessage): string;
}
