import { describe, expect, it } from "vitest";

import { endpointBlock, externalEndpointBlock, suiteBlock } from "../../../../shared/config-schema/endpoint.ts";
import type { BlockSchema, ValueSchema } from "../../../../shared/config-schema/schema.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { EntryList } from "../../../../shared/model/settings.ts";
import { readEditable } from "../../../../src-main/config/edit/editable-text.ts";
import { isList, isMapping } from "../../../../src-main/config/edit/written-value.ts";
import { exportForGatus } from "../../../../src-main/config/export-gatus.ts";
import { readGatusTexts } from "../../../../src-main/config/import/gatus.ts";
import { CORPUS } from "./edit/corpus.ts";

const OWN = { types: new Set(["desktop"]), keys: new Map([["slack", new Set(["conversation"])]]) };

function exported(text: string): string {
  const result = exportForGatus([{ path: "/c.yaml", text }], OWN, (path) => path.slice(1));
  if (!result.ok) throw new Error(result.error.message);
  return result.value.files[0]?.text ?? "";
}

const OURS = `# everything
alerting:
  incident-window: 30s # ours
  desktop: {sound: true}
  slack:
    webhook-url: https://example.org # theirs
    conversation: true
endpoints:
  - name: a # theirs
    url: https://example.org
    tags: [x, y]
    retries: 3
    degraded-conditions:
      # slow
      - "[RESPONSE_TIME] < 500"
    alerts:
      - type: desktop
      - type: slack
    maintenance-windows:
      - start: 23:00 # theirs
        duration: 1h
      - cron: "0 3 * * *"
        duration: 1h
    conditions: ["[STATUS] == 200"]
quiet-hours:
  while-screen-locked: true
`;

const THEIRS = `# everything
alerting:
  slack:
    webhook-url: https://example.org # theirs
endpoints:
  - name: a # theirs
    url: https://example.org
    alerts:
      - type: slack
    maintenance-windows:
      - start: 23:00 # theirs
        duration: 1h
    conditions: ["[STATUS] == 200"]
`;

describe("an export for Gatus", () => {
  it("has what Gatus knows, as it was written", () => {
    expect(exported(OURS)).toBe(THEIRS);
  });

  it("says what it left out, with the line", () => {
    const result = exportForGatus([{ path: "/c.yaml", text: OURS }], OWN, (path) => path);
    expect(result.ok && result.value.removed).toContainEqual({ file: "/c.yaml", path: "endpoints[0].retries", line: 12 });
  });

  it.each(CORPUS)("of $name is an export of itself", ({ text }) => {
    const once = exported(text);
    expect(readEditable(once).ok).toBe(true);
    expect(exported(once)).toBe(once);
    expect(once).not.toMatch(/^\s*(?:retries|depends-on|failing-interval|degraded-conditions):/m);
  });

  it("remarks on conditions that Gatus takes for plain text", () => {
    const text = `endpoints:\n  - name: a\n    url: https://example.org\n    conditions: ["[HEADERS].x == 1"]\n`;
    const result = exportForGatus([{ path: "/c.yaml", text }], OWN, (path) => path);
    expect(result.ok && result.value.notes).toHaveLength(1);
  });

  it.each(CORPUS)("of $name read again gives the same endpoints, less what is ours", ({ name, text }) => {
    const before = entriesOf(name, text);
    const after = entriesOf(name, exported(text));
    expect(after).toEqual(before.map(({ list, value }) => ({ list, value: withoutOurs(value, ENTRY_BLOCKS[list]) })));
  });

  it("cuts what an anchor or a merge brings along, and alerts of a suite's steps", () => {
    const text = `x-usual: &usual
  interval: 30s
  retries: 3
endpoints:
  - <<: *usual
    name: a
    url: https://example.org
    conditions: ["[STATUS] == 200"]
  - &b {name: b, url: https://example.org, tags: [x], conditions: ["[STATUS] == 200"]}
suites:
  - name: s
    endpoints:
      - name: step
        url: https://example.org
        alerts: [{type: desktop}]
        conditions: ["[STATUS] == 200"]
`;
    const after = exported(text);
    expect(entriesOf("x", after)).toEqual([
      { list: "endpoints", value: { interval: "30s", name: "a", url: "https://example.org", conditions: ["[STATUS] == 200"] } },
      { list: "endpoints", value: { name: "b", url: "https://example.org", conditions: ["[STATUS] == 200"] } },
      {
        list: "suites",
        value: { name: "s", endpoints: [{ name: "step", url: "https://example.org", conditions: ["[STATUS] == 200"] }] },
      },
    ]);
  });
});

const ENTRY_BLOCKS: Readonly<Record<EntryList, BlockSchema>> = {
  endpoints: endpointBlock,
  "external-endpoints": externalEndpointBlock,
  suites: suiteBlock,
};

function entriesOf(name: string, text: string): ReadonlyArray<{ readonly list: EntryList; readonly value: PlainValue }> {
  const found = readGatusTexts(name, [{ path: `/${name}`, text }]);
  if (!found.ok) throw new Error(found.error.message);
  return found.value.entries.map(({ list, value }) => ({ list, value }));
}

/** By the schema, and by nothing of the export: what an entry says to Gatus. */
function withoutOurs(value: PlainValue, schema: ValueSchema): PlainValue {
  if (isList(value)) {
    const items = value.map((item) => (schema.type === "list" ? withoutOurs(item, schema.items) : item));
    return items.filter((item) => !isOursAlone(item));
  }
  if (!isMapping(value) || schema.type !== "block") return value;
  const kept = Object.entries(value).filter(([key]) => schema.fields[key]?.origin !== "sentray");
  const inner = kept.map(([key, member]) => {
    const field = schema.fields[key];
    return [key, field === undefined ? member : withoutOurs(member, field.schema)] as const;
  });
  // A list of which nothing is left goes with its key.
  return Object.fromEntries(inner.filter(([key, member]) => !(isList(member) && member.length === 0 && !isEmptyList(value[key]))));
}

function isEmptyList(value: PlainValue | undefined): boolean {
  return value !== undefined && isList(value) && value.length === 0;
}

/** An alert on the desktop, or a window in one of Sentray's own forms. */
function isOursAlone(item: PlainValue): boolean {
  return isMapping(item) && (item["type"] === "desktop" || "cron" in item || "at" in item || "days-of-month" in item);
}
