// Runs checks: one deadline over every phase, look-ups before the probe, and whatever goes wrong put into words.
// What a protocol does is in its own file; what the numbers mean is decided by the conditions.

import type { EndpointKind } from "../../shared/model/endpoint.ts";
import { EMPTY_OBSERVATION, NO_PHASES, type Observation, type Phases } from "../../shared/model/observation.ts";
import type { DurationMs } from "../../shared/units.ts";
import type { ProbeContext, ProbeRequest, ProbeSet } from "../ports/probe.ts";
import { Cancellations } from "./cancellations.ts";
import { type DeadlineTools, startDeadline } from "./deadline.ts";
import { ProbeFailure } from "./failure.ts";
import { DEFAULT_LIMITS, type ProbeLimits } from "./limits.ts";
import { createNetwork, type NetworkOptions } from "./net/network.ts";
import type { Check } from "./check.ts";
import type { ProbeModule, ProtocolProbe } from "./probe-module.ts";
import { type RunProgram, runProgram } from "./process/run-program.ts";
import { targetOf } from "./pure/target.ts";
import { PROBES } from "./registry.ts";
import { Scope } from "./scope.ts";
import { Stopwatch } from "./stopwatch.ts";
import { WarmUp } from "./warm-up.ts";
import { describeFailure } from "./wording.ts";

/** What can be set about a probe set; everything has a sensible default. */
export interface ProbeSetOptions extends NetworkOptions {
  readonly limits?: Partial<ProbeLimits>;
  /** Other probes than the built-in ones, for tests. */
  readonly modules?: Readonly<Record<EndpointKind, ProbeModule>>;
  /** How programs of the system are run; replaced in tests. */
  readonly runProgram?: RunProgram;
}

/** Until the probe says how long it took. */
const UNKNOWN_DURATION = -1;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The observation while its check fills it in. A class, because copies of {@link EMPTY_OBSERVATION} are slow to read from. */
class Draft implements Writable<Observation> {
  connected = EMPTY_OBSERVATION.connected;
  status = EMPTY_OBSERVATION.status;
  ip = EMPTY_OBSERVATION.ip;
  dnsRcode = EMPTY_OBSERVATION.dnsRcode;
  body = EMPTY_OBSERVATION.body;
  bodyTruncated = EMPTY_OBSERVATION.bodyTruncated;
  headers = EMPTY_OBSERVATION.headers;
  httpVersion = EMPTY_OBSERVATION.httpVersion;
  durationMs = UNKNOWN_DURATION;
  phases = EMPTY_OBSERVATION.phases;
  reusedConnection = EMPTY_OBSERVATION.reusedConnection;
  hops = EMPTY_OBSERVATION.hops;
  tls = EMPTY_OBSERVATION.tls;
  certificateExpiresInMs = EMPTY_OBSERVATION.certificateExpiresInMs;
  domainExpiresInMs = EMPTY_OBSERVATION.domainExpiresInMs;
  errors = EMPTY_OBSERVATION.errors;
  inconclusive = EMPTY_OBSERVATION.inconclusive;
}

/** What must be known before the probe may run. A failure here ends the check, and it fails whatever its conditions say. */
async function lookUpFirst(check: Check, context: ProbeContext): Promise<void> {
  const { host } = targetOf(check.endpoint);
  if (check.needs.ip) {
    const addresses = await context.resolver.resolve(host, { family: 0, signal: check.deadline.signal });
    const first = addresses[0];
    if (first === undefined) {
      throw new ProbeFailure("address", `lookup of ${host} failed: the name has no address`);
    }
    check.saw({ ip: first.address });
  }
  if (check.needs.domainExpiration && host !== "") {
    const expiresInMs = await context.domainExpiry.expiresInMs(host, check.deadline.signal);
    check.saw({ domainExpiresInMs: expiresInMs });
  }
}

class Checker implements ProbeSet {
  readonly #context: ProbeContext;
  readonly #deadlineTools: DeadlineTools;
  readonly #modules: Readonly<Record<EndpointKind, ProbeModule>>;
  readonly #running = new Map<EndpointKind, ProtocolProbe>();
  readonly #limits: ProbeLimits;
  readonly #network: ReturnType<typeof createNetwork>;
  readonly #warmUp: WarmUp;
  readonly #runProgram: RunProgram;

  constructor(context: ProbeContext, options: ProbeSetOptions) {
    this.#context = context;
    this.#deadlineTools = { clock: context.clock, timers: context.timers, cancellations: new Cancellations() };
    this.#modules = options.modules ?? PROBES;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#network = createNetwork(context, options, this.#limits);
    this.#runProgram = options.runProgram ?? runProgram;
    this.#warmUp = new WarmUp(this.#network.trust);
  }

  readonly probe = (request: ProbeRequest, signal: AbortSignal): Promise<Observation> => {
    const { endpoint, needs } = request;
    const stopwatch = new Stopwatch(this.#context.clock);
    const deadline = startDeadline(endpoint.client.timeoutMs, signal, stopwatch, this.#deadlineTools);
    const scope = new Scope();
    const draft = new Draft();
    const saw = (facts: Partial<Observation>) => {
      // The first address stays: it is the one of the endpoint's own host. Later ones belong to proxies and redirects.
      const ip = draft.ip || facts.ip || "";
      Object.assign(draft, facts);
      draft.ip = ip;
    };
    const check: Check = { endpoint, client: endpoint.client, needs, deadline, stopwatch, scope, saw };
    return this.#observe(check, draft);
  };

  forget(key: string): void {
    for (const probe of this.#running.values()) {
      probe.forget?.(key);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map(async (probe) => probe.close?.()));
    this.#running.clear();
    this.#network.close();
  }

  async #observe(check: Check, draft: Draft): Promise<Observation> {
    const { needs, deadline, endpoint, stopwatch, scope } = check;
    let isLookedUp = !needs.ip && !needs.domainExpiration;
    try {
      if (!isLookedUp) {
        stopwatch.enter("dns");
        await deadline.bound(lookUpFirst(check, this.#context));
        isLookedUp = true;
        // The look-ups are not part of the response time, but the timeout covers them.
        stopwatch.restart();
      }
      const loading = this.#warmUp.for(endpoint);
      if (loading !== null) {
        await deadline.bound(loading);
        stopwatch.restart();
      }
      await deadline.bound(this.#probeOf(endpoint.kind).run(check));
      return finish(draft, stopwatch.phases(), stopwatch.elapsedMs(), false);
    } catch (thrown) {
      addError(draft, thrown);
      if (!isLookedUp) {
        return finish(draft, NO_PHASES, 0, true);
      }
      const cancelled = thrown instanceof ProbeFailure && thrown.code === "cancelled";
      const spentMs = this.#modules[endpoint.kind].durationOnError === "kept" ? stopwatch.elapsedMs() : 0;
      return finish(draft, stopwatch.phases(), spentMs, cancelled);
    } finally {
      deadline.end();
      scope.close();
    }
  }

  #probeOf(kind: EndpointKind): ProtocolProbe {
    const existing = this.#running.get(kind);
    if (existing !== undefined) {
      return existing;
    }
    const tools = { context: this.#context, network: this.#network, limits: this.#limits, runProgram: this.#runProgram };
    const made = this.#modules[kind].create(tools);
    this.#running.set(kind, made);
    return made;
  }
}

function addError(draft: Draft, thrown: unknown): void {
  draft.errors = [...draft.errors, describeFailure(thrown)];
}

/** Completes the draft. A duration that the probe gave itself stays. */
function finish(draft: Draft, phases: Phases, durationMs: DurationMs, inconclusive: boolean): Observation {
  draft.phases = phases;
  draft.inconclusive ||= inconclusive;
  if (draft.durationMs === UNKNOWN_DURATION) {
    draft.durationMs = durationMs;
  }
  if (draft.errors.length > 0) {
    draft.errors = [...new Set(draft.errors)];
  }
  return draft;
}

/** Makes the probes of every protocol. Whoever makes them closes them. */
export function createProbeSet(context: ProbeContext, options: ProbeSetOptions = {}): ProbeSet {
  return new Checker(context, options);
}
