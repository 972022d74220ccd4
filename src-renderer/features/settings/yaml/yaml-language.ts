// YAML line by line for the editor: colours, what a new line is indented to, what can be folded. A key costs the lines that are seen and
// not the whole file, as a full grammar would; what the text means is the main process' business.

import { foldService, indentService, StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";

interface LineState {
  /** The column that a block scalar's lines stand behind; null = not in one. */
  readonly blockBehind: number | null;
  /** The quote that a text of several lines began with. */
  readonly quote: '"' | "'" | null;
  /** How many `[` and `{` are open. */
  readonly flowDepth: number;
  /** Where the last key or dash of this line stands. */
  readonly holderColumn: number;
}

type MutableState = { -readonly [K in keyof LineState]: LineState[K] };

const START: LineState = { blockBehind: null, quote: null, flowDepth: 0, holderColumn: -1 };

const COMMENT = /^#.*/u;
const DASH = /^-(?=\s|$)/u;
const DOCUMENT = /^(?:---|\.\.\.)(?=\s|$)/u;
const BLOCK_HEAD = /^[|>][-+0-9]*(?=\s|$)/u;
const QUOTED_KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s*:(?:\s|$))/u;
const PLAIN_KEY = /^(?:[^\s#&*!|>'"%@`{}[\],:-]|[-:?](?=\S))(?:[^:#]|:(?=\S)|(?<=\S)#)*?(?=\s*:(?:\s|$))/u;
const FLOW_KEY = /^[^\s#&*!|>'"%@`{}[\],:][^:,{}[\]#]*?(?=\s*:(?:\s|$))/u;
const PLAIN = /^[^\s#](?:[^#]|(?<=\S)#)*/u;
const FLOW_PLAIN = /^[^\s,{}[\]#][^,{}[\]]*/u;
const WORD = /^(?:true|false|null|~|yes|no|on|off)$/iu;
const NUMBER = /^[-+]?(?:0x[\da-f]+|0o[0-7]+|\d[\d_]*(?:\.\d+)?)$/iu;

/** One token; the name of a highlighting tag, or null. Always advances. */
function readToken(stream: StringStream, state: MutableState): string | null {
  if (stream.sol()) {
    const continued = continueText(stream, state);
    if (continued !== null) return continued;
    state.holderColumn = -1;
  }
  if (state.quote !== null) return readQuoted(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match(COMMENT)) return "comment";
  if (stream.sol() && stream.match(DOCUMENT)) return "separator";
  const column = stream.column();
  if (state.flowDepth === 0) {
    if (stream.match(DASH)) {
      state.holderColumn = column;
      return "punctuation";
    }
    if (stream.match(BLOCK_HEAD)) {
      state.blockBehind = Math.max(0, state.holderColumn);
      return "punctuation";
    }
  }
  if (stream.match(/^[&*][^\s,[\]{}]+/u)) return "labelName";
  if (stream.match(/^![^\s,[\]{}]*/u)) return "typeName";
  if (stream.match(QUOTED_KEY) || stream.match(state.flowDepth === 0 ? PLAIN_KEY : FLOW_KEY)) {
    state.holderColumn = column;
    return "propertyName";
  }
  return readValue(stream, state);
}

/** A block scalar goes on with every line that is empty or stands behind its holder. */
function continueText(stream: StringStream, state: MutableState): string | null {
  if (state.blockBehind === null) return null;
  if (stream.string.trim() !== "" && stream.indentation() <= state.blockBehind) {
    state.blockBehind = null;
    return null;
  }
  stream.skipToEnd();
  return "string";
}

function readValue(stream: StringStream, state: MutableState): string | null {
  const next = stream.peek();
  if (next === '"' || next === "'") {
    stream.next();
    state.quote = next;
    return readQuoted(stream, state);
  }
  if (next === "[" || next === "{") state.flowDepth += 1;
  if (next === "]" || next === "}") state.flowDepth = Math.max(0, state.flowDepth - 1);
  if (stream.match(/^[[\]{}]/u)) return "brace";
  if (stream.match(/^:(?=\s|$)/u) || (state.flowDepth > 0 && stream.match(","))) return "punctuation";
  const text = stream.match(state.flowDepth === 0 ? PLAIN : FLOW_PLAIN);
  if (!Array.isArray(text)) {
    stream.next();
    return null;
  }
  const value = text[0].trim();
  return WORD.test(value) ? "atom" : NUMBER.test(value) ? "number" : "content";
}

/** The rest of a quoted text, as far as this line has it. */
function readQuoted(stream: StringStream, state: MutableState): string {
  for (let character = stream.next(); character !== undefined; character = stream.next()) {
    if (character === "\\" && state.quote === '"') stream.next();
    else if (character === state.quote) {
      if (character === "'" && stream.eat("'")) continue;
      state.quote = null;
      break;
    }
  }
  return "string";
}

/** Exported for its tests: the editor takes {@link yamlLanguage}. */
export const yamlParser: StreamParser<MutableState> = {
  name: "yaml",
  startState: () => ({ ...START }),
  copyState: (state) => ({ ...state }),
  token: readToken,
  blankLine: () => undefined,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", "'", '"'] } },
};

/** Where a line that follows `text` begins: within what a key opens, else below its last key. Pure. */
export function indentAfter(text: string): number {
  const [, lead = "", dashes = "", rest = ""] = /^(\s*)((?:-\s+)*)(.*)$/u.exec(text) ?? [];
  const column = lead.length + dashes.length;
  const bare = rest.replace(/\s+#.*$/u, "").trimEnd();
  const opens = /(?:^|[^:]):$/u.test(bare) || /:\s+[|>][-+0-9]*$/u.test(bare) || /:\s+[&!]\S+$/u.test(bare);
  return opens ? column + 2 : column;
}

/** Larger blocks are not offered to be folded: finding their end would cost more than a fold is worth. */
const MOST_FOLDED_LINES = 2_000;

function foldRange(state: EditorState, from: number, to: number): { from: number; to: number } | null {
  const first = state.doc.lineAt(from);
  const own = depthOf(first.text);
  if (own === null) return null;
  let end: number | null = null;
  const last = Math.min(state.doc.lines, first.number + MOST_FOLDED_LINES);
  for (let number = first.number + 1; ; number += 1) {
    if (number > state.doc.lines) break;
    // The end was not found: no fold.
    if (number > last) return null;
    const line = state.doc.line(number);
    const depth = depthOf(line.text);
    if (depth === null) continue;
    if (depth <= own) break;
    end = line.to;
  }
  return end === null ? null : { from: to, to: end };
}

/** How deep a line stands; null for empty ones and remarks, which belong to whatever is around them. */
function depthOf(text: string): number | null {
  const at = text.search(/\S/u);
  return at < 0 || text[at] === "#" ? null : at;
}

/** Everything that the editor knows of YAML. */
export function yamlLanguage(): Extension {
  return [
    StreamLanguage.define(yamlParser),
    foldService.of(foldRange),
    // Only for a new line: lines that are there are the user's.
    indentService.of((context, pos) => (context.simulatedBreak === null ? null : indentAfter(context.lineAt(pos, -1).text))),
  ];
}
