// The condition language as the configuration's loader asks it.

import { checkCondition } from "../conditions/warnings.ts";
import { compileConditions } from "../conditions/compile.ts";
import type { ConditionChecker } from "../config/questions.ts";

/** Says whether a condition is well formed, and what is probably a mistake in it. */
export const conditionChecker: ConditionChecker = {
  check(condition) {
    const compiled = compileConditions([condition], { insideSuite: false });
    if (!compiled.ok) {
      const column = compiled.error.details?.["column"];
      return { ok: false, message: compiled.error.message, offset: typeof column === "number" ? column - 1 : 0 };
    }
    const warnings = checkCondition(condition, {
      kind: "HTTP",
      insideSuite: false,
      allConditionsOfEndpoint: [condition],
      storeOperands: [],
    });
    return { ok: true, warnings: warnings.map(({ message, column }) => ({ message, offset: column - 1 })) };
  },
};
