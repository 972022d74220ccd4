// The text editor: CodeMirror with our looks, our completion and our problems. Knows nothing of files or of saving.

import { autocompletion, type Completion, type CompletionContext, type CompletionResult, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { closeSearchPanel, highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers, type Tooltip } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Language } from "../../../../shared/i18n/languages.ts";
import { inLanguage } from "../../../../shared/i18n/tell.ts";
import { editorPhrases } from "../../../../shared/i18n/zh-tw/editor-phrases.ts";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import { completeYaml, describeAt, type HelpWords } from "./yaml-completion.ts";
import { yamlLanguage } from "./yaml-language.ts";
import type { LineReader } from "./yaml-path.ts";

export interface YamlEditor {
  readonly getText: () => string;
  /** Replaces everything, as one step that can be taken back unless the kind of line ends changes. */
  readonly setText: (text: string) => void;
  readonly showProblems: (problems: readonly ConfigProblem[]) => void;
  /** 1-based; puts the caret there and takes the focus. */
  readonly jumpTo: (line: number, column: number) => void;
  /** From now on the editor speaks this language. */
  readonly setWords: (words: EditorWords) => void;
  readonly destroy: () => void;
}

export interface EditorWords extends HelpWords {
  readonly language: Language;
  /** What the text is called. */
  readonly label: string;
}

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly words: EditorWords;
  readonly isReadOnly: boolean;
  /** The page's policy lets only styles with this pass; empty where there is no policy. */
  readonly nonce: string;
  /** After each change; the text is not read unless it is asked for. */
  readonly onChange: () => void;
  readonly onSave: () => void;
}

/** More marks than these make no file clearer and every key slower. */
const SHOWN_PROBLEMS = 500;

export function createYamlEditor(options: EditorOptions): YamlEditor {
  const speech = new Compartment();
  let { words } = options;
  const stateOf = (text: string): EditorState =>
    EditorState.create({ doc: text, extensions: [speech.of(speak(words)), extensionsFor({ ...options, text })] });
  const view = new EditorView({ parent: options.parent, state: stateOf(options.text) });
  return {
    getText: () => view.state.sliceDoc(),
    setText: (text) => {
      if (lineEndOf(text) === view.state.lineBreak) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
        return;
      }
      view.setState(stateOf(text));
      options.onChange();
    },
    showProblems: (problems) => {
      const { doc } = view.state;
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.slice(0, SHOWN_PROBLEMS).map((problem) => diagnosticOf(doc, problem, () => inLanguage(words.language, problem))),
        ),
      );
    },
    jumpTo: (line, column) => {
      const { doc } = view.state;
      const target = doc.line(Math.min(Math.max(1, line), doc.lines));
      const at = Math.min(target.from + Math.max(0, column - 1), target.to);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    setWords: (next) => {
      words = next;
      // An open search panel would keep the words that it was made with.
      closeSearchPanel(view);
      view.dispatch({ effects: speech.reconfigure(speak(words)) });
    },
    destroy: () => view.destroy(),
  };
}

/** Files of Windows keep their line ends; where both kinds are mixed, the usual one is written. */
function lineEndOf(text: string): string {
  return /\r\n/u.test(text) && !/(?:^|[^\r])\n/u.test(text) ? "\r\n" : "\n";
}

/** Everything that depends on the language. */
function speak(words: EditorWords): Extension {
  return [
    EditorState.phrases.of(words.language === "zh-TW" ? editorPhrases : {}),
    EditorView.contentAttributes.of({ "aria-label": words.label }),
    autocompletion({ override: [(context) => complete(words, context)], icons: false }),
    hoverTooltip((view, pos) => hover(words, view, pos)),
  ];
}

function extensionsFor(options: EditorOptions) {
  const saveKey = {
    key: "Mod-s",
    preventDefault: true,
    run: () => {
      options.onSave();
      return true;
    },
  };
  return [
    ...(options.nonce === "" ? [] : [EditorView.cspNonce.of(options.nonce)]),
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentUnit.of("  "),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    yamlLanguage(),
    syntaxHighlighting(HIGHLIGHT),
    EditorState.lineSeparator.of(lineEndOf(options.text)),
    EditorState.readOnly.of(options.isReadOnly),
    EditorView.contentAttributes.of({ spellcheck: "false", tabindex: "0" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onChange();
    }),
    keymap.of([
      saveKey,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    THEME,
  ];
}

function readerOf(doc: Text): LineReader {
  return {
    lineAt: (index) => doc.line(index + 1).text,
    linesAbove: function* (index) {
      if (index === 0) return;
      // Backwards, leaf by leaf: looking up each line by its number would cost far more. Empty lines are passed over.
      const cursor = doc.iterRange(doc.line(index).to, 0);
      for (cursor.next(); !cursor.done; cursor.next()) if (!cursor.lineBreak) yield cursor.value;
    },
  };
}

function complete(words: EditorWords, context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const found = completeYaml(words, readerOf(context.state.doc), line.number - 1, context.pos - line.from);
  const from = line.from + (found?.from ?? 0);
  if (found === null || (!context.explicit && context.pos === from)) return null;
  return {
    from,
    validFor: /^[\w-]*$/u,
    options: found.options.map(({ label, insert, detail, info, kind }): Completion => {
      const type = kind === "key" ? "property" : "constant";
      return { label, apply: insert, detail, type, ...(info === "" ? {} : { info }) };
    }),
  };
}

function hover(words: EditorWords, view: EditorView, pos: number): Tooltip | null {
  const line = view.state.doc.lineAt(pos);
  const found = describeAt(words, readerOf(view.state.doc), line.number - 1, pos - line.from);
  if (found === null) return null;
  return {
    pos: line.from + found.from,
    end: line.from + found.to,
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "cm-key-help";
      const head = dom.appendChild(document.createElement("div"));
      head.append(Object.assign(document.createElement("b"), { textContent: found.key }), ` ${found.type}`);
      dom.append(Object.assign(document.createElement("p"), { textContent: found.text }));
      return { dom };
    },
  };
}

const SEVERITIES = { error: "error", warning: "warning", hint: "info" } as const;

/** `told`: the problem in the language of the moment in which it is looked at. */
function diagnosticOf(doc: Text, problem: ConfigProblem, told: () => string): Diagnostic {
  const { severity, line, column, endLine = line, endColumn } = problem;
  const offset = (atLine: number, atColumn: number): number => {
    const target = doc.line(Math.min(Math.max(1, atLine), doc.lines));
    return Math.min(target.from + Math.max(0, atColumn - 1), target.to);
  };
  const from = offset(line, column);
  const to = endColumn === undefined ? wordEnd(doc, from) : offset(endLine, endColumn);
  return {
    from,
    to: Math.max(from, to),
    severity: SEVERITIES[severity],
    message: told(),
    renderMessage: () => document.createTextNode(told()),
  };
}

/** Where only the beginning is known, the rest of the line is marked. */
function wordEnd(doc: Text, from: number): number {
  const { to, text } = doc.lineAt(from);
  return to - (text.length - text.trimEnd().length);
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--accent-strong)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--healthy-text)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.labelName, tags.typeName, tags.attributeValue], color: "var(--second)" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--muted)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", backgroundColor: "var(--surface)", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)",
  },
  ".cm-tooltip": {
    maxWidth: "480px",
    border: "none",
    borderRadius: "8px",
    backgroundColor: "var(--raised)",
    boxShadow: "var(--shadow-popover)",
    color: "var(--text)",
  },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--accent-strong)" },
  ".cm-completionDetail": { marginLeft: "12px", color: "var(--faint)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: "7px 11px", whiteSpace: "pre-line", fontFamily: "var(--font)" },
  ".cm-key-help": { padding: "7px 11px", fontFamily: "var(--font)", fontSize: "12px", color: "var(--muted)" },
  ".cm-key-help p": { margin: "3px 0 0", whiteSpace: "pre-line", color: "var(--text)" },
  ".cm-key-help b": { color: "var(--text)", fontFamily: "var(--mono)" },
  ".cm-diagnostic": { padding: "5px 10px", fontFamily: "var(--font)", fontSize: "12px" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-panels input": { border: "1px solid var(--line)", borderRadius: "6px", backgroundColor: "var(--surface)", color: "var(--text)" },
  ".cm-panels button": {
    border: "1px solid var(--line)",
    borderRadius: "6px",
    background: "var(--surface)",
    color: "var(--text)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--degraded-soft)", outline: "1px solid var(--degraded)" },
  ".cm-foldPlaceholder": { border: "none", backgroundColor: "var(--hover)", color: "var(--muted)" },
});
