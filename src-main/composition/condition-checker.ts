// The condition language as the configuration's loader asks it.

import { toldOf } from "../../shared/i18n/said.ts";
import { compileConditions } from "../conditions/compile.ts";
import { checkCondition } from "../conditions/warnings.ts";
import type { ConditionChecker } from "../config/questions.ts";

/** Says whether a condition is well formed, and what is probably a mistake in it where it stands. */
export const conditionChecker: ConditionChecker = {
  check(condition, { kind, insideSuite, allConditions, storeOperands }) {
    const compiled = compileConditions([condition], { insideSuite });
    if (!compiled.ok) {
      const column = compiled.error.details?.["column"];
      return { ok: false, ...toldOf(compiled.error), offset: typeof column === "number" ? column - 1 : 0 };
    }
    const found = checkCondition(condition, { kind, insideSuite, storeOperands, allConditionsOfEndpoint: allConditions });
    return { ok: true, warnings: found.map(({ severity, message, said, column }) => ({ severity, message, said, offset: column - 1 })) };
  },
};
