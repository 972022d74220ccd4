import { describe, expect, it } from "vitest";

import { readEditable } from "../../../../src-main/config/edit/editable-text.ts";
import { exportForGatus } from "../../../../src-main/config/export-gatus.ts";
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
});
