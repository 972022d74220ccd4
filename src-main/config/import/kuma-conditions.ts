// What Uptime Kuma expects of an answer, as conditions. Pure.

import type { Told } from "../../../shared/i18n/said.ts";
import { note } from "../../../shared/i18n/tell.ts";

export interface Translated {
  readonly conditions: readonly string[];
  readonly notes: readonly Told[];
}

/** More single codes than this are told by their bounds. */
const MOST_CODES = 60;

/** Accepted codes such as `200-299` and `304`. Gaps between ranges become a list of codes where it is short enough. */
export function statusConditions(accepted: readonly unknown[]): Translated {
  const ranges = accepted.flatMap((code): ReadonlyArray<readonly [number, number]> => {
    const match = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/.exec(typeof code === "number" ? String(code) : typeof code === "string" ? code : "");
    return match === null ? [] : [[Number(match[1]), Number(match[2] ?? match[1])]];
  });
  const merged: Array<readonly [number, number]> = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  const [first] = merged;
  const last = merged.at(-1);
  if (first === undefined || last === undefined) return { conditions: ["[STATUS] >= 200", "[STATUS] < 300"], notes: [] };
  if (merged.length === 1) {
    const [from, to] = first;
    return { conditions: from === to ? [`[STATUS] == ${from}`] : [`[STATUS] >= ${from}`, `[STATUS] <= ${to}`], notes: [] };
  }
  const codes = merged.flatMap(([from, to]) => Array.from({ length: Math.max(0, to - from + 1) }, (_unused, index) => from + index));
  if (codes.length <= MOST_CODES) return { conditions: [`[STATUS] == any(${codes.join(", ")})`], notes: [] };
  return { conditions: [`[STATUS] >= ${first[0]}`, `[STATUS] <= ${last[1]}`], notes: [note("importing.kuma.statusGaps")] };
}

/** A text that the body must have, or must not have. */
export function keywordConditions(keyword: string, isInverted: boolean): Translated {
  if (keyword === "") return { conditions: [], notes: [note("importing.kuma.keywordEmpty")] };
  if (/[\r\n]/.test(keyword)) return { conditions: [], notes: [note("importing.kuma.keywordLines")] };
  const pattern = keyword.replace(/[\\*?[\]]/g, "\\$&");
  return { conditions: [`[BODY] ${isInverted ? "!=" : "=="} pat(*${pattern}*)`], notes: [] };
}

const OPERATORS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** A query into a JSON body: plain paths come over, expressions of its query language do not. */
export function jsonConditions(query: string, operator: string, expected: string): Translated {
  const path = query.trim().replace(/^\$\.?/, "");
  if (!/^(?:[\w$@-]+|\[\d+\])(?:\.[\w$@-]+|\[\d+\])*$/.test(path) && path !== "") {
    return { conditions: [], notes: [note("importing.kuma.query", { query: JSON.stringify(query.slice(0, 200)) })] };
  }
  const operand = path === "" ? "[BODY]" : path.startsWith("[") ? `[BODY]${path}` : `[BODY].${path}`;
  if (operator === "contains") {
    const pattern = expected.replace(/[\\*?[\]]/g, "\\$&");
    return { conditions: [`${operand} == pat(*${pattern}*)`], notes: [] };
  }
  const comparator = operator === "" ? "==" : operator;
  if (!OPERATORS.has(comparator))
    return { conditions: [], notes: [note("importing.kuma.comparison", { operator: JSON.stringify(operator) })] };
  if (expected.trim() === "") return { conditions: [`has(${operand}) == true`], notes: [note("importing.kuma.noExpected")] };
  return { conditions: [`${operand} ${comparator} ${expected.trim()}`], notes: [] };
}
