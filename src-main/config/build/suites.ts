// Suites, and endpoints that report by themselves.

import { say } from "../../../shared/i18n/said.ts";
import type { externalEndpointBlock, suiteBlock } from "../../../shared/config-schema/endpoint.ts";
import { endpointKey } from "../../../shared/endpoint-key.ts";
import type { PlainValue } from "../../../shared/model/alert.ts";
import type { ExternalEndpointConfig, SuiteConfig, SuiteEndpointConfig } from "../../../shared/model/config.ts";
import { MINUTE, SECOND } from "../../../shared/units.ts";
import type { ValueOf } from "../decode/decode.ts";
import { spotOf } from "../decode/decode.ts";
import { plainValue } from "../decode/plain-value.ts";
import { positionOf } from "./context.ts";
import type { EndpointContext, SuiteFacts } from "./endpoint.ts";
import { buildEndpoint, checkName, texts } from "./endpoint.ts";
import { buildLenientWindows } from "./maintenance.ts";

export type SuiteBlock = ValueOf<typeof suiteBlock>;
export type ExternalEndpointBlock = ValueOf<typeof externalEndpointBlock>;
type SuiteEndpointBlock = Exclude<SuiteBlock["values"]["endpoints"], undefined>[number]["value"];

const SHORTEST_HEARTBEAT_MS = 10 * SECOND;
const DEFAULT_SUITE_INTERVAL_MS = 10 * MINUTE;
const DEFAULT_SUITE_TIMEOUT_MS = 5 * MINUTE;

/** Builds one entry of `external-endpoints`. */
export function buildExternalEndpoint(block: ExternalEndpointBlock, context: EndpointContext): ExternalEndpointConfig {
  const { values } = block;
  const name = values.name ?? "";
  checkName(block, context);
  const heartbeatIntervalMs = values.heartbeat?.values.interval ?? 0;
  if (values.heartbeat !== undefined && heartbeatIntervalMs !== 0 && heartbeatIntervalMs < SHORTEST_HEARTBEAT_MS) {
    context.problems.error(spotOf(values.heartbeat, "interval"), say("problem.heartbeat"));
  }
  return {
    key: endpointKey(values.group, name),
    name,
    group: values.group,
    enabled: values.enabled,
    token: values.token ?? "",
    alerts: context.alerts.build(block),
    maintenanceWindows: buildLenientWindows(values["maintenance-windows"], context),
    heartbeatIntervalMs,
    position: positionOf(block.node),
  };
}

/** Builds one entry of `suites`, with its endpoints. */
export function buildSuite(block: SuiteBlock, context: EndpointContext): SuiteConfig {
  const { values } = block;
  const name = values.name ?? "";
  if (values.interval < 0) context.problems.error(spotOf(block, "interval"), say("problem.intervalNegative"));
  if (values.timeout < 0) context.problems.error(spotOf(block, "timeout"), say("problem.timeoutNegative"));
  const endpoints = (values.endpoints ?? []).map(({ value }) => buildSuiteEndpoint(value, values.group, context));
  const initial: ReadonlyArray<[string, PlainValue]> = [...(values.context ?? [])].map(([key, { value }]) => [key, plainValue(value)]);
  return {
    key: endpointKey(values.group, name),
    name,
    group: values.group,
    enabled: values.enabled,
    intervalMs: values.interval > 0 ? values.interval : DEFAULT_SUITE_INTERVAL_MS,
    timeoutMs: values.timeout > 0 ? values.timeout : DEFAULT_SUITE_TIMEOUT_MS,
    context: Object.fromEntries(initial),
    endpoints,
    position: positionOf(block.node),
  };
}

/** What judging its conditions needs to know of a suite's endpoint. */
export function suiteFacts(block: SuiteEndpointBlock): SuiteFacts {
  return { storeOperands: [...(block.values.store ?? [])].map(([, { value }]) => value) };
}

function buildSuiteEndpoint(block: SuiteEndpointBlock, group: string, context: EndpointContext): SuiteEndpointConfig {
  const { store } = block.values;
  for (const [key, item] of store ?? []) {
    if (key === "") context.problems.error(item, say("problem.storeName"));
    if (item.value === "") context.problems.error(item, say("problem.storeValue"));
  }
  return {
    endpoint: buildEndpoint(block, context, { ...suiteFacts(block), group }),
    alwaysRun: block.values["always-run"],
    store: texts(store),
  };
}
