// `sentray check`: each endpoint once, a table or JSON lines, and an exit code that scripts can use.

import { causeOf } from "../engine/endpoint-state.ts";
import { compileEndpoint } from "../engine/compiled-endpoint.ts";
import type { CompiledEndpoint, ConditionCompiler } from "../engine/compiled-endpoint.ts";
import { runCheck } from "../engine/check-runner.ts";
import type { CheckRunnerPorts } from "../engine/check-runner.ts";
import type { Formatter } from "../../shared/i18n/format.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import type { MonitorConfig } from "../../shared/model/config.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { CheckResult } from "../../shared/model/result.ts";
import { formatCheckJson } from "./check-json.ts";
import { formatCheckTable } from "./check-table.ts";
import type { CheckedEndpoint } from "./check-table.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";

export interface CheckPorts {
  readonly runner: CheckRunnerPorts;
  readonly compileConditions: ConditionCompiler;
  readonly output: Output;
  readonly translator: Translator;
  readonly format: Formatter;
}

export interface CheckOptions {
  readonly json: boolean;
  /** Only these endpoints; empty = all. */
  readonly keys: readonly string[];
  /** Only these groups; empty = all. */
  readonly groups: readonly string[];
}

/** Checks what was asked for. JSON lines come in config order, each as soon as its turn has come. */
export async function checkOnce(config: MonitorConfig, options: CheckOptions, ports: CheckPorts, signal: AbortSignal): Promise<ExitCode> {
  const wanted = choose(config.endpoints, options);
  const unknown = options.keys.filter((key) => !config.endpoints.some((endpoint) => endpoint.key === key));
  if (unknown.length > 0) {
    ports.output.err(`${ports.translator.t("cli.noEndpoint", { keys: unknown.map((key) => JSON.stringify(key)).join(", ") })}\n`);
    return EXIT.usage;
  }
  const checked: CheckedEndpoint[] = [];
  for await (const [endpoint, result] of inOrder(wanted, config.concurrency, ports, signal)) {
    checked.push({ endpoint, result, cause: causeOf(result) });
    if (options.json) ports.output.out(`${formatCheckJson(endpoint, result)}\n`);
  }
  if (!options.json) ports.output.out(formatCheckTable(checked, ports.translator, ports.format, ports.output.hasColour));
  return checked.length === wanted.length && checked.every(({ result }) => result.outcome !== "failing") ? EXIT.ok : EXIT.unhealthy;
}

/** The endpoints that are meant: enabled ones, unless a disabled one is named. */
function choose(endpoints: readonly EndpointConfig[], { keys, groups }: CheckOptions): readonly EndpointConfig[] {
  if (keys.length === 0 && groups.length === 0) return endpoints.filter((endpoint) => endpoint.enabled);
  return endpoints.filter((endpoint) => keys.includes(endpoint.key) || (endpoint.enabled && groups.includes(endpoint.group)));
}

/** Runs checks, `concurrency` at once, and yields their results in the order of the endpoints. */
async function* inOrder(
  endpoints: readonly EndpointConfig[],
  concurrency: number,
  ports: CheckPorts,
  signal: AbortSignal,
): AsyncGenerator<readonly [EndpointConfig, CheckResult]> {
  const running: Array<Promise<CheckResult | null>> = [];
  let next = 0;
  for (const [index, endpoint] of endpoints.entries()) {
    while (next < endpoints.length && next - index < concurrency) {
      const config = endpoints[next];
      if (config !== undefined) running.push(check(config, ports, signal));
      next += 1;
    }
    const result = await running[index];
    if (result === null || result === undefined) return;
    yield [endpoint, result];
  }
}

async function check(config: EndpointConfig, ports: CheckPorts, signal: AbortSignal): Promise<CheckResult | null> {
  const compiled = compileEndpoint(config, ports.compileConditions);
  if (!compiled.ok) throw new Error(`${config.key}: ${compiled.error.message}`);
  const finished = await runCheck(compiled.value satisfies CompiledEndpoint, false, ports.runner, signal);
  return finished?.result ?? null;
}
