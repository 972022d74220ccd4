// Runs a suite once: its elements in order, with what they hand to each other, within its timeout. Keeps nothing and tells nobody.

import type { EndpointConfig } from "../../../shared/model/endpoint.ts";
import { NO_PHASES } from "../../../shared/model/observation.ts";
import type { CheckOutcome, CheckResult, ConditionOutcome } from "../../../shared/model/result.ts";
import type { DurationMs } from "../../../shared/units.ts";
import type { SuiteContext } from "../../conditions/context.ts";
import type { Timers } from "../../ports/clock.ts";
import { formatDuration } from "../../probes/pure/duration-text.ts";
import { failUnprobed, runCheck } from "../check-runner.ts";
import type { CheckRunnerPorts, FinishedCheck } from "../check-runner.ts";
import { causeOf } from "../endpoint-state.ts";
import type { CompiledElement, CompiledSuite } from "../compiled-endpoint.ts";
import { fillElement, storeValues } from "./suite-context.ts";

/** How one element ended; null = it was skipped. */
export interface RanElement {
  readonly element: CompiledElement;
  readonly finished: FinishedCheck | null;
}

export interface SuiteRun {
  /** Of the suite itself: one condition for each element. */
  readonly result: CheckResult;
  /** All elements, in order. */
  readonly elements: readonly RanElement[];
}

/**
 * After a failure only elements with `always-run` run. When the timeout ends, the element under way fails with that as its
 * error, and nothing runs any more. Never rejects; null when `signal` aborted.
 */
export async function runSuite(
  suite: CompiledSuite,
  isInMaintenance: (config: EndpointConfig) => boolean,
  inMaintenance: boolean,
  ports: CheckRunnerPorts,
  signal: AbortSignal,
): Promise<SuiteRun | null> {
  const startedMs = ports.clock.monotonicMs();
  const bound = boundBy(suite.config.timeoutMs, ports.timers, signal);
  const timeoutText = `suite execution timed out after ${formatDuration(suite.config.timeoutMs)}`;
  const ran: RanElement[] = [];
  let context: SuiteContext = suite.config.context;
  let hasFailed = false;
  let timedOut = false;
  try {
    for (const element of suite.elements) {
      if (timedOut || (hasFailed && !element.alwaysRun)) {
        ran.push({ element, finished: null });
        continue;
      }
      const { config } = element.compiled;
      const done = await runElement(element, context, isInMaintenance(config), ports, bound.signal);
      if (signal.aborted) return null;
      timedOut = done === null;
      const finished = done?.finished ?? failUnprobed(element.compiled, [timeoutText], isInMaintenance(config), ports, context);
      context = done?.context ?? context;
      hasFailed ||= finished.result.outcome === "failing";
      ran.push({ element, finished });
    }
  } finally {
    bound.release();
  }
  const durationMs = ports.clock.monotonicMs() - startedMs;
  return { result: suiteResult(suite, ran, timedOut ? [timeoutText] : [], durationMs, inMaintenance, ports), elements: ran };
}

/** null = interrupted. */
async function runElement(
  element: CompiledElement,
  context: SuiteContext,
  inMaintenance: boolean,
  ports: CheckRunnerPorts,
  signal: AbortSignal,
): Promise<{ readonly finished: FinishedCheck; readonly context: SuiteContext } | null> {
  if (signal.aborted) return null;
  const { compiled, errors } = fillElement(element.compiled, context);
  if (errors.length > 0) return { finished: failUnprobed(compiled, errors, inMaintenance, ports, context), context };
  const finished = await runCheck(compiled, inMaintenance, ports, signal, context);
  if (finished === null) return null;
  const stored = storeValues(element, finished.observation, context);
  if (stored.errors.length === 0) return { finished, context: stored.context };
  const { result } = finished;
  const told = compiled.config.ui.hideErrors ? [] : stored.errors.map(ports.removeSecrets);
  return { finished: { ...finished, result: { ...result, errors: [...result.errors, ...told] } }, context: stored.context };
}

function suiteResult(
  { config }: CompiledSuite,
  ran: readonly RanElement[],
  errors: readonly string[],
  durationMs: DurationMs,
  inMaintenance: boolean,
  { clock }: CheckRunnerPorts,
): CheckResult {
  const results = ran.flatMap(({ finished }) => (finished === null ? [] : [finished.result]));
  const conditions = ran.map(conditionOf);
  return {
    key: config.key,
    timestampMs: clock.nowMs(),
    durationMs,
    outcome: outcomeOf(results, errors),
    connected: results.every(({ connected }) => connected),
    status: 0,
    hostname: "",
    ip: "",
    dnsRcode: "",
    certificateExpiresInMs: null,
    domainExpiresInMs: null,
    phases: NO_PHASES,
    conditions,
    degradedConditions: results.some(({ outcome }) => outcome === "degraded") ? ran.map(degradedConditionOf) : [],
    errors,
    attempts: [],
    inMaintenance,
  };
}

function outcomeOf(results: readonly CheckResult[], errors: readonly string[]): CheckOutcome {
  if (errors.length > 0 || results.some(({ outcome }) => outcome === "failing")) return "failing";
  return results.some(({ outcome }) => outcome === "degraded") ? "degraded" : "healthy";
}

/** An element as a condition of its suite: with the cause where it failed. */
function conditionOf({ element, finished }: RanElement): ConditionOutcome {
  const { name } = element.compiled.config;
  if (finished === null) return { condition: name, success: false, display: `${name}: skipped` };
  const success = finished.result.outcome !== "failing";
  return { condition: name, success, display: success ? name : withCause(name, finished.result) };
}

function degradedConditionOf({ element, finished }: RanElement): ConditionOutcome {
  const { name } = element.compiled.config;
  const success = finished?.result.outcome !== "degraded";
  return { condition: name, success, display: success || finished === null ? name : withCause(name, finished.result) };
}

function withCause(name: string, result: CheckResult): string {
  const cause = causeOf(result);
  return cause === "" ? name : `${name}: ${cause}`;
}

/** A signal that aborts with `outer`, or when the time is up. */
function boundBy(timeoutMs: DurationMs, timers: Timers, outer: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = timers.setTimer(timeoutMs, abort);
  if (outer.aborted) abort();
  else outer.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    release: () => {
      timer.cancel();
      outer.removeEventListener("abort", abort);
    },
  };
}
