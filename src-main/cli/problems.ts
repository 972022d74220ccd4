// How the command line shows what is wrong with a configuration.

import { relative } from "node:path";
import type { Translator } from "../../shared/i18n/create.ts";
import { inLanguage } from "../../shared/i18n/tell.ts";
import type { ConfigProblem } from "../../shared/model/config.ts";
import { printable } from "./output.ts";

/** `file:line:column: error: message`, the form that editors and terminals make clickable. Files are shown relative to `from`. */
export function formatProblem(problem: ConfigProblem, from: string, { t, language }: Translator): string {
  const file = problem.file === "" ? "" : relativeTo(problem.file, from);
  const place = [file, ...(problem.line > 0 ? [String(problem.line), String(problem.column)] : [])].filter((part) => part !== "").join(":");
  const path = problem.path === "" ? "" : ` (${problem.path})`;
  return printable(`${place === "" ? "" : `${place}: `}${t(`cli.severity.${problem.severity}`)}: ${inLanguage(language, problem)}${path}`);
}

function relativeTo(file: string, from: string): string {
  const shorter = relative(from, file);
  return shorter === "" || shorter.startsWith("..") ? file : shorter;
}
