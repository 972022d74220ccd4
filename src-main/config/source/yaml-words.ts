// What the YAML reader's complaints mean, in our own words. The reader's texts are not shown: they may quote the file,
// and with it the value of a variable.

import type { ErrorCode } from "yaml";

const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias (*name) cannot have an anchor or a tag of its own.",
  BAD_ALIAS: "This alias is not valid: it is written *name, and a key before a colon needs a blank between name and colon.",
  BAD_COLLECTION_TYPE: "The tag does not fit what follows it.",
  BAD_DIRECTIVE: "This line begins with %, which only directives such as %YAML do; put the text in quotes.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes; double the backslash, or use single quotes.",
  BAD_INDENT: "The indentation does not fit: keys of one block start in the same column, and what belongs to a key is indented further.",
  BAD_PROP_ORDER: "Anchors and tags stand before what they mark, after the dash or the colon.",
  BAD_SCALAR_START: "A text cannot begin with this character; put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "There are two colons with blanks after them in one line; put the text that has a colon in it in quotes.",
  BLOCK_IN_FLOW: "Inside [ ] and { } everything is separated by commas; a block with dashes or its own lines cannot stand there.",
  DUPLICATE_KEY: "This key is there already.",
  IMPOSSIBLE: "This cannot be understood as YAML.",
  KEY_OVER_1024_CHARS: "A key cannot be longer than 1024 characters; is a colon or a quote missing?",
  MISSING_CHAR: "Something is missing here: a closing quote, bracket or brace, a comma, or the colon after a key.",
  MULTILINE_IMPLICIT_KEY: "A key stands on one line; is the colon missing, or the indentation of the line before wrong?",
  MULTIPLE_ANCHORS: "One thing can have only one anchor.",
  MULTIPLE_DOCS: "The file has more than one document (separated by ---); only the first one is read.",
  MULTIPLE_TAGS: "One thing can have only one tag.",
  NON_STRING_KEY: "A key must be a text.",
  RESOURCE_EXHAUSTION: "This is nested too deeply.",
  TAB_AS_INDENT: "A tab stands where YAML wants blanks; indent with spaces.",
  TAG_RESOLVE_FAILED: "The tag does not fit what follows it.",
  UNEXPECTED_TOKEN: "This was not expected here: is a quote, a comma or a line break missing before it?",
};

/** The reader uses one code for two slips; this one is far more common than the other in what people type. */
const UNCLOSED = /must be sufficiently indented and end with/;

/** The words for one of the reader's complaints. */
export function yamlProblemText(code: ErrorCode, readersText: string): string {
  if (UNCLOSED.test(readersText)) return "A bracket or brace is not closed before this line, or its content is indented too little.";
  return WORDS[code];
}
