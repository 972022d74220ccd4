// What every builder needs: where to report, what other parts answered, and how to put things so that no value leaks.

import { mapTexts, saidOf } from "../../../shared/i18n/said.ts";
import type { Said, Told } from "../../../shared/i18n/said.ts";
import type { ProblemSink } from "../problems.ts";
import type { AnswerBook } from "../questions.ts";
import { lineAndColumn, quoteSpan } from "../source/source-text.ts";
import type { ConfigNode, MappingNode, Spot } from "../source/tree.ts";
import type { ProblemSeverity } from "../../../shared/model/config.ts";
import type { SourcePosition } from "../../../shared/model/endpoint.ts";

/** Handed to every builder. */
export interface BuildContext {
  readonly problems: ProblemSink;
  readonly answers: AnswerBook;
  /** IANA name of the machine's zone, for `timezone: Local`. */
  readonly localTimezone: string;
  /** Takes the values of variables out of a text that another part wrote. */
  readonly redact: (message: string) => string;
}

/** Where an entry begins. */
export function positionOf(node: ConfigNode): SourcePosition {
  return { file: node.span.source.path, ...lineAndColumn(node.span.source, node.span.start) };
}

/** Whether the value of a variable is part of any of these keys' texts. */
export function dependsOnVariables(block: { readonly node: MappingNode }, ...keys: readonly string[]): boolean {
  return keys.some((key) => {
    const node = block.node.entries.get(key)?.value;
    return node?.kind === "scalar" && node.variables.length > 0;
  });
}

/** A value as written, in quotes. */
export function quoted(spot: Spot): string {
  return quoteSpan(spot.node.span);
}

/**
 * Reports at a character of a scalar's content. The exact column is known where the content stands in the file as it is;
 * with escapes, folding or variables it is the scalar's beginning.
 */
export function reportInside(context: BuildContext, severity: ProblemSeverity, spot: Spot, offset: number, told: Told): void {
  const { node, path } = spot;
  const { source, start, end } = node.span;
  const content = node.kind === "scalar" && node.variables.length === 0 ? node.text : "";
  const at = content === "" ? -1 : source.text.slice(start, end).indexOf(content);
  const exact = at === -1 ? node.span : { source, start: start + at + offset, end };
  context.problems.at(severity, exact, path, redacted(told, context));
}

/** What another part said, without the values of variables. */
export function redacted(told: Told, { redact }: Pick<BuildContext, "redact">): Said {
  return mapTexts(saidOf(told), redact);
}

/** Goes down from a spot as far as the steps lead. */
export function spotBelow(spot: Spot, steps: readonly string[]): Spot {
  let { node, path } = spot;
  for (const step of steps) {
    const next = below(node, step);
    if (next === null) break;
    path = { parent: path, segment: next.segment };
    node = next.node;
  }
  return { node, path };
}

function below(node: ConfigNode, step: string): { readonly node: ConfigNode; readonly segment: string | number } | null {
  if (node.kind === "list") {
    const item = /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
    return item === undefined ? null : { node: item, segment: Number(step) };
  }
  const entry = node.kind === "mapping" ? node.entries.get(step) : undefined;
  // The label, not the step: a key may be the value of a variable.
  return entry === undefined ? null : { node: entry.value, segment: entry.label };
}
