// How long the settings take with a configuration of 5,000 endpoints: reading it for the list, opening an entry, changing one, and what a
// load costs: processor time of this thread's work, without the windows and the disk. And how long a reload holds everything else up.

import { beginAssembly } from "../../src-main/config/assemble.ts";
import { createEntryMemory } from "../../src-main/config/entry-memory.ts";
import type { RememberedResult } from "../../src-main/config/entry-memory.ts";
import type { Answers, Questions } from "../../src-main/config/questions.ts";
import { createEditMethods } from "../../src-main/config/edit/edit-engine.ts";
import { providerCatalog } from "../../src-main/alerting/providers/catalog.ts";
import { conditionChecker } from "../../src-main/composition/condition-checker.ts";
import type { EntryRef } from "../../shared/model/settings.ts";
import type { Figure } from "./history-feed.ts";
import { reloadTurns } from "./reload-turns.ts";

const ENDPOINTS = 5_000;
const FILE = "/config.yaml";

function endpointText(index: number): string {
  return `  # number ${index}
  - name: service ${index}
    group: group ${index % 100}
    url: "https://host-${index}.example.invalid/health"
    interval: ${30 + (index % 60)}s
    headers:
      Accept: application/json
    conditions:
      - "[STATUS] == 200"
      - "[RESPONSE_TIME] < ${300 + (index % 500)}"
    alerts:
      - type: slack

`;
}

async function measured<T>(
  metric: string,
  target: number,
  work: () => T | Promise<T>,
): Promise<{ readonly figure: Figure; readonly value: T }> {
  const began = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(began);
  return { figure: { metric, value: (user + system) / 1_000, unit: "ms", target, higherIsBetter: false }, value };
}

function answersTo({ conditions, providers }: Questions): Answers {
  return {
    conditions: conditions.map(({ condition, ...surroundings }) => conditionChecker.check(condition, surroundings)),
    providers: providers.map(({ type, settings }) => providerCatalog.check(type, settings)),
    files: [],
  };
}

async function run(): Promise<readonly Figure[]> {
  const head = 'alerting:\n  slack:\n    webhook-url: "https://hooks.example.invalid/x"\n\nendpoints:\n';
  const text = head + Array.from({ length: ENDPOINTS }, (_unused, index) => endpointText(index)).join("");
  const files = [{ path: FILE, text }];
  const methods = createEditMethods();
  const entry: EntryRef = { file: FILE, list: "endpoints", index: 2_500, name: "service 2500", group: "group 0" };

  const list = await measured("list of the settings, read for the first time", 1_000, () => methods.overview(files));
  const listAgain = await measured("list of the settings, as it was", 100, () => methods.overview(files));
  const open = await measured("open an entry", 100, () => methods.value(files, "", { kind: "entry", entry }, []));
  const change = { op: "set", target: { kind: "entry", entry }, path: ["interval"], value: "7m" } as const;
  const edit = await measured("change an entry, with reading the whole again", 500, () => methods.edit(files, files, [change], "ask"));
  const request = { files, variables: new Map(), providerTypes: providerCatalog.types(), localTimezone: "UTC" };
  const load = await measured("check the whole configuration", 1_000, () => {
    const assembly = beginAssembly(request);
    return assembly.finish(answersTo(assembly.questions));
  });
  const memory = createEntryMemory();
  const check = (changed: string): RememberedResult | null => {
    const assembly = memory.begin({ ...request, files: [{ path: FILE, text: changed }] });
    return assembly.finish(answersTo(assembly.questions));
  };
  check(text);
  // The first time is for the compiler; the user's second save is as quick as the third.
  check(text.replace("number 1234\n", "number one\n"));
  const again = await measured("check it again with one endpoint changed", 300, () => check(text.replace("number 4321\n", "number two\n")));
  if (again.value?.assembled.config?.endpoints.length !== ENDPOINTS) throw new Error("the changed configuration was not understood");
  if (load.value.config?.endpoints.length !== ENDPOINTS || !edit.value.ok) throw new Error("the configuration was not understood");
  const turns = await reloadTurns(ENDPOINTS);
  return [...[list, listAgain, open, edit, load, again].map(({ figure }) => figure), ...turns];
}

const bench = { name: "settings with 5,000 endpoints (processor time)", run };

export default bench;
