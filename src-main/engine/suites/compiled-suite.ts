// A suite with everything that can be prepared once, and how it and its elements stand among the watched endpoints.

import type { AppError, Result } from "../../../shared/errors.ts";
import { ok } from "../../../shared/errors.ts";
import type { SuiteConfig, SuiteEndpointConfig } from "../../../shared/model/config.ts";
import type { EndpointConfig, EndpointKey } from "../../../shared/model/endpoint.ts";
import { DEFAULT_CLIENT, DEFAULT_UI } from "../../../shared/model/endpoint-defaults.ts";
import { compileConditions } from "../../conditions/compile.ts";
import { compileStoreOperand } from "../../conditions/store.ts";
import { compileEndpoint } from "../compiled-endpoint.ts";
import type { CompiledElement, CompiledEndpoint, CompiledSuite } from "../compiled-endpoint.ts";

/** A suite with what stands for it in the table of watched endpoints: its card first, then its elements. */
export interface PreparedSuite {
  readonly suite: CompiledSuite;
  readonly endpoints: readonly CompiledEndpoint[];
}

/** Prepares a suite. Fails only for conditions that the loader should have refused. */
export function compileSuite(suite: SuiteConfig): Result<PreparedSuite, AppError> {
  const elements: CompiledElement[] = [];
  for (const element of suite.endpoints) {
    const storeOperands = Object.values(element.store);
    const compiled = compileEndpoint(elementConfig(element, suite), (texts) =>
      compileConditions(texts, { insideSuite: true, storeOperands }),
    );
    if (!compiled.ok) return compiled;
    const store = Object.entries(element.store).map(([name, text]) => ({ path: name.split("."), name, read: compileStoreOperand(text) }));
    elements.push({
      compiled: { ...compiled.value, part: { kind: "element", suiteKey: suite.key } },
      alwaysRun: element.alwaysRun,
      store,
    });
  }
  const card = compileEndpoint(cardConfig(suite), () => compileConditions([], { insideSuite: false }));
  if (!card.ok) return card;
  const prepared: CompiledSuite = { config: suite, elements };
  const isLocal = elements.every(({ compiled }) => compiled.isLocal);
  const compiledCard: CompiledEndpoint = { ...card.value, target: "", isLocal, part: { kind: "suite", suite: prepared } };
  return ok({ suite: prepared, endpoints: [compiledCard, ...elements.map(({ compiled }) => compiled)] });
}

/** The task that checks an endpoint: its own, or that of its suite. */
export function taskOf({ config, part }: CompiledEndpoint): EndpointKey {
  return part?.kind === "element" ? part.suiteKey : config.key;
}

/** An element follows its suite's rhythm. The tag lets people find what belongs together. */
function elementConfig({ endpoint }: SuiteEndpointConfig, suite: SuiteConfig): EndpointConfig {
  return {
    ...endpoint,
    enabled: suite.enabled,
    intervalMs: suite.intervalMs,
    schedule: null,
    failingIntervalMs: null,
    tags: [...endpoint.tags, `suite:${suite.name}`],
  };
}

/** The suite itself among the endpoints: nothing of it is probed, its conditions are that its elements hold. It has no alerts, as in Gatus. */
function cardConfig(suite: SuiteConfig): EndpointConfig {
  return {
    key: suite.key,
    name: suite.name,
    group: suite.group,
    enabled: suite.enabled,
    kind: "HTTP",
    url: "",
    method: "",
    headers: {},
    body: "",
    graphql: false,
    extraLabels: {},
    intervalMs: suite.intervalMs,
    conditions: suite.endpoints.map(({ endpoint }) => endpoint.name),
    alerts: [],
    maintenanceWindows: [],
    dns: null,
    ssh: null,
    client: DEFAULT_CLIENT,
    ui: DEFAULT_UI,
    retries: 0,
    retryIntervalMs: 0,
    failingIntervalMs: null,
    degradedConditions: [],
    dependsOn: [],
    tags: [],
    notes: "",
    links: [],
    schedule: null,
    position: suite.position,
  };
}
