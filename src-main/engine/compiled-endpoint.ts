// An endpoint with everything that can be prepared once: its conditions compiled, its needs known, its texts for people.

import type { AppError, Result } from "../../shared/errors.ts";
import { ok } from "../../shared/errors.ts";
import type { SuiteConfig } from "../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import type { StoreOperand } from "../conditions/store.ts";
import type { ConditionSet } from "../ports/conditions.ts";
import type { ProbeNeeds } from "../ports/probe.ts";
import { targetOf } from "../probes/pure/target.ts";
import { isLocalHost, targetForPeople } from "./target.ts";

/** Compiles the conditions of one endpoint; the composition root passes the condition language in. */
export type ConditionCompiler = (texts: readonly string[], endpoint: EndpointConfig) => Result<ConditionSet, AppError>;

export interface CompiledEndpoint {
  readonly config: EndpointConfig;
  readonly conditions: ConditionSet;
  readonly degradedConditions: ConditionSet | null;
  readonly needs: ProbeNeeds;
  /** What is watched, without credentials; empty when hidden. */
  readonly target: string;
  /** The host as the reference to hide and to show; without brackets. */
  readonly host: string;
  /** The host is this machine, so that a lost network says nothing about it. */
  readonly isLocal: boolean;
  /** null = it belongs to no suite. */
  readonly part: SuitePart | null;
}

/** One element, ready to run. */
export interface CompiledElement {
  readonly compiled: CompiledEndpoint;
  readonly alwaysRun: boolean;
  /** What it leaves for the elements after it: path in the context, and where the value comes from; in file order. */
  readonly store: ReadonlyArray<{ readonly path: readonly string[]; readonly name: string; readonly read: StoreOperand }>;
}

export interface CompiledSuite {
  readonly config: SuiteConfig;
  /** In the order in which they run. */
  readonly elements: readonly CompiledElement[];
}

/** What a watched endpoint is in a suite. */
export type SuitePart =
  | { readonly kind: "suite"; readonly suite: CompiledSuite }
  | { readonly kind: "element"; readonly suiteKey: EndpointKey };

/** Prepares one endpoint. Fails only for conditions that the loader should have refused. */
export function compileEndpoint(config: EndpointConfig, compile: ConditionCompiler): Result<CompiledEndpoint, AppError> {
  const conditions = compile(config.conditions, config);
  if (!conditions.ok) return conditions;
  let degradedConditions: ConditionSet | null = null;
  if (config.degradedConditions.length > 0) {
    const degraded = compile(config.degradedConditions, config);
    if (!degraded.ok) return degraded;
    degradedConditions = degraded.value;
  }
  const { host } = targetOf(config);
  return ok({
    config,
    conditions: conditions.value,
    degradedConditions,
    needs: unite(conditions.value.needs, degradedConditions?.needs),
    target: targetForPeople(config),
    host,
    isLocal: isLocalHost(host),
    part: null,
  });
}

function unite(a: ProbeNeeds, b: ProbeNeeds | undefined): ProbeNeeds {
  if (b === undefined) return a;
  return { body: a.body || b.body, ip: a.ip || b.ip, domainExpiration: a.domainExpiration || b.domainExpiration };
}
