// Makes one check: probe, conditions, verdict, and the tries before it counts. Keeps nothing and tells nobody.

import type { ConditionOutcome, Attempt, CheckOutcome, CheckResult, ResultExtras } from "../../shared/model/result.ts";
import { EMPTY_OBSERVATION } from "../../shared/model/observation.ts";
import type { Observation } from "../../shared/model/observation.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { SuiteContext } from "../conditions/context.ts";
import type { Clock, Timers } from "../ports/clock.ts";
import type { DisplayOptions } from "../ports/conditions.ts";
import type { Probe } from "../ports/probe.ts";
import type { CompiledEndpoint } from "./compiled-endpoint.ts";
import { redactErrors } from "./redact.ts";
import { extrasOf } from "./result-extras.ts";

export interface CheckRunnerPorts {
  readonly probe: Probe;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Removes the values of known secrets from a text. */
  readonly removeSecrets: (text: string) => string;
}

export interface FinishedCheck {
  readonly result: CheckResult;
  /** What the result was judged from: headers, body and all, so it is not to be kept. */
  readonly observation: Observation;
  /** Made only when asked for: most checks need none. */
  readonly extras: () => ResultExtras;
}

/**
 * Checks an endpoint once, repeating a failure as often as `retries` says before it counts. Never rejects.
 * Resolves to null when `signal` aborted, since an interrupted check says nothing. `context`: what a suite's conditions may read.
 */
export async function runCheck(
  endpoint: CompiledEndpoint,
  inMaintenance: boolean,
  ports: CheckRunnerPorts,
  signal: AbortSignal,
  context?: SuiteContext,
): Promise<FinishedCheck | null> {
  const attempts: Attempt[] = [];
  for (;;) {
    const observation = await ports.probe({ endpoint: endpoint.config, needs: endpoint.needs }, signal);
    if (signal.aborted) return null;
    const finished = judge(endpoint, observation, attempts, inMaintenance, ports, context);
    if (finished.result.outcome !== "failing" || attempts.length >= endpoint.config.retries) return finished;
    const { timestampMs, durationMs, errors } = finished.result;
    attempts.push({ atEpochMs: timestampMs, success: false, durationMs, errors });
    await pause(endpoint.config.retryIntervalMs, ports.timers, signal);
    if (signal.aborted) return null;
  }
}

/** The failure of an endpoint that could not even be probed; its conditions are judged on nothing. */
export function failUnprobed(
  endpoint: CompiledEndpoint,
  errors: readonly string[],
  inMaintenance: boolean,
  ports: CheckRunnerPorts,
  context?: SuiteContext,
): FinishedCheck {
  return judge(endpoint, { ...EMPTY_OBSERVATION, errors, inconclusive: true }, [], inMaintenance, ports, context);
}

function judge(
  endpoint: CompiledEndpoint,
  observation: Observation,
  attempts: readonly Attempt[],
  inMaintenance: boolean,
  ports: CheckRunnerPorts,
  context: SuiteContext | undefined,
): FinishedCheck {
  const { config } = endpoint;
  const { dontResolveFailedConditions, resolveSuccessfulConditions } = config.ui;
  const display: DisplayOptions = { dontResolveFailedConditions, resolveSuccessfulConditions, removeSecrets: ports.removeSecrets };
  const facts = context === undefined ? { observation } : { observation, context };
  const conditions = endpoint.conditions.evaluate(facts, display);
  const healthy = !observation.inconclusive && allHold(conditions);
  const degradedConditions = healthy && endpoint.degradedConditions !== null ? endpoint.degradedConditions.evaluate(facts, display) : [];
  const outcome: CheckOutcome = healthy ? (allHold(degradedConditions) ? "healthy" : "degraded") : "failing";
  const errors =
    observation.errors.length === 0 ? observation.errors : redactErrors(observation.errors.map(ports.removeSecrets), config, observation);
  const result: CheckResult = {
    key: config.key,
    timestampMs: ports.clock.nowMs(),
    durationMs: observation.durationMs,
    outcome,
    connected: observation.connected,
    status: observation.status,
    hostname: config.ui.hideHostname ? "" : endpoint.host,
    ip: config.ui.hideHostname ? "" : observation.ip,
    dnsRcode: observation.dnsRcode,
    certificateExpiresInMs: observation.certificateExpiresInMs,
    domainExpiresInMs: observation.domainExpiresInMs,
    phases: observation.phases,
    conditions: config.ui.hideConditions ? [] : conditions,
    degradedConditions: config.ui.hideConditions ? [] : degradedConditions,
    errors,
    attempts: [...attempts],
    inMaintenance,
  };
  return { result, observation, extras: () => extrasOf(observation, config, outcome, ports.removeSecrets) };
}

function allHold(outcomes: readonly ConditionOutcome[]): boolean {
  for (const outcome of outcomes) if (!outcome.success) return false;
  return true;
}

/** Waits, or stops waiting when `signal` aborts. */
function pause(delayMs: DurationMs, timers: Timers, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      timer.cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = timers.setTimer(delayMs, finish);
    signal.addEventListener("abort", finish, { once: true });
  });
}
