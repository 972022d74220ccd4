// Everything that a configuration watches, prepared: endpoints, and suites with their elements.

import type { MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointKey } from "../../shared/model/endpoint.ts";
import type { KnownEndpoint } from "../ports/history.ts";
import type { Logger } from "../ports/logger.ts";
import { compileEndpoint } from "./compiled-endpoint.ts";
import type { CompiledEndpoint, ConditionCompiler } from "./compiled-endpoint.ts";
import { compileSuite } from "./suites/compiled-suite.ts";

/** In file order, endpoints before suites. What is `known` and the same object is not prepared again; what does not compile is logged and left out. */
export function compileConfig(
  config: Pick<MonitorConfig, "endpoints" | "suites">,
  known: (key: EndpointKey) => CompiledEndpoint | undefined,
  compile: ConditionCompiler,
  logger: Logger,
): readonly CompiledEndpoint[] {
  const compiled: CompiledEndpoint[] = [];
  for (const endpoint of config.endpoints) {
    const same = known(endpoint.key);
    if (same !== undefined && same.config === endpoint) compiled.push(same);
    else {
      const result = compileEndpoint(endpoint, compile);
      if (result.ok) compiled.push(result.value);
      else logger.error("an endpoint's conditions do not compile", { key: endpoint.key, error: result.error.message });
    }
  }
  for (const suite of config.suites) {
    const result = compileSuite(suite);
    if (result.ok) compiled.push(...result.value.endpoints);
    else logger.error("a suite's conditions do not compile", { key: suite.key, error: result.error.message });
  }
  return compiled;
}

/** What the history is told of an endpoint. */
export function knownEndpoint({ part, config }: CompiledEndpoint): KnownEndpoint {
  const { key, name, group, url, intervalMs, schedule } = config;
  const kind = part?.kind === "suite" ? "SUITE" : config.kind;
  return { key, name, group, kind, url, ...(schedule === null ? { intervalMs } : {}) };
}
