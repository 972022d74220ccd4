// One real check of an entry that is still being written, and the memory of the last few answers for its conditions.

import { say, toldOf } from "../../../shared/i18n/said.ts";
import type { ConditionCheck, ConditionCompletion, TryReport } from "../../../shared/model/settings-monitor.ts";
import type { EndpointConfig, EndpointKind } from "../../../shared/model/endpoint.ts";
import { DEFAULT_UI } from "../../../shared/model/endpoint-defaults.ts";
import type { Observation } from "../../../shared/model/observation.ts";
import type { PlainMapping } from "../../../shared/model/settings.ts";
import { MINUTE } from "../../../shared/units.ts";
import { compileConditions } from "../../conditions/compile.ts";
import { describeLanguage } from "../../conditions/describe.ts";
import { checkCondition } from "../../conditions/warnings.ts";
import { answerPaths, parseJson, proposeConditions } from "../../config/edit/propose-conditions.ts";
import { runCheck } from "../../engine/check-runner.ts";
import { compileEndpoint } from "../../engine/compiled-endpoint.ts";
import { fail, failFor } from "./ports.ts";
import type { SettingsPorts } from "./ports.ts";

const MAX_BODY_BYTES = 256 * 1024;
const MOST_ANSWERS = 16;
const LONGEST_TRY_MS = 2 * MINUTE;
/** What decides what is sent and judged; alerts, schedules and what is hidden play no part in a try. */
const TRIED_KEYS = [
  "name",
  "group",
  "url",
  "method",
  "headers",
  "body",
  "graphql",
  "dns",
  "ssh",
  "client",
  "conditions",
  "degraded-conditions",
];
/** A try hides nothing of the answer from whoever is writing its conditions. */
const ALL_SHOWN: EndpointConfig["ui"] = { ...DEFAULT_UI, resolveSuccessfulConditions: true };

interface Answer {
  readonly observation: Observation;
  readonly bodyText: string;
}

type Tries = Pick<SettingsPorts, "load" | "probes" | "clock" | "timers" | "removeSecrets" | "session" | "place">;

export interface TryDesk {
  run(tryId: string, value: PlainMapping): Promise<TryReport>;
  cancel(tryId: string): void;
  check(question: ConditionQuestion): ConditionCheck;
  completions(kind: EndpointKind, insideSuite: boolean, tryId: string | null): readonly ConditionCompletion[];
}

export interface ConditionQuestion {
  readonly text: string;
  readonly kind: EndpointKind;
  readonly insideSuite: boolean;
  readonly all: readonly string[];
  readonly tryId: string | null;
}

export function createTryDesk(ports: Tries): TryDesk {
  const answers = new Map<string, Answer>();
  const running = new Map<string, AbortController>();
  const keep = (tryId: string, answer: Answer): void => {
    answers.delete(tryId);
    answers.set(tryId, answer);
    for (const [oldest] of answers) {
      if (answers.size <= MOST_ANSWERS) break;
      answers.delete(oldest);
    }
  };
  return {
    run: async (tryId, value) => {
      running.get(tryId)?.abort(new Error("tried again"));
      const controller = new AbortController();
      running.set(tryId, controller);
      const timer = ports.timers.setTimer(LONGEST_TRY_MS, () => controller.abort(new Error("took too long")));
      try {
        const config = await entryOf(ports, value);
        const { report, answer } = await tryOnce(ports, tryId, config, controller.signal);
        keep(tryId, answer);
        return report;
      } finally {
        timer.cancel();
        if (running.get(tryId) === controller) running.delete(tryId);
      }
    },
    cancel: (tryId) => running.get(tryId)?.abort(new Error("cancelled")),
    check: (question) => checkTyped(question, question.tryId === null ? undefined : answers.get(question.tryId), ports.removeSecrets),
    completions: (kind, insideSuite, tryId) => completionsFor(kind, insideSuite, tryId === null ? undefined : answers.get(tryId)),
  };
}

/** The entry as the loader understands it, with the variables and tunnels of the real configuration. */
async function entryOf(ports: Tries, value: PlainMapping): Promise<EndpointConfig> {
  const tried = Object.fromEntries(TRIED_KEYS.filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key] ?? null]));
  const conditions = Array.isArray(tried["conditions"]) && tried["conditions"].length > 0 ? tried["conditions"] : ["[CONNECTED] == true"];
  const tunneling = await ports.session.value({ kind: "root", file: null }, ["tunneling"]);
  const text = JSON.stringify({
    ...(tunneling.ok && tunneling.value.exists ? { tunneling: tunneling.value.value } : {}),
    endpoints: [{ name: "try", ...tried, conditions }],
  });
  const load = await ports.load([{ path: ports.place.path, text }]);
  const [config] = load.config?.endpoints ?? [];
  const errors = load.problems.filter(({ severity }) => severity === "error");
  if (config === undefined) return failFor(errors, say("errors.settings.notTriable"));
  return { ...config, key: `try ${config.key}`, retries: 0, ui: ALL_SHOWN };
}

async function tryOnce(
  { probes, clock, timers, removeSecrets }: Tries,
  tryId: string,
  config: EndpointConfig,
  signal: AbortSignal,
): Promise<{ readonly report: TryReport; readonly answer: Answer }> {
  const compiled = compileEndpoint(config, (texts) => compileConditions(texts, { insideSuite: false }));
  if (!compiled.ok) return failFor([compiled.error], say("errors.settings.notTriable"));
  const seen: { observation: Observation | null } = { observation: null };
  const needs = { ...compiled.value.needs, body: true, ip: true };
  const finished = await runCheck(
    { ...compiled.value, needs },
    false,
    {
      clock,
      timers,
      removeSecrets,
      probe: async (request, given) => (seen.observation = await probes.probe(request, given)),
    },
    signal,
  );
  probes.forget(config.key);
  const { observation } = seen;
  if (finished === null || observation === null) return fail("cancelled", say("errors.settings.tryCancelled"));
  const body = bodyOf(observation, removeSecrets);
  const { result } = finished;
  const isJson = body.kind === "json";
  const proposed = proposeConditions({
    kind: config.kind,
    connected: observation.connected,
    status: observation.status,
    dnsRcode: observation.dnsRcode,
    durationMs: observation.durationMs,
    certificateExpiresInMs: observation.certificateExpiresInMs,
    bodyText: body.text,
    isJson,
  });
  const extras = { ...finished.extras(), bodyText: body.text, bodyTruncated: body.isTruncated };
  const report: TryReport = {
    tryId,
    result,
    extras,
    bodyKind: body.kind,
    paths: isJson ? answerPaths(body.text) : [],
    proposedConditions: proposed.conditions,
    degradedProposals: proposed.degraded,
  };
  return { report, answer: { observation, bodyText: body.text } };
}

interface Body {
  readonly kind: TryReport["bodyKind"];
  readonly text: string;
  readonly isTruncated: boolean;
}

function bodyOf(observation: Observation, removeSecrets: (text: string) => string): Body {
  const bytes = observation.body.subarray(0, MAX_BODY_BYTES);
  const isTruncated = observation.bodyTruncated || bytes.length < observation.body.length;
  if (bytes.length === 0) return { kind: "none", text: "", isTruncated };
  // What is no text has NULs or much that cannot be decoded.
  const decoded = new TextDecoder().decode(bytes, { stream: isTruncated });
  const strange = decoded.match(/[\p{Cc}\ufffd]/gu)?.filter((character) => !/\s/.test(character)).length ?? 0;
  if (strange > 1 && strange * 50 > decoded.length) return { kind: "binary", text: "", isTruncated };
  const text = removeSecrets(decoded);
  return { kind: parseJson(text) === undefined ? "text" : "json", text, isTruncated };
}

function checkTyped(
  { text, kind, insideSuite, all }: ConditionQuestion,
  answer: Answer | undefined,
  removeSecrets: (text: string) => string,
): ConditionCheck {
  const compiled = compileConditions([text], { insideSuite });
  if (!compiled.ok) {
    const column = compiled.error.details?.["column"];
    const told = toldOf(compiled.error);
    const finding = { severity: "error", ...told, column: typeof column === "number" ? column : 1 } as const;
    return { isValid: false, findings: [finding], current: null };
  }
  const findings = checkCondition(text, { kind, insideSuite, allConditionsOfEndpoint: all, storeOperands: [] });
  const display = { dontResolveFailedConditions: false, resolveSuccessfulConditions: true, removeSecrets };
  const [outcome] = answer === undefined ? [] : compiled.value.evaluate({ observation: answer.observation }, display);
  return {
    isValid: true,
    findings: findings.map(({ severity, message, said, column }) => ({ severity, message, said, column })),
    current: outcome === undefined ? null : { success: outcome.success, display: outcome.display },
  };
}

function completionsFor(kind: EndpointKind, insideSuite: boolean, answer: Answer | undefined): readonly ConditionCompletion[] {
  const words = describeLanguage({ insideSuite })
    .filter(({ filledBy }) => filledBy === null || filledBy.includes(kind))
    .map(({ kind: word, label, help, isSentrayOnly }): ConditionCompletion => ({ kind: word, label, help, isSentrayOnly }));
  if (answer === undefined) return words;
  const paths = answerPaths(answer.bodyText).map(
    ({ operand, value }): ConditionCompletion => ({ kind: "path", label: operand, help: value, isSentrayOnly: false }),
  );
  const names = [...new Set(answer.observation.headers.map(([name]) => name.toLowerCase()))];
  const headers = names.map((name): ConditionCompletion => ({ kind: "header", label: `[HEADERS].${name}`, help: "", isSentrayOnly: true }));
  return [...words, ...paths, ...headers];
}
