import { openSearchPanel } from "@codemirror/search";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";
import { createTranslator } from "../../../../../../shared/i18n/create.ts";
import type { Language } from "../../../../../../shared/i18n/languages.ts";
import { phraseIn } from "../../../../../../shared/i18n/phrase.ts";
import {
  createYamlEditor,
  type EditorWords,
  type YamlEditor,
} from "../../../../../../src-renderer/features/settings/yaml/create-editor.ts";

const wordsOf = (language: Language): EditorWords => {
  const { t } = createTranslator(language);
  return { t, phrase: (english) => phraseIn(language, english), language, label: t("settings.yaml.label", { name: "a.yaml" }) };
};

const opened: YamlEditor[] = [];

afterEach(() => {
  for (const editor of opened.splice(0)) editor.destroy();
  document.body.replaceChildren();
});

function open(language: Language) {
  const parent = document.body.appendChild(document.createElement("div"));
  const editor = createYamlEditor({
    parent,
    text: "endpoints: []\n",
    words: wordsOf(language),
    isReadOnly: false,
    nonce: "",
    onChange: () => undefined,
    onSave: () => undefined,
  });
  opened.push(editor);
  const view = EditorView.findFromDOM(parent);
  if (view === null) throw new Error("no editor was made");
  const namesInSearch = (): readonly (string | null)[] => {
    openSearchPanel(view);
    return [...parent.querySelectorAll(".cm-search input, .cm-search button")].map(
      (element) => element.getAttribute("aria-label") ?? element.textContent,
    );
  };
  return { editor, label: () => parent.querySelector(".cm-content")?.getAttribute("aria-label"), namesInSearch };
}

describe("the text editor's language", () => {
  it("is the window's, in its name and its search", () => {
    const { label, namesInSearch } = open("zh-TW");
    expect(label()).toBe("a.yaml 的文字");
    expect(namesInSearch()).toEqual(expect.arrayContaining(["尋找", "取代", "下一個", "關閉"]));
    expect(namesInSearch().filter((name) => name !== null && /[A-Za-z]{2}/u.test(name))).toEqual([]);
  });

  it("changes with the window's, and the text stays", () => {
    const { editor, label, namesInSearch } = open("en");
    editor.setText("endpoints:\n  - name: typed\n");
    expect(namesInSearch()).toContain("Find");
    editor.setWords(wordsOf("zh-TW"));
    expect(label()).toBe("a.yaml 的文字");
    expect(namesInSearch()).toContain("尋找");
    expect(editor.getText()).toBe("endpoints:\n  - name: typed\n");
    editor.setWords(wordsOf("en"));
    expect(label()).toBe("Text of a.yaml");
  });
});
