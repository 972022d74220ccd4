// From a first answer to conditions that would be sensible: what it said that should stay so. Pure.

import type { EndpointKind } from "../../../shared/model/endpoint.ts";
import type { AnswerPath } from "../../../shared/model/settings-monitor.ts";
import { DAY } from "../../../shared/units.ts";

/** What of an answer is looked at. */
export interface AnswerFacts {
  readonly kind: EndpointKind;
  readonly connected: boolean;
  readonly status: number;
  readonly dnsRcode: string;
  readonly durationMs: number;
  readonly certificateExpiresInMs: number | null;
  readonly bodyText: string;
  readonly isJson: boolean;
}

export interface ProposedConditions {
  /** Strongest first; what holds for this answer. */
  readonly conditions: readonly string[];
  /** For `degraded-conditions`. */
  readonly degraded: readonly string[];
}

/** Keys under which services say that they are well, and values that say so. */
const HEALTH_KEYS: ReadonlySet<string> = new Set(["status", "state", "health", "healthy", "ok", "success", "alive", "up", "ready"]);
const HEALTHY_VALUE = /^(?:up|ok|okay|healthy|pass|passing|alive|green|running|ready|operational|true|success|serving)$/i;

/** What could be expected of every later answer. For an endpoint that did not answer: the least that means *well* for its kind. */
export function proposeConditions(facts: AnswerFacts): ProposedConditions {
  const { kind, connected, status, dnsRcode, certificateExpiresInMs } = facts;
  const conditions: string[] = [];
  if (kind === "HTTP") conditions.push(status >= 200 && status < 400 ? `[STATUS] == ${status}` : "[STATUS] == 200");
  else if (kind === "DNS") conditions.push(`[DNS_RCODE] == ${dnsRcode === "" ? "NOERROR" : dnsRcode}`);
  else if (kind === "SSH" && connected) conditions.push("[CONNECTED] == true", `[STATUS] == ${status}`);
  else conditions.push("[CONNECTED] == true");
  if (kind === "DNS" && facts.bodyText !== "" && !/\s/.test(facts.bodyText)) conditions.push(`[BODY] == ${facts.bodyText}`);
  if (facts.isJson) conditions.push(...healthConditions(answerPaths(facts.bodyText)));
  const hasCertificate = certificateExpiresInMs !== null && certificateExpiresInMs > 0;
  // What ends sooner than the usual limit would fail at once.
  if (hasCertificate)
    conditions.push(certificateExpiresInMs > 10 * DAY ? "[CERTIFICATE_EXPIRATION] > 240h" : "[CERTIFICATE_EXPIRATION] > 48h");
  const degraded = connected ? [`[RESPONSE_TIME] < ${limitFor(facts.durationMs)}`] : [];
  return { conditions, degraded };
}

/** Several times the first answer's time, as a round number. */
function limitFor(durationMs: number): number {
  const wanted = Math.max(300, durationMs * 4);
  return [300, 500, 1_000, 2_000, 3_000, 5_000].find((limit) => limit >= wanted) ?? 10_000;
}

function healthConditions(paths: readonly AnswerPath[]): readonly string[] {
  return paths
    .filter(({ operand, value, type }) => {
      const key = /\.([^.[\]]+)$/.exec(operand)?.[1]?.toLowerCase() ?? "";
      return HEALTH_KEYS.has(key) && HEALTHY_VALUE.test(value) && type !== "object" && operand.split(".").length <= 3;
    })
    .slice(0, 2)
    .map(({ condition }) => condition);
}

const MOST_PATHS = 2_000;
const DEEPEST = 20;
const LONGEST_VALUE = 200;
/** Names that a path can say. */
const SAYABLE = /^[\p{L}\p{N}_@$-]+$/u;

/** The values of a JSON text with the operands that read them, in document order; empty when it is no JSON. */
export function answerPaths(bodyText: string): readonly AnswerPath[] {
  const root = parseJson(bodyText);
  if (root === undefined) return [];
  const paths: AnswerPath[] = [];
  const visit = (value: unknown, operand: string, depth: number): void => {
    if (paths.length >= MOST_PATHS || depth > DEEPEST) return;
    if (Array.isArray(value)) {
      paths.push({ operand: `len(${operand})`, type: "array", value: String(value.length), condition: `len(${operand}) > 0` });
      for (const [index, item] of value.entries()) visit(item, `${operand}[${index}]`, depth + 1);
    } else if (typeof value === "object" && value !== null) {
      if (operand !== "[BODY]") paths.push({ operand, type: "object", value: "", condition: `has(${operand}) == true` });
      for (const [key, member] of Object.entries(value)) if (SAYABLE.test(key)) visit(member, `${operand}.${key}`, depth + 1);
    } else paths.push(scalarPath(value, operand));
  };
  visit(root, "[BODY]", 0);
  return paths;
}

function scalarPath(value: unknown, operand: string): AnswerPath {
  const text = String(value);
  const shown = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
  const type = value === null ? "null" : typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean";
  // A text with blanks around it, or very long, or with what means something to the language, is only asked for.
  const isSayable =
    value !== null && text !== "" && text.trim() === text && text.length <= 100 && !/[\n\r[\]()"\\]|[=<>!]=|[<>]/.test(text);
  return { operand, type, value: shown, condition: isSayable ? `${operand} == ${text}` : `has(${operand}) == ${value !== null}` };
}

/** undefined = no JSON document. A bare word or number is a text, not a document. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // It only looked like one.
    return undefined;
  }
}
