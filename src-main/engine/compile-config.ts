// Everything that a configuration watches, prepared: endpoints, and suites with their elements. What an earlier configuration had
// already is taken over as it is, so that a reload costs what it changes.

import { isDeepStrictEqual } from "node:util";
import type { MonitorConfig, SuiteConfig } from "../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../shared/model/endpoint.ts";
import { Pacer } from "../history/pacer.ts";
import type { Clock } from "../ports/clock.ts";
import type { KnownEndpoint } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import { compileEndpoint } from "./compiled-endpoint.ts";
import type { CompiledEndpoint, CompiledSuite, ConditionCompiler } from "./compiled-endpoint.ts";
import { compileSuite } from "./suites/compiled-suite.ts";

export interface CompilePorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly compileConditions: ConditionCompiler;
  /** What is watched under this key by now. */
  readonly known: (key: EndpointKey) => CompiledEndpoint | undefined;
}

/**
 * In file order, endpoints before suites. An endpoint that means what it meant before is the very object that is `known`, with the
 * position that it had then; what does not compile is logged and left out. Works in short slices: thousands of endpoints take longer
 * than a check may wait.
 */
export async function compileConfig(
  { endpoints, suites }: Pick<MonitorConfig, "endpoints" | "suites">,
  { clock, logger, compileConditions, known }: CompilePorts,
): Promise<readonly CompiledEndpoint[]> {
  const pacer = new Pacer(clock);
  const compiled: CompiledEndpoint[] = [];
  for (const endpoint of endpoints) {
    if (pacer.exhausted) await pacer.turn();
    const former = known(endpoint.key);
    if (former !== undefined && former.part === null && meansTheSame(former.config, endpoint)) compiled.push(former);
    else {
      const result = compileEndpoint(endpoint, compileConditions);
      if (result.ok) compiled.push(result.value);
      else logger.error("an endpoint's conditions do not compile", { key: endpoint.key, error: result.error.message });
    }
  }
  for (const suite of suites) {
    if (pacer.exhausted) await pacer.turn();
    const card = known(suite.key);
    if (card?.part?.kind === "suite" && isSameSuite(card.part.suite, suite)) {
      compiled.push(card, ...card.part.suite.elements.map((element) => element.compiled));
    } else {
      const result = compileSuite(suite);
      if (result.ok) compiled.push(...result.value.endpoints);
      else logger.error("a suite's conditions do not compile", { key: suite.key, error: result.error.message });
    }
  }
  return compiled;
}

/** Whether two entries say the same of an endpoint; where they stand in the file makes no difference. */
export function meansTheSame(a: EndpointConfig, b: EndpointConfig): boolean {
  return a === b || isDeepStrictEqual({ ...a, position: null }, { ...b, position: null });
}

function isSameSuite({ config: before }: CompiledSuite, after: SuiteConfig): boolean {
  return before === after || isDeepStrictEqual(withoutPositions(before), withoutPositions(after));
}

function withoutPositions(suite: SuiteConfig): unknown {
  const endpoints = suite.endpoints.map((element) => ({ ...element, endpoint: { ...element.endpoint, position: null } }));
  return { ...suite, endpoints, position: null };
}

/** What the history is told of an endpoint. */
export function knownEndpoint({ part, config }: CompiledEndpoint): KnownEndpoint {
  const { key, name, group, url, intervalMs, schedule } = config;
  const kind = part?.kind === "suite" ? "SUITE" : config.kind;
  return { key, name, group, kind, url, ...(schedule === null ? { intervalMs } : {}) };
}
