// A JSON answer as lines of a tree that opens and closes. Pure.

import type { AnswerPath } from "../../../../shared/model/settings-monitor.ts";

export interface TreeLine {
  /** Names the node: the operand that a condition would use for it. */
  readonly operand: string;
  /** 0 = the answer itself. */
  readonly depth: number;
  /** The key in its parent, or the index; empty for the answer itself. */
  readonly name: string;
  readonly kind: "object" | "array" | "scalar" | "more";
  /** As JSON; for objects and arrays how many members they have. */
  readonly text: string;
  readonly count: number;
  readonly isOpen: boolean;
  /** The condition that choosing it makes; null = it makes none. */
  readonly condition: string | null;
}

/** More members of one node than this are only counted. */
const SHOWN_MEMBERS = 200;
/** Objects and arrays down to this depth are open at first. */
const OPEN_DEPTH = 2;
const OPEN_MEMBERS = 12;

/** The parsed answer, or undefined when it is no JSON after all (it was cut off). */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The lines that are to be seen. `toggled`: nodes that are not as they were at first. */
export function treeLines(answer: unknown, paths: readonly AnswerPath[], toggled: ReadonlySet<string>): readonly TreeLine[] {
  const known = new Map(paths.map((path) => [path.operand, path]));
  const lines: TreeLine[] = [];
  const visit = (value: unknown, operand: string, name: string, depth: number): void => {
    const members = membersOf(value);
    const path = known.get(operand) ?? known.get(`len(${operand})`);
    if (members === null) {
      const text = path !== undefined && path.type === "number" ? path.value : JSON.stringify(value);
      lines.push({ operand, depth, name, kind: "scalar", text, count: 0, isOpen: false, condition: path?.condition ?? null });
      return;
    }
    const kind = Array.isArray(value) ? "array" : "object";
    const isOpen = (depth < OPEN_DEPTH && (depth === 0 || members.length <= OPEN_MEMBERS)) !== toggled.has(operand);
    lines.push({ operand, depth, name, kind, text: "", count: members.length, isOpen, condition: path?.condition ?? null });
    if (!isOpen) return;
    for (const [key, member] of members.slice(0, SHOWN_MEMBERS))
      visit(member, kind === "array" ? `${operand}[${key}]` : `${operand}.${key}`, key, depth + 1);
    if (members.length > SHOWN_MEMBERS)
      lines.push({
        operand: `${operand}…`,
        depth: depth + 1,
        name: "",
        kind: "more",
        text: "",
        count: members.length - SHOWN_MEMBERS,
        isOpen: false,
        condition: null,
      });
  };
  visit(answer, "[BODY]", "", 0);
  return lines;
}

function membersOf(value: unknown): ReadonlyArray<readonly [string, unknown]> | null {
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
