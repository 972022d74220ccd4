// `sentray check`: each endpoint once, a table or JSON lines, and an exit code that scripts can use.

import { causeOf } from "../engine/endpoint-state.ts";
import { compileEndpoint } from "../engine/compiled-endpoint.ts";
import type { ConditionCompiler } from "../engine/compiled-endpoint.ts";
import { runCheck } from "../engine/check-runner.ts";
import type { CheckRunnerPorts } from "../engine/check-runner.ts";
import { compileSuite } from "../engine/suites/compiled-suite.ts";
import { runSuite } from "../engine/suites/run-suite.ts";
import type { Formatter } from "../../shared/i18n/format.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import type { MonitorConfig, SuiteConfig } from "../../shared/model/config.ts";
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

/** Checks what was asked for, suites after endpoints. JSON lines come in config order, each as soon as its turn has come. */
export async function checkOnce(config: MonitorConfig, options: CheckOptions, ports: CheckPorts, signal: AbortSignal): Promise<ExitCode> {
  const all = [...config.endpoints.map(endpointUnit), ...config.suites.map(suiteUnit)];
  const unknown = options.keys.filter((key) => !all.some(({ keys }) => keys.includes(key)));
  if (unknown.length > 0) {
    ports.output.err(`${ports.translator.t("cli.noEndpoint", { keys: unknown.map((key) => JSON.stringify(key)).join(", ") })}\n`);
    return EXIT.usage;
  }
  const wanted = choose(all, options);
  const checked: CheckedEndpoint[] = [];
  let finished = 0;
  for await (const results of inOrder(wanted, config.concurrency, ports, signal)) {
    finished += 1;
    for (const [endpoint, result] of results) {
      checked.push({ endpoint, result, cause: causeOf(result) });
      if (options.json) ports.output.out(`${formatCheckJson(endpoint, result)}\n`);
    }
  }
  if (!options.json) ports.output.out(formatCheckTable(checked, ports.translator, ports.format, ports.output.hasColour));
  return finished === wanted.length && checked.every(({ result }) => result.outcome !== "failing") ? EXIT.ok : EXIT.unhealthy;
}

type Checked = ReadonlyArray<readonly [Pick<EndpointConfig, "key" | "name" | "group">, CheckResult]>;

/** What is checked as one: an endpoint, or a suite with its elements. */
interface Unit {
  /** Any of these names it. */
  readonly keys: readonly string[];
  readonly group: string;
  readonly isEnabled: boolean;
  /** null = it was interrupted. */
  readonly check: (ports: CheckPorts, signal: AbortSignal) => Promise<Checked | null>;
}

function endpointUnit(config: EndpointConfig): Unit {
  return {
    keys: [config.key],
    group: config.group,
    isEnabled: config.enabled,
    check: async (ports, signal) => {
      const compiled = compileEndpoint(config, ports.compileConditions);
      if (!compiled.ok) throw new Error(`${config.key}: ${compiled.error.message}`);
      const finished = await runCheck(compiled.value, false, ports.runner, signal);
      return finished === null ? null : [[config, finished.result]];
    },
  };
}

/** The suite itself, then its elements that ran. */
function suiteUnit(config: SuiteConfig): Unit {
  return {
    keys: [config.key, ...config.endpoints.map(({ endpoint }) => endpoint.key)],
    group: config.group,
    isEnabled: config.enabled,
    check: async (ports, signal) => {
      const compiled = compileSuite(config);
      if (!compiled.ok) throw new Error(`${config.key}: ${compiled.error.message}`);
      const run = await runSuite(compiled.value.suite, () => false, false, ports.runner, signal);
      if (run === null) return null;
      const elements = run.elements.flatMap(
        ({ element, finished }): Checked => (finished === null ? [] : [[element.compiled.config, finished.result]]),
      );
      return [[config, run.result], ...elements];
    },
  };
}

/** What is meant: all that is enabled, unless something disabled is named. */
function choose(units: readonly Unit[], { keys, groups }: CheckOptions): readonly Unit[] {
  if (keys.length === 0 && groups.length === 0) return units.filter(({ isEnabled }) => isEnabled);
  return units.filter((unit) => unit.keys.some((key) => keys.includes(key)) || (unit.isEnabled && groups.includes(unit.group)));
}

/** Runs checks, `concurrency` at once, and yields their results in the order of the units. */
async function* inOrder(units: readonly Unit[], concurrency: number, ports: CheckPorts, signal: AbortSignal): AsyncGenerator<Checked> {
  const running: Array<Promise<Checked | null>> = [];
  let next = 0;
  for (const index of units.keys()) {
    while (next < units.length && next - index < concurrency) {
      const unit = units[next];
      if (unit !== undefined) running.push(unit.check(ports, signal));
      next += 1;
    }
    const results = await running[index];
    if (results === null || results === undefined) return;
    yield results;
  }
}
