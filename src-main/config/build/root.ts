// The whole: first every block is read by its schema and what has to be asked is collected, then, with the answers, it is built.

import { say } from "../../../shared/i18n/said.ts";
import { rootBlock } from "../../../shared/config-schema/root.ts";
import type { MonitorConfig } from "../../../shared/model/config.ts";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { DecodeContext } from "../decode/decode.ts";
import { decode } from "../decode/decode.ts";
import { NOT_YET_BUILT_KEYS, notYetBuiltWarning } from "../not-yet-built.ts";
import type { ProblemSink } from "../problems.ts";
import type { QuestionBook } from "../questions.ts";
import type { ConfigNode, Path, Spot } from "../source/tree.ts";
import { formatPath } from "../source/tree.ts";
import type { AlertingBlock } from "./alerting.ts";
import { askAboutProviders, buildAlerting, readAlerting } from "./alerting.ts";
import { askAboutOverrides, createAlertBuilder } from "./alerts.ts";
import type { RootBlock } from "./blocks.ts";
import { buildAnnouncements, buildConcurrency, buildConnectivity, buildStorage, checkWebBlocks } from "./blocks.ts";
import { buildTunnels, clientFiles } from "./client.ts";
import type { BuildContext } from "./context.ts";
import type { EndpointBlock, EndpointContext, SuiteFacts } from "./endpoint.ts";
import { askAboutEndpoint, buildEndpoint } from "./endpoint.ts";
import type { KeyedEntry } from "./keys.ts";
import { checkSuiteNames, checkUniqueKeys, resolveDependencies } from "./keys.ts";
import { buildQuietHours, buildWindow, buildWindows } from "./maintenance.ts";
import { buildExternalEndpoint, buildSuite, suiteFacts } from "./suites.ts";

/** A configuration whose blocks were read, but not yet judged. */
export interface ReadConfiguration {
  readonly root: RootBlock;
  readonly alerting: AlertingBlock;
  readonly knownTypes: ReadonlySet<string>;
}

/** Reads the blocks of a tree and collects what has to be asked. @returns null when it is no configuration at all */
export function readConfiguration(
  tree: ConfigNode,
  providerTypes: readonly string[],
  book: QuestionBook,
  problems: ProblemSink,
  onSecret: (value: string) => void,
): ReadConfiguration | null {
  const context: DecodeContext = { problems, onField: createNotYetBuiltListener(problems), onSecret };
  const root = decode(rootBlock, { node: tree, path: null }, context);
  if (root === undefined) return null;
  const knownTypes = new Set([...providerTypes, "desktop"]);
  const alerting = readAlerting(root, knownTypes, context);

  askAboutProviders(alerting, book);
  const suites = root.values.suites ?? [];
  const ask = (value: EndpointBlock, suite: SuiteFacts | null): void => {
    noteSecretHeaders(value, onSecret);
    askAboutEndpoint(value, suite, book);
    askAboutOverrides(value, alerting, book);
  };
  for (const { value } of root.values.endpoints ?? []) ask(value, null);
  for (const { value } of suites.flatMap((suite) => suite.value.values.endpoints ?? [])) ask(value, suiteFacts(value));
  for (const { value } of root.values["external-endpoints"] ?? []) askAboutOverrides(value, alerting, book);
  for (const file of clientFiles(root.values.remote?.values.client)) book.askFile(file);
  return { root, alerting, knownTypes };
}

const SECRET_HEADER = /authorization|cookie|token|secret|key|password/i;

function noteSecretHeaders(block: EndpointBlock, onSecret: (value: string) => void): void {
  for (const [name, { value }] of block.values.headers ?? []) {
    // `Bearer x`: the scheme is no secret, and what follows it may turn up alone.
    if (SECRET_HEADER.test(name)) onSecret(value.slice(value.lastIndexOf(" ") + 1));
  }
}

/** Says once for each part that it isn't there yet. */
function createNotYetBuiltListener(problems: ProblemSink): (path: Path, spot: Spot) => void {
  const waiting = new Set(NOT_YET_BUILT_KEYS);
  const lastSegments = new Set(NOT_YET_BUILT_KEYS.map((key) => key.slice(key.lastIndexOf(".") + 1)));
  return (path, spot) => {
    if (typeof path.segment !== "string" || !lastSegments.has(path.segment)) return;
    const key = formatPath(path).replace(/\[\d+\]/g, "[]");
    const said = waiting.delete(key) ? notYetBuiltWarning(key) : null;
    if (said !== null) problems.at("warning", { ...spot.node.span, end: spot.node.span.start }, path, said);
  };
}

/**
 * Builds the configuration. It is good for running only if no error was reported.
 * @param knownKeys endpoints besides those that were read
 */
export function buildConfiguration(
  { root, alerting, knownTypes }: ReadConfiguration,
  base: BuildContext,
  knownKeys: readonly EndpointKey[],
): MonitorConfig {
  const { values } = root;
  const usable = buildAlerting(alerting, knownTypes, base);
  const alerts = createAlertBuilder(usable, base);
  const tunnels = buildTunnels(values.tunneling, base);
  const context: EndpointContext = { ...base, tunnels, alerts };

  const endpoints = (values.endpoints ?? []).map(({ value }) => ({ block: value, config: buildEndpoint(value, context, null) }));
  const external = (values["external-endpoints"] ?? []).map(({ value }) => ({
    block: value,
    config: buildExternalEndpoint(value, context),
  }));
  const suites = (values.suites ?? []).map(({ value }) => ({ block: value, config: buildSuite(value, context) }));
  alerts.reportUnsendable();

  const entries: readonly KeyedEntry[] = [
    ...endpoints.map(({ block, config }) => ({ block, key: config.key, what: say("problem.entry.endpoint") })),
    ...external.map(({ block, config }) => ({ block, key: config.key, what: say("problem.entry.external") })),
    ...suites.map(({ block, config }) => ({ block, key: config.key, what: say("problem.entry.suite") })),
    ...suites.flatMap(({ block, config }) =>
      (block.values.endpoints ?? []).map(({ value }, index) => ({
        block: value,
        key: config.endpoints[index]?.endpoint.key ?? "",
        what: say("problem.entry.suiteEndpoint"),
      })),
    ),
  ];
  checkSuiteNames(
    suites.map(({ block }) => block),
    context,
  );
  checkUniqueKeys(entries, context);
  checkWebBlocks(root, tunnels, context);
  if (entries.length === 0) base.problems.warning(root, say("problem.nothingToWatch"));

  return {
    endpoints: resolveDependencies(
      endpoints.map(({ block, config }) => ({ config, dependsOn: block.values["depends-on"] ?? [] })),
      new Set([...external.map(({ config }) => config.key), ...knownKeys]),
      context,
    ),
    externalEndpoints: external.map(({ config }) => config),
    suites: suites.map(({ config }) => config),
    alerting: usable.config,
    concurrency: buildConcurrency(root, context),
    maintenance: [
      ...(values.maintenance === undefined ? [] : [buildWindow(values.maintenance, context)]),
      ...buildWindows(values["maintenance-windows"], context),
    ],
    quietHours: buildQuietHours(values["quiet-hours"], context),
    connectivity: buildConnectivity(root, context),
    storage: buildStorage(root, context),
    announcements: buildAnnouncements(root),
  };
}
