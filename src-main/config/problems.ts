// Collects what the configuration's author should know, at the place it is about. Never throws, never holds a value.

import { say } from "../../shared/i18n/said.ts";
import type { Said } from "../../shared/i18n/said.ts";
import { toldAs } from "../../shared/i18n/tell.ts";
import type { ConfigProblem, ProblemSeverity } from "../../shared/model/config.ts";
import { formatPath } from "./source/tree.ts";
import type { Path, Spot } from "./source/tree.ts";
import { lineAndColumn } from "./source/source-text.ts";
import type { Span } from "./source/source-text.ts";

/** Beyond it, problems are only counted: nobody reads the thousandth, and the window must stay quick. */
export const MOST_PROBLEMS = 1_000;

/** Where the parts of the loader report to. */
export interface ProblemSink {
  error(spot: Spot, said: Said): void;
  warning(spot: Spot, said: Said): void;
  hint(spot: Spot, said: Said): void;
  /** For places that are no node: a key, a stretch of text. */
  at(severity: ProblemSeverity, span: Span, path: Path | null, said: Said): void;
}

/** The list as it grows. */
export interface ProblemList extends ProblemSink {
  /** About a file as a whole, or a place that is known only by line and column. */
  add(problem: ConfigProblem): void;
  readonly hasErrors: boolean;
  /** By file in the order given, then by place. */
  sorted(files: readonly string[]): readonly ConfigProblem[];
}

/** Starts an empty list. */
export function createProblemList(): ProblemList {
  const problems: ConfigProblem[] = [];
  // A mistake inside an anchor is met once for each alias; it is told once.
  const told = new Set<string>();
  let errors = 0;
  let dropped = 0;

  function add(problem: ConfigProblem): void {
    if (problem.severity === "error") errors += 1;
    const place = `${problem.file}\n${problem.line}\n${problem.column}\n${problem.message}`;
    if (told.has(place)) return;
    told.add(place);
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
    else dropped += 1;
  }

  function at(severity: ProblemSeverity, span: Span, path: Path | null, said: Said): void {
    const start = lineAndColumn(span.source, span.start);
    const end = lineAndColumn(span.source, Math.max(span.start, span.end));
    add({
      severity,
      ...toldAs(said),
      file: span.source.path,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      path: formatPath(path),
    });
  }

  return {
    add,
    at,
    error: (spot, said) => at("error", spot.node.span, spot.path, said),
    warning: (spot, said) => at("warning", spot.node.span, spot.path, said),
    hint: (spot, said) => at("hint", spot.node.span, spot.path, said),
    get hasErrors(): boolean {
      return errors > 0;
    },
    sorted: (files) => {
      const inOrder = problems.toSorted(compareBy(new Map(files.map((file, index) => [file, index]))));
      const last = inOrder.at(-1);
      if (dropped === 0 || last === undefined) return inOrder;
      const more = toldAs(say("problem.more", { dropped }));
      return [...inOrder, { severity: "hint", ...more, file: last.file, line: 0, column: 0, path: "" }];
    },
  };
}

function compareBy(rank: ReadonlyMap<string, number>): (a: ConfigProblem, b: ConfigProblem) => number {
  return (a, b) => {
    const byFile = (rank.get(a.file) ?? rank.size) - (rank.get(b.file) ?? rank.size);
    if (byFile !== 0) return byFile;
    return a.line === b.line ? a.column - b.column : a.line - b.line;
  };
}
