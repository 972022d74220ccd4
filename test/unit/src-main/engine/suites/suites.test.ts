import { describe, expect, it } from "vitest";
import type { SuiteConfig, SuiteEndpointConfig } from "../../../../../shared/model/config.ts";
import type { EndpointConfig } from "../../../../../shared/model/endpoint.ts";
import { EMPTY_OBSERVATION } from "../../../../../shared/model/observation.ts";
import type { Observation } from "../../../../../shared/model/observation.ts";
import { MINUTE, SECOND } from "../../../../../shared/units.ts";
import { ExactNumber } from "../../../../../src-main/conditions/context.ts";
import { compileStoreOperand } from "../../../../../src-main/conditions/store.ts";
import { compileSuite } from "../../../../../src-main/engine/suites/compiled-suite.ts";
import { runSuite } from "../../../../../src-main/engine/suites/run-suite.ts";
import type { SuiteRun } from "../../../../../src-main/engine/suites/run-suite.ts";
import { storeValues } from "../../../../../src-main/engine/suites/suite-context.ts";
import type { ProbeRequest } from "../../../../../src-main/ports/probe.ts";
import { endpointConfig } from "../../../../helpers/endpoint-config.ts";
import { FakeClock } from "../../../../helpers/fake-clock.ts";

const json = (value: unknown): Partial<Observation> => ({ body: new TextEncoder().encode(JSON.stringify(value)) });

function element(
  name: string,
  change: Partial<EndpointConfig> = {},
  more: Partial<Omit<SuiteEndpointConfig, "endpoint">> = {},
): SuiteEndpointConfig {
  return { endpoint: endpointConfig({ name, group: "shop", ...change }), alwaysRun: false, store: {}, ...more };
}

function suiteOf(endpoints: readonly SuiteEndpointConfig[], change: Partial<SuiteConfig> = {}): SuiteConfig {
  return {
    key: "shop_order",
    name: "order",
    group: "shop",
    enabled: true,
    intervalMs: 10 * MINUTE,
    timeoutMs: 5 * MINUTE,
    context: {},
    endpoints,
    position: { file: "config.yaml", line: 1, column: 1 },
    ...change,
  };
}

/** Runs a suite on a fake clock; answers by the element's name, 200 within 10 ms unless told otherwise. */
function bench(
  suite: SuiteConfig,
  answers: Readonly<Record<string, Partial<Observation>>> = {},
  durations: Readonly<Record<string, number>> = {},
) {
  const clock = new FakeClock();
  const requests: ProbeRequest[] = [];
  const probe = (request: ProbeRequest, signal: AbortSignal): Promise<Observation> => {
    requests.push(request);
    const { name } = request.endpoint;
    const durationMs = durations[name] ?? 10;
    return new Promise((resolve) => {
      const timer = clock.setTimer(durationMs, () =>
        resolve({ ...EMPTY_OBSERVATION, connected: true, status: 200, durationMs, ...answers[name] }),
      );
      signal.addEventListener("abort", () => {
        timer.cancel();
        resolve({ ...EMPTY_OBSERVATION, errors: ["cancelled"], inconclusive: true });
      });
    });
  };
  const controller = new AbortController();
  const run = async (): Promise<SuiteRun | null> => {
    const prepared = compileSuite(suite);
    if (!prepared.ok) throw new Error(prepared.error.message);
    const ports = { probe, clock, timers: clock, removeSecrets: (text: string) => text.replaceAll("hunter2", "<redacted>") };
    const running = runSuite(prepared.value.suite, () => false, false, ports, controller.signal);
    await clock.advanceAsync(30 * MINUTE);
    return await running;
  };
  return { clock, requests, controller, run };
}

async function ran(...parameters: Parameters<typeof bench>) {
  const made = bench(...parameters);
  const run = await made.run();
  if (run === null) throw new Error("the run was interrupted");
  const outcomes = Object.fromEntries(
    run.elements.map(({ element: { compiled }, finished }) => [compiled.config.name, finished?.result.outcome ?? "skipped"]),
  );
  const resultOf = (name: string) => run.elements.find((it) => it.element.compiled.config.name === name)?.finished?.result;
  return { ...made, run, outcomes, resultOf };
}

describe("a suite", () => {
  it("runs its elements in order and is healthy when all are", async () => {
    const { requests, run } = await ran(suiteOf([element("login"), element("buy"), element("logout")]));
    expect(requests.map(({ endpoint }) => endpoint.name)).toEqual(["login", "buy", "logout"]);
    expect(run.result).toMatchObject({ key: "shop_order", outcome: "healthy", errors: [], durationMs: 30, connected: true });
    expect(run.result.conditions.map(({ display }) => display)).toEqual(["login", "buy", "logout"]);
  });

  it("hands values on through URL, body, headers and conditions", async () => {
    const login = element(
      "login",
      {},
      { store: { token: "[BODY].token", "user.id": "[BODY].user.id", "user.admin": "[BODY].user.admin", size: "len([BODY].roles)" } },
    );
    const buy = element("buy", {
      url: "https://example.org/users/[CONTEXT].user.id/[CONTEXT].shop",
      body: '{"admin": [CONTEXT].user.admin, "size": [CONTEXT].size}',
      headers: { Authorization: "Bearer [CONTEXT].token" },
      conditions: ["[STATUS] == 200", "[BODY].owner == [CONTEXT].user.id"],
    });
    const id = "12345678901234567890";
    const { requests, outcomes } = await ran(suiteOf([login, buy], { context: { shop: "books" } }), {
      login: { body: new TextEncoder().encode(`{"token":"t-1","user":{"id":${id},"admin":true},"roles":["a","b"]}`) },
      buy: { body: new TextEncoder().encode(`{"owner":${id}}`) },
    });
    expect(outcomes).toEqual({ login: "healthy", buy: "healthy" });
    expect(requests[1]?.endpoint).toMatchObject({
      url: `https://example.org/users/${id}/books`,
      body: '{"admin": true, "size": 2}',
      headers: { Authorization: "Bearer t-1" },
    });
  });

  it("begins every run with the context of the configuration", async () => {
    const suite = suiteOf([element("a", {}, { store: { seen: "[STATUS]" } }), element("b", { url: "https://example.org/[CONTEXT].seen" })]);
    const first = await ran(suite);
    const again = await ran({ ...suite, endpoints: suite.endpoints.slice(1) });
    expect(first.outcomes).toEqual({ a: "healthy", b: "healthy" });
    expect(again.outcomes).toEqual({ b: "failing" });
    expect(suite.context).toEqual({});
  });

  it("asks for the body where only `store` reads it", async () => {
    const { requests } = await ran(suiteOf([element("a", {}, { store: { id: "[BODY].id" } }), element("b")]), { a: json({ id: 1 }) });
    expect(requests.map(({ needs }) => needs.body)).toEqual([true, false]);
  });

  it("skips what follows a failure, but not what always runs", async () => {
    const { outcomes, run, requests } = await ran(
      suiteOf([element("login"), element("buy"), element("pay"), element("clean up", {}, { alwaysRun: true }), element("bye")]),
      { buy: { status: 503 } },
    );
    expect(outcomes).toEqual({ login: "healthy", buy: "failing", pay: "skipped", "clean up": "healthy", bye: "skipped" });
    expect(requests).toHaveLength(3);
    expect(run.result.outcome).toBe("failing");
    expect(run.result.conditions.map(({ display }) => display)).toEqual([
      "login",
      "buy: [STATUS] (503) == 200",
      "pay: skipped",
      "clean up",
      "bye: skipped",
    ]);
  });

  it("is degraded while an element is, and goes on", async () => {
    const slow = element("slow", { degradedConditions: ["[RESPONSE_TIME] < 5"] });
    const { run, outcomes } = await ran(suiteOf([slow, element("next")]));
    expect(outcomes).toEqual({ slow: "degraded", next: "healthy" });
    expect(run.result).toMatchObject({ outcome: "degraded" });
    expect(run.result.degradedConditions.find(({ success }) => !success)?.display).toBe("slow: [RESPONSE_TIME] (10) < 5");
  });

  it("does not probe what names a value that is not there", async () => {
    const { requests, resultOf, outcomes } = await ran(
      suiteOf([element("a", { url: "https://example.org/[CONTEXT].x", body: "[CONTEXT].y", conditions: ["[STATUS] == 0"] })]),
    );
    expect(requests).toEqual([]);
    expect(outcomes).toEqual({ a: "failing" });
    expect(resultOf("a")?.errors).toEqual([
      "context placeholder resolution failed: path 'x' not found",
      "context placeholder resolution failed: path 'y' not found",
    ]);
  });

  it("keeps to its timeout: the element under way fails, and nothing runs any more", async () => {
    const suite = suiteOf([element("quick"), element("stuck"), element("next"), element("clean up", {}, { alwaysRun: true })], {
      timeoutMs: 30 * SECOND,
    });
    const { outcomes, resultOf, run, requests } = await ran(suite, {}, { stuck: 10 * MINUTE });
    expect(outcomes).toEqual({ quick: "healthy", stuck: "failing", next: "skipped", "clean up": "skipped" });
    expect(resultOf("stuck")?.errors).toEqual(["suite execution timed out after 30s"]);
    expect(run.result).toMatchObject({ outcome: "failing", errors: ["suite execution timed out after 30s"], durationMs: 30 * SECOND });
    expect(requests).toHaveLength(2);
  });

  it("leaves no timer behind", async () => {
    const { clock } = await ran(suiteOf([element("a")]));
    expect(clock.pendingTimers).toBe(0);
  });

  it("says nothing when it is interrupted", async () => {
    const made = bench(suiteOf([element("a"), element("b")]), {}, { a: MINUTE });
    made.clock.setTimer(SECOND, () => made.controller.abort());
    expect(await made.run()).toBeNull();
    expect(made.requests).toHaveLength(1);
  });

  it("hides what its elements hide, with the context filled in, and known secrets everywhere", async () => {
    const hidden = element("hidden", {
      url: "https://secret.example.org/[CONTEXT].id",
      ui: { ...endpointConfig().ui, hideUrl: true, hideHostname: true },
    });
    const { run } = await ran(suiteOf([hidden], { context: { id: "a7" } }), {
      hidden: { status: 0, errors: ["GET https://secret.example.org/a7 failed with hunter2"] },
    });
    const kept = JSON.stringify([run.result, ...run.elements.map(({ finished }) => finished?.result)]);
    expect(kept).not.toContain("secret.example.org");
    expect(kept).not.toContain("a7");
    expect(kept).not.toContain("hunter2");
  });
});

describe("store", () => {
  const store = (text: string, observation: Partial<Observation>, path = ["value"]) =>
    storeValues(
      { store: [{ path, name: path.join("."), read: compileStoreOperand(text) }] },
      { ...EMPTY_OBSERVATION, ...observation },
      { value: "before" },
    );

  it.each<[string, string, unknown]>([
    ["a large number", "12345678901234567890", new ExactNumber("12345678901234567890")],
    ["a decimal as written", "1.50", new ExactNumber("1.50")],
    ["a boolean", "true", true],
    ["a text", '"abc"', "abc"],
    ["a text of digits with zeros before them", '"007"', new ExactNumber("7")],
  ])("keeps %s exactly", (_name, written, expected) => {
    const { context, errors } = store("[BODY].v", { body: new TextEncoder().encode(`{"v":${written}}`) });
    expect(errors).toEqual([]);
    expect(context["value"]).toEqual(expected);
  });

  it("leaves out what is not there, and tells it", () => {
    expect(store("[BODY].nothing", json({}))).toEqual({
      context: { value: "before" },
      errors: ["failed to store value: invalid path: [BODY].nothing"],
    });
  });

  it("makes mappings of dotted names, in the place of whatever stood in the way", () => {
    expect(store("[STATUS]", { status: 200 }, ["value", "deep", "down"]).context).toEqual({
      value: { deep: { down: new ExactNumber("200") } },
    });
  });

  it("takes no name for anything else than a name", () => {
    const { context } = store("[STATUS]", { status: 200 }, ["__proto__", "polluted"]);
    expect(Object.hasOwn(context, "__proto__")).toBe(true);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("that finds nothing does not make its element fail", async () => {
    const { outcomes, resultOf } = await ran(suiteOf([element("a", {}, { store: { x: "[BODY].x" } })]), { a: json({}) });
    expect(outcomes).toEqual({ a: "healthy" });
    expect(resultOf("a")?.errors).toEqual(["failed to store x: invalid path: [BODY].x"]);
  });
});
