// The condition language as the engine uses it.

import { compileConditions } from "../conditions/compile.ts";
import type { ConditionCompiler } from "../engine/compiled-endpoint.ts";

export const conditionCompiler: ConditionCompiler = (texts) => compileConditions(texts, { insideSuite: false });
