// How fast compiled conditions are evaluated: scalar ones, and ones that read a 2 KB JSON body. Bodies are new for every
// evaluation, as in a real check. The baselines are what a hand-written check of the same facts costs.

import { EMPTY_OBSERVATION, type Observation } from "../../shared/model/observation.ts";
import { compileConditions } from "../../src-main/conditions/compile.ts";
import type { ConditionSet } from "../../src-main/ports/conditions.ts";

interface Measurement {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: number;
  readonly higherIsBetter: boolean;
}

const DISPLAY = { dontResolveFailedConditions: false, resolveSuccessfulConditions: false, removeSecrets: (text: string) => text };
const ROUND_MS = 100;
const ROUNDS = 20;

/** The everyday mixture; about one in six fails, so that displays are made too. */
const SCALAR = [
  "[STATUS] == 200",
  "[RESPONSE_TIME] < 300",
  "[CONNECTED] == true",
  "[CERTIFICATE_EXPIRATION] > 48h",
  "[STATUS] == any(200, 204, 301)",
  "[IP] == pat(10.0.*)",
  "[DNS_RCODE] == NOERROR",
  "[DOMAIN_EXPIRATION] > 30d",
  "[STATUS] < 0x190",
  "len([IP]) > 6",
];

const ONE_PATH = ["[BODY].components.db.status == UP"];

const SIX_PATHS = [
  "[BODY].status == UP",
  "[BODY].components.db.details.validationQuery == pat(is*)",
  "[BODY].components.diskSpace.details.free > 100000000000",
  "len([BODY].groups) == 2",
  "[BODY].instances[3].id == 1045678901234567893",
  "has([BODY].components.mail) == false",
];

function compiled(texts: readonly string[]): ConditionSet {
  const result = compileConditions(texts, { insideSuite: false });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A health report of 2 KB; `variation` makes each one different. */
function healthReport(variation: number): Uint8Array {
  const instance = (index: number): object => ({
    id: 9_000_000_000_000 + index,
    host: `node-${index}.internal.example.org`,
    zone: `eu-west-1${"abc"[index % 3] ?? ""}`,
    load: [0.5 + variation / 1_000, 0.25, 0.125],
    healthy: index !== variation % 7,
  });
  const report = {
    status: "UP",
    components: {
      db: { status: variation % 6 === 0 ? "DOWN" : "UP", details: { database: "PostgreSQL", validationQuery: "isValid()" } },
      diskSpace: {
        status: "UP",
        details: { total: 499_963_174_912, free: 134_217_728_000 + variation, threshold: 10_485_760, exists: true },
      },
      ping: { status: "UP" },
      redis: { status: "UP", details: { version: "7.2.4", nodes: ["redis-0:6379", "redis-1:6379", "redis-2:6379"] } },
    },
    groups: ["liveness", "readiness"],
    instances: Array.from({ length: 13 }, (_, index) => instance(index)),
    message: "All systems operational; next maintenance on Sunday at 02:00 UTC (announced on the status page).",
  };
  return new TextEncoder().encode(JSON.stringify(report));
}

/**
 * Calls per second of `work`, each of which counts as `weight`; the best of several rounds. In seconds of the process' own
 * time (garbage collection included), so that other work on the machine does not count.
 */
function throughput(work: (turn: number) => number, weight: number): number {
  let best = 0;
  let checksum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    let turns = 0;
    let elapsedUs = 0;
    do {
      for (let i = 0; i < 500; i++) checksum += work(turns++);
      const { user, system } = process.cpuUsage(start);
      elapsedUs = user + system;
    } while (elapsedUs < ROUND_MS * 1_000);
    best = Math.max(best, (turns * weight * 1_000_000) / elapsedUs);
  }
  if (Number.isNaN(checksum)) throw new Error("the work gave nothing");
  return Math.round(best);
}

function passing(set: ConditionSet, observation: Observation): number {
  let count = 0;
  for (const outcome of set.evaluate({ observation }, DISPLAY)) if (outcome.success) count++;
  return count;
}

function scalarObservations(): readonly Observation[] {
  return Array.from({ length: 64 }, (_, index) => ({
    ...EMPTY_OBSERVATION,
    connected: true,
    status: index % 8 === 0 ? 503 : 200,
    ip: `10.0.0.${index}`,
    dnsRcode: "NOERROR",
    durationMs: index * 7.25,
    certificateExpiresInMs: index * 10_000_000,
    domainExpiresInMs: index * 100_000_000,
  }));
}

function bodyObservations(): readonly Observation[] {
  return Array.from({ length: 64 }, (_, index) => ({ ...EMPTY_OBSERVATION, connected: true, status: 200, body: healthReport(index) }));
}

function at<T>(list: readonly T[], turn: number): T {
  const item = list[turn % list.length];
  if (item === undefined) throw new Error("an empty list");
  return item;
}

/** The same facts checked by hand: the floor below which no condition language can get. */
function scalarBaseline(observation: Observation): number {
  const outcomes = [
    { condition: "status", success: observation.status === 200, display: "status" },
    { condition: "time", success: observation.durationMs < 300, display: "time" },
    { condition: "connected", success: observation.connected, display: "connected" },
    { condition: "certificate", success: (observation.certificateExpiresInMs ?? 0) > 172_800_000, display: "certificate" },
    { condition: "address", success: observation.ip.startsWith("10.0."), display: "address" },
  ];
  return outcomes.filter((outcome) => outcome.success).length;
}

function jsonBaseline(observation: Observation): number {
  const report = JSON.parse(new TextDecoder().decode(observation.body)) as { components: { db: { status: string } } };
  return report.components.db.status === "UP" ? 1 : 0;
}

const bench = {
  name: "conditions",
  run(): Promise<readonly Measurement[]> {
    const scalars = scalarObservations();
    const bodies = bodyObservations();
    const scalarSet = compiled(SCALAR);
    const onePath = compiled(ONE_PATH);
    const sixPaths = compiled(SIX_PATHS);

    const scalar = throughput((turn) => passing(scalarSet, at(scalars, turn)), SCALAR.length);
    const scalarFloor = throughput((turn) => scalarBaseline(at(scalars, turn)), 5);
    const single = throughput((turn) => passing(onePath, at(bodies, turn)), 1);
    const shared = throughput((turn) => passing(sixPaths, at(bodies, turn)), SIX_PATHS.length);
    const parse = throughput((turn) => jsonBaseline(at(bodies, turn)), 1);

    const unit = "conditions/s";
    const measurements: readonly Measurement[] = [
      { metric: "scalar conditions, mixed", value: scalar, unit, target: 3_000_000, higherIsBetter: true },
      { metric: "of the speed of checks written by hand", value: round(scalar / scalarFloor), unit: "ratio", higherIsBetter: true },
      { metric: "JSON path, one condition for each 2 KB body", value: single, unit, target: 300_000, higherIsBetter: true },
      { metric: "JSON paths, six conditions sharing a 2 KB body", value: shared, unit, target: 300_000, higherIsBetter: true },
      { metric: "bodies against JSON.parse alone", value: round(single / parse), unit: "ratio", higherIsBetter: true },
    ];
    return Promise.resolve(measurements);
  },
};

function round(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

export default bench;
