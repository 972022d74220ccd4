// Adding a monitor: what was typed, what a first real check said, conditions while they are typed, and a test message.

import type { Said, Told } from "../i18n/said.ts";
import type { EndpointKind } from "./endpoint.ts";
import type { CheckResult, ResultExtras } from "./result.ts";
import type { PlainMapping } from "./settings.ts";

/** What one line (or one curl command) that was typed or pasted means. */
export type MonitorProposal =
  | {
      readonly ok: true;
      readonly source: string;
      readonly kind: EndpointKind;
      /** The entry as it would be written: name, url, method, headers, body, dns …, and conditions that fit its kind. */
      readonly value: PlainMapping;
      /** What the words had that cannot be carried over (a curl option that is not known), for people. */
      readonly notes: readonly Said[];
    }
  | (Told & { readonly ok: false; readonly source: string });

/** One value of a JSON answer that a click can make a condition of. */
export interface AnswerPath {
  /** For example `[BODY].items[0].id`; `len([BODY].items)` for an array. */
  readonly operand: string;
  readonly type: "string" | "number" | "boolean" | "null" | "array" | "object";
  /** Shortened to 200 characters. */
  readonly value: string;
  /** The condition that a click makes. */
  readonly condition: string;
}

/** What a try saw. The request's own headers and body are not in it. */
export interface TryReport {
  /** Names this answer for conditions and completion; forgotten after a while. */
  readonly tryId: string;
  readonly result: CheckResult;
  /** `bodyText` holds at most 256 kB here, of healthy answers too. */
  readonly extras: ResultExtras;
  /** `json`: `bodyText` is one JSON document. */
  readonly bodyKind: "json" | "text" | "binary" | "none";
  /** At most 2,000, in document order; empty unless the body is JSON. */
  readonly paths: readonly AnswerPath[];
  /** What would be sensible conditions for this answer, strongest first. */
  readonly proposedConditions: readonly string[];
  /** For `degraded-conditions`: what is worth knowing and no failure. */
  readonly degradedProposals: readonly string[];
}

/** A finding about a condition's text. */
export interface ConditionFinding {
  readonly severity: "error" | "warning" | "hint";
  /** English. */
  readonly message: string;
  readonly said?: Said;
  /** 1-based. */
  readonly column: number;
}

/** A condition as it is being typed. */
export interface ConditionCheck {
  readonly isValid: boolean;
  readonly findings: readonly ConditionFinding[];
  /** Against the last try; null = there is none, or the condition is not valid. */
  readonly current: { readonly success: boolean; readonly display: string } | null;
}

export interface ConditionCompletion {
  readonly kind: "placeholder" | "function" | "comparator" | "path" | "header";
  readonly label: string;
  /** One line; a path's current value. */
  readonly help: string;
  readonly isSentrayOnly: boolean;
}

/** One key of a channel's block, as its form shows it. */
export interface ProviderKey {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly kind: "text" | "integer" | "boolean" | "list" | "map" | "client";
  readonly required: boolean;
  readonly secret: boolean;
  /** The values that are allowed; null = any. */
  readonly choices: readonly string[] | null;
  readonly placeholder: string;
  readonly fallback: string | number | boolean | null;
  /** Gatus ignores it. */
  readonly isSentrayOnly: boolean;
}

export interface ProviderForm {
  readonly type: string;
  readonly title: string;
  readonly supportsOverrides: boolean;
  readonly testable: boolean;
  readonly keys: readonly ProviderKey[];
}

/** What a test message sent and what came back; secrets masked. */
export interface TestAlertReport {
  readonly preview: { readonly title: string; readonly body: string };
  readonly requests: ReadonlyArray<{ readonly target: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }>;
  /** `delivered`, or why not; null = only shown, not sent. */
  readonly outcome: { readonly delivered: boolean; readonly message: string } | null;
}
