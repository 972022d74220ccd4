// What the YAML reader's complaints mean, in our own words. The reader's texts are not shown: they may quote the file,
// and with it the value of a variable.

import type { ErrorCode } from "yaml";

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";

/** The reader uses one code for two slips; this one is far more common than the other in what people type. */
const UNCLOSED = /must be sufficiently indented and end with/;
const OPEN_QUOTE = /^Missing closing ["']quote/;

/** Whether a quote is not closed: the complaint is then about the end of the file, far from the slip. */
export function isOpenQuote(code: ErrorCode, readersText: string): boolean {
  return code === "MISSING_CHAR" && OPEN_QUOTE.test(readersText);
}

/** The words for one of the reader's complaints. */
export function yamlProblem(code: ErrorCode, readersText: string): Said {
  if (isOpenQuote(code, readersText)) return say("problem.yaml.OPEN_QUOTE");
  const key = UNCLOSED.test(readersText) ? "UNCLOSED" : code;
  return say(`problem.yaml.${key}`);
}
