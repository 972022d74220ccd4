// What the doctor finds, and how it is written down. Pure.

import { displayWidth, padToWidth } from "../text-width.ts";

/** `unknown` = it could not be found out from here; that alone is no problem. */
export type FindingState = "fact" | "good" | "warning" | "problem" | "unknown";

/** In the language of whoever asked. */
export interface Finding {
  readonly area: string;
  readonly name: string;
  readonly state: FindingState;
  /** What was found, and what to do about it where something is wrong. */
  readonly detail: string;
}

const MARKS: Readonly<Record<FindingState, string>> = { fact: " ", good: "●", warning: "▲", problem: "✖", unknown: "?" };

/** One line a finding under a heading for each area, in the order given. */
export function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ name }) => displayWidth(name)));
  const lines: string[] = [];
  let area = "";
  for (const finding of findings) {
    if (finding.area !== area) {
      area = finding.area;
      lines.push(...(lines.length === 0 ? [] : [""]), area);
    }
    const detail = finding.detail.replaceAll("\n", `\n${" ".repeat(width + 6)}`);
    lines.push(`  ${MARKS[finding.state]} ${padToWidth(finding.name, width)}  ${detail}`.trimEnd());
  }
  return `${lines.join("\n")}\n`;
}
