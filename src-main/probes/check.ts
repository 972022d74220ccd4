// One check under way: what it is about, how long it may take, and where it puts what it sees.

import type { ClientConfig, EndpointConfig } from "../../shared/model/endpoint.ts";
import type { Observation } from "../../shared/model/observation.ts";
import type { ProbeNeeds } from "../ports/probe.ts";
import type { Deadline } from "./deadline.ts";
import type { Scope } from "./scope.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** One check under way. */
export interface Check {
  readonly endpoint: EndpointConfig;
  readonly client: ClientConfig;
  readonly needs: ProbeNeeds;
  readonly deadline: Deadline;
  readonly stopwatch: Stopwatch;
  readonly scope: Scope;
  /** Adds to what was seen; it is kept even if the check fails afterwards. */
  readonly saw: (facts: Partial<Observation>) => void;
}
