// `sentray validate`: reads a configuration, says everything that is wrong with it, and whether it would run.

import type { Translator } from "../../shared/i18n/create.ts";
import type { LoadedConfig } from "../../shared/model/config.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";
import { formatProblem } from "./problems.ts";

/** Prints the problems and the verdict. With `json`, one object: `{ valid, endpoints, problems }`. */
export function reportConfig(load: LoadedConfig, json: boolean, currentFolder: string, output: Output, translator: Translator): ExitCode {
  const { t } = translator;
  const code = load.config === null ? EXIT.usage : EXIT.ok;
  if (json) {
    output.out(
      `${JSON.stringify({ valid: load.config !== null, endpoints: load.config?.endpoints.length ?? 0, files: load.files, problems: load.problems })}\n`,
    );
    return code;
  }
  printProblems(load, currentFolder, output, translator);
  const errors = load.problems.filter((problem) => problem.severity === "error").length;
  const warnings = load.problems.filter((problem) => problem.severity === "warning").length;
  const verdict =
    load.config === null ? t("cli.configInvalid", { count: errors }) : t("cli.configValid", { count: load.config.endpoints.length });
  output.out(`${verdict}${warnings === 0 ? "" : ` ${t("cli.warnings", { count: warnings })}`}\n`);
  return code;
}

/** The problems, one a line, on standard error; hints only where there is nothing else to read. */
export function printProblems(load: LoadedConfig, currentFolder: string, output: Output, translator: Translator): void {
  for (const problem of load.problems) output.err(`${formatProblem(problem, currentFolder, translator)}\n`);
}
