// What the YAML reader's complaints mean, in our own words. The reader's texts are not shown: they may quote the file,
// and with it the value of a variable.

import type { ErrorCode } from "yaml";

import { say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";

/** The reader uses one code for two slips; this one is far more common than the other in what people type. */
const UNCLOSED = /must be sufficiently indented and end with/;

/** The words for one of the reader's complaints. */
export function yamlProblem(code: ErrorCode, readersText: string): Said {
  const key = UNCLOSED.test(readersText) ? "UNCLOSED" : code;
  return say(`problem.yaml.${key}`);
}
