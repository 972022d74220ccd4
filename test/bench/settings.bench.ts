// How long the settings take with a configuration of 5,000 endpoints: reading it for the list, opening an entry, changing one, and what a
// load costs. Processor time of this thread's work, without the windows and the disk.

import { beginAssembly } from "../../src-main/config/assemble.ts";
import { createEditMethods } from "../../src-main/config/edit/edit-engine.ts";
import { providerCatalog } from "../../src-main/alerting/providers/catalog.ts";
import { conditionChecker } from "../../src-main/composition/condition-checker.ts";
import type { EntryRef } from "../../shared/model/settings.ts";
import type { Figure } from "./history-feed.ts";

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

async function run(): Promise<readonly Figure[]> {
  const head = 'alerting:\n  slack:\n    webhook-url: "https://hooks.example.invalid/x"\n\nendpoints:\n';
  const text = head + Array.from({ length: ENDPOINTS }, (_unused, index) => endpointText(index)).join("");
  const files = [{ path: FILE, text }];
  const methods = createEditMethods();
  const entry: EntryRef = { file: FILE, list: "endpoints", index: 2_500, name: "service 2500", group: "group 0" };

  const list = await measured("list of the settings, read for the first time", 1_000, () => methods.overview(files));
  const again = await measured("list of the settings, as it was", 100, () => methods.overview(files));
  const open = await measured("open an entry", 100, () => methods.value(files, "", { kind: "entry", entry }, []));
  const change = { op: "set", target: { kind: "entry", entry }, path: ["interval"], value: "7m" } as const;
  const edit = await measured("change an entry, with reading the whole again", 500, () => methods.edit(files, files, [change], "ask"));
  const request = { files, variables: new Map(), providerTypes: providerCatalog.types(), localTimezone: "UTC" };
  const load = await measured("check the whole configuration", 1_000, () => {
    const assembly = beginAssembly(request);
    const { conditions, providers } = assembly.questions;
    return assembly.finish({
      conditions: conditions.map(({ condition, ...surroundings }) => conditionChecker.check(condition, surroundings)),
      providers: providers.map(({ type, settings }) => providerCatalog.check(type, settings)),
      files: [],
    });
  });
  if (load.value.config?.endpoints.length !== ENDPOINTS || !edit.value.ok) throw new Error("the configuration was not understood");
  return [list, again, open, edit, load].map(({ figure }) => figure);
}

const bench = { name: "settings with 5,000 endpoints (processor time)", run };

export default bench;
