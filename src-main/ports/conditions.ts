// How the engine and the configuration use the condition language, without knowing how it works.

import type { Observation } from "../../shared/model/observation.ts";
import type { ConditionOutcome } from "../../shared/model/result.ts";
import type { ProbeNeeds } from "./probe.ts";

/** How outcomes are put into words: the two display options of an endpoint's `ui` block, and what must not be in them. */
export interface DisplayOptions {
  readonly dontResolveFailedConditions: boolean;
  readonly resolveSuccessfulConditions: boolean;
  /** Takes known secrets out: a variable may have put one into a condition, and a server may have echoed one. */
  readonly removeSecrets: (text: string) => string;
}

/** What conditions are evaluated on: an observation, and in a suite its context. */
export interface ConditionFacts {
  readonly observation: Observation;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The compiled conditions of one endpoint: parsed once, evaluated many times, without side effects. */
export interface ConditionSet {
  readonly needs: ProbeNeeds;
  /** In the order written. Never throws, whatever was observed. */
  evaluate(facts: ConditionFacts, display: DisplayOptions): readonly ConditionOutcome[];
}
