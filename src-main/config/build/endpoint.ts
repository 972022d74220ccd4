// One entry of `endpoints`: from its keys to what the engine runs on. The order of the checks is Gatus', but all of them are made.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { endpointBlock } from "../../../shared/config-schema/endpoint.ts";
import { endpointKey } from "../../../shared/endpoint-key.ts";
import { DEFAULT_UI } from "../../../shared/model/endpoint-defaults.ts";
import type {
  DnsQueryConfig,
  EndpointConfig,
  EndpointKind,
  EndpointLink,
  EndpointUiConfig,
  SshLoginConfig,
} from "../../../shared/model/endpoint.ts";
import { MINUTE } from "../../../shared/units.ts";
import type { Located, ValueOf } from "../decode/decode.ts";
import { spotOf } from "../decode/decode.ts";
import { suggestion } from "../decode/suggest.ts";
import type { ConditionQuestion, ConditionSurroundings, QuestionBook } from "../questions.ts";
import type { AlertBuilder } from "./alerts.ts";
import type { Tunnels } from "./client.ts";
import { buildClient, clientFiles } from "./client.ts";
import type { BuildContext } from "./context.ts";
import { positionOf, quoted, reportInside } from "./context.ts";
import { buildLenientWindows, buildWindows, checkCron } from "./maintenance.ts";
import { DNS_TYPES, SCHEMES, isMethod, kindOfUrl, urlProblem } from "./target.ts";

/** An endpoint's block, in `endpoints` or in a suite. */
export type EndpointBlock = ValueOf<typeof endpointBlock>;

/** What building endpoints needs beyond the common. */
export interface EndpointContext extends BuildContext {
  readonly tunnels: Tunnels;
  readonly alerts: AlertBuilder;
}

const DEFAULT_INTERVAL_MS = MINUTE;
const SHORTEST_DOMAIN_INTERVAL_MS = 5 * MINUTE;

/** What a suite adds to one of its endpoints. */
export interface SuiteFacts {
  /** What the endpoint keeps of its answer, as operands. */
  readonly storeOperands: readonly string[];
}

/** Asks about an endpoint's conditions and files. */
export function askAboutEndpoint(block: EndpointBlock, suite: SuiteFacts | null, book: QuestionBook): void {
  for (const { question } of conditionQuestions(block, suite)) book.askCondition(question);
  for (const file of clientFiles(block.values.client)) book.askFile(file);
}

interface AskedCondition {
  readonly item: Located<string>;
  readonly question: ConditionQuestion;
}

function conditionQuestions(block: EndpointBlock, suite: SuiteFacts | null): readonly AskedCondition[] {
  const { url = "", dns, conditions = [], "degraded-conditions": degraded = [] } = block.values;
  const items = [...conditions, ...degraded];
  const surroundings: ConditionSurroundings = {
    kind: dns === undefined ? (kindOfUrl(url) ?? "HTTP") : "DNS",
    insideSuite: suite !== null,
    allConditions: items.map(({ value }) => value),
    storeOperands: suite?.storeOperands ?? [],
  };
  return items.map((item) => ({ item, question: { condition: item.value, ...surroundings } }));
}

/** Builds one endpoint. What is wrong was reported; the result is then only good for looking further. */
export function buildEndpoint(
  block: EndpointBlock,
  context: EndpointContext,
  suite: (SuiteFacts & { readonly group: string }) | null,
): EndpointConfig {
  const { values } = block;
  const name = values.name ?? "";
  const group = suite?.group ?? values.group;
  checkName(block, context);
  const alerts = context.alerts.build(block);
  const client = buildClient(values.client, context.tunnels, context);
  const ui = buildUi(block, context);
  const intervalMs = buildInterval(block, context);
  checkConditions(block, suite, intervalMs, context);
  const dns = buildDns(block, context);
  const ssh = buildSsh(block, context);
  const kind = buildKind(block, context);
  // Gatus stops looking at endpoints with these blocks before it gets to their windows.
  const windows = dns === null && ssh === null ? buildWindows : buildLenientWindows;
  return {
    key: endpointKey(group, name),
    name,
    group,
    enabled: values.enabled,
    kind,
    url: values.url ?? "",
    method: buildMethod(block, context),
    headers: texts(values.headers),
    body: values.body,
    graphql: values.graphql,
    extraLabels: texts(values["extra-labels"]),
    intervalMs,
    conditions: plain(values.conditions),
    alerts,
    maintenanceWindows: windows(values["maintenance-windows"], context),
    dns,
    ssh,
    client,
    ui,
    ...buildOwn(block, context),
    position: positionOf(block.node),
  };
}

/** Quotes and backslashes would break the texts that names are put into. */
export function checkName(
  block: { readonly node: EndpointBlock["node"]; readonly path: EndpointBlock["path"] },
  context: BuildContext,
): void {
  for (const key of ["name", "group"] as const) {
    const spot = spotOf(block, key);
    if (spot.node.kind === "scalar" && /["\\]/.test(spot.node.text)) {
      context.problems.error(spot, say("problem.nameCharacters", { key }));
    }
  }
}

function buildInterval(block: EndpointBlock, context: BuildContext): number {
  const { interval } = block.values;
  if (interval < 0) context.problems.error(spotOf(block, "interval"), say("problem.intervalNegative"));
  return interval > 0 ? interval : DEFAULT_INTERVAL_MS;
}

function checkConditions(block: EndpointBlock, suite: SuiteFacts | null, intervalMs: number, context: BuildContext): void {
  const isOften = intervalMs < SHORTEST_DOMAIN_INTERVAL_MS && block.values.schedule === undefined;
  for (const { item, question } of conditionQuestions(block, suite)) {
    if (isOften && item.value.includes("[DOMAIN_EXPIRATION]")) {
      context.problems.error(item, say("problem.domainInterval"));
    }
    const verdict = context.answers.condition(question);
    if (!verdict.ok) reportInside(context, "error", item, verdict.offset, verdict);
    else for (const found of verdict.warnings) reportInside(context, found.severity ?? "warning", item, found.offset, found);
  }
}

function buildDns(block: EndpointBlock, context: BuildContext): DnsQueryConfig | null {
  const { dns } = block.values;
  if (dns === undefined) return null;
  const queryType = dns.values["query-type"] ?? "";
  if (queryType !== "" && !DNS_TYPES.has(queryType)) {
    const spot = spotOf(dns, "query-type");
    context.problems.error(spot, followedBy(say("problem.dnsType", { shown: quoted(spot) }), suggestion(queryType, DNS_TYPES)));
  }
  return { queryType, queryName: dns.values["query-name"] ?? "" };
}

function buildSsh(block: EndpointBlock, context: BuildContext): SshLoginConfig | null {
  const { ssh } = block.values;
  if (ssh === undefined) return null;
  const { username = "", password = "", "private-key": privateKey = "" } = ssh.values;
  const hasCredential = password !== "" || privateKey !== "";
  if (hasCredential && username === "") context.problems.error(ssh, say("problem.sshUsername"));
  if (!hasCredential && username !== "") context.problems.error(ssh, say("problem.sshCredential"));
  return { username, password, privateKey };
}

/** A `dns` block makes it a DNS check whatever the URL; an `ssh` block changes nothing. */
function buildKind(block: EndpointBlock, context: BuildContext): EndpointKind {
  const { url = "", dns } = block.values;
  if (dns !== undefined) return "DNS";
  if (url === "") return "HTTP";
  const kind = kindOfUrl(url);
  const spot = spotOf(block, "url");
  if (kind === null) {
    const schemes = SCHEMES.map((scheme) => `${scheme}://`);
    context.problems.error(spot, say("problem.cannotWatch", { url: urlShown(block), schemes }));
    return "HTTP";
  }
  const fault = urlProblem(url);
  if (fault !== null) context.problems.error(spot, say("problem.unusableUrl", { url: urlShown(block), fault }));
  return kind;
}

/** A URL may carry a login; then it is not repeated. */
function urlShown(block: EndpointBlock): Said | string {
  const spot = spotOf(block, "url");
  return block.values.url?.includes("@") === true ? say("problem.thisUrl") : quoted(spot);
}

function buildMethod(block: EndpointBlock, context: BuildContext): string {
  const { method } = block.values;
  if (method === "") return "GET";
  const spot = spotOf(block, "method");
  if (!isMethod(method)) context.problems.error(spot, say("problem.method", { shown: quoted(spot) }));
  return method;
}

function buildUi(block: EndpointBlock, context: BuildContext): EndpointUiConfig {
  const values = block.values.ui?.values;
  if (values === undefined) return DEFAULT_UI;
  return {
    hideConditions: values["hide-conditions"],
    hideHostname: values["hide-hostname"],
    hideUrl: values["hide-url"],
    hidePort: values["hide-port"],
    hideErrors: values["hide-errors"],
    dontResolveFailedConditions: values["dont-resolve-failed-conditions"],
    resolveSuccessfulConditions: values["resolve-successful-conditions"],
    responseTimeThresholdsMs: buildThresholds(block, context),
  };
}

function buildThresholds(block: EndpointBlock, context: BuildContext): readonly number[] {
  const badge = block.values.ui?.values.badge?.values["response-time"];
  const thresholds = badge?.values.thresholds;
  if (badge === undefined || thresholds === undefined) return DEFAULT_UI.responseTimeThresholdsMs;
  const limits = thresholds.map(({ value }) => value);
  if (limits.length !== 5 || limits.some((limit, index) => index > 0 && limit < (limits[index - 1] ?? 0))) {
    context.problems.error(spotOf(badge, "thresholds"), say("problem.thresholds"));
  }
  return limits;
}

type OwnKeys = Pick<
  EndpointConfig,
  "retries" | "retryIntervalMs" | "failingIntervalMs" | "degradedConditions" | "dependsOn" | "tags" | "notes" | "links" | "schedule"
>;

/** Keys that only Sentray knows. `dependsOn` is as written; it is resolved when all endpoints are known. */
function buildOwn(block: EndpointBlock, context: BuildContext): OwnKeys {
  const { values } = block;
  const failingIntervalMs = values["failing-interval"] ?? null;
  if (values.retries < 0) context.problems.error(spotOf(block, "retries"), say("problem.retriesNegative"));
  if (values["retry-interval"] < 0) context.problems.error(spotOf(block, "retry-interval"), say("problem.pauseNegative"));
  if (failingIntervalMs !== null && failingIntervalMs <= 0) {
    context.problems.error(spotOf(block, "failing-interval"), say("problem.intervalZero"));
  }
  if (values.schedule !== undefined) checkCron(block, "schedule", values.schedule, context);
  return {
    retries: values.retries,
    retryIntervalMs: values["retry-interval"],
    failingIntervalMs,
    degradedConditions: plain(values["degraded-conditions"]),
    dependsOn: plain(values["depends-on"]),
    tags: plain(values.tags),
    notes: values.notes,
    links: (values.links ?? []).map(({ value }) => buildLink(value, context)),
    schedule: values.schedule ?? null,
  };
}

type LinkBlock = Exclude<EndpointBlock["values"]["links"], undefined>[number]["value"];

/** Links are opened by a click, so they lead to the web and nowhere else. */
function buildLink(block: LinkBlock, context: BuildContext): EndpointLink {
  const { name = "", url = "" } = block.values;
  if (url !== "" && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
    context.problems.error(spotOf(block, "url"), say("problem.link"));
  }
  return { name, url };
}

function plain(items: ReadonlyArray<Located<string>> | undefined): readonly string[] {
  return (items ?? []).map(({ value }) => value);
}

/** A record of texts as an object; `fromEntries` makes `__proto__` a name like any other. */
export function texts(values: ReadonlyMap<string, Located<string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries([...(values ?? [])].map(([name, { value }]) => [name, value]));
}
