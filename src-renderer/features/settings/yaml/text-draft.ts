// An unsaved text as a draft: in pieces, because one string of a draft is limited, with the state of the files it was begun on. Pure.

import type { Draft, PlainMapping } from "../../../../shared/model/settings.ts";
import { isMapping, textOf, textsOf } from "../config/plain.ts";

const PIECE_CHARACTERS = 400_000;

export interface TextDraft {
  readonly text: string;
  /** The revision that it was begun on. */
  readonly base: string;
}

export function draftId(file: string): string {
  return `yaml:${file}`;
}

export function writeTextDraft({ text, base }: TextDraft): PlainMapping {
  const count = Math.ceil(text.length / PIECE_CHARACTERS);
  return {
    base,
    pieces: Array.from({ length: count }, (_, index) => text.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS)),
  };
}

/** Null when it is no draft of a text. */
export function readTextDraft(draft: Draft | null): TextDraft | null {
  if (draft === null || !isMapping(draft.value)) return null;
  return { base: textOf(draft.value["base"]), text: textsOf(draft.value["pieces"]).join("") };
}
