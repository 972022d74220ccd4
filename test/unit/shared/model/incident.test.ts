import { describe, expect, it } from "vitest";
import { addToIncident, beginIncident, fallsInto, type Relations } from "../../../../shared/model/incident.ts";
import { MINUTE, SECOND } from "../../../../shared/units.ts";

const endpoint = (key: string, group = "", dependsOn: readonly string[] = []): Relations => ({ key, group, dependsOn });

/** An incident of `web`, in `core`, which waits for `database`. */
function incidentOfWeb() {
  const incident = beginIncident(0);
  addToIncident(incident, endpoint("web", "core", ["database"]), 0);
  return incident;
}

describe("fallsInto", () => {
  it.each<[name: string, fallen: Relations, atMs: number, belongs: boolean]>([
    ["a stranger in the same burst", endpoint("x"), 5 * SECOND, true],
    ["a stranger a little later", endpoint("x"), 6 * SECOND, false],
    ["one of the group", endpoint("api", "core"), MINUTE, true],
    ["one of the group, too late", endpoint("api", "core"), MINUTE + 1, false],
    ["one of another group", endpoint("api", "edge"), 30 * SECOND, false],
    ["one without a group", endpoint("api"), 30 * SECOND, false],
    ["what a member waits for", endpoint("database"), 30 * SECOND, true],
    ["what waits for a member", endpoint("shop", "", ["web"]), 30 * SECOND, true],
    ["a member that falls again", endpoint("web"), 30 * SECOND, true],
    ["a fall before the first, by a clock that was set back", endpoint("x"), -MINUTE, true],
  ])("knows %s", (_name, fallen, atMs, belongs) => {
    expect(fallsInto(incidentOfWeb(), fallen, atMs, MINUTE)).toBe(belongs);
  });

  it("follows related falls however long they go on", () => {
    const incident = incidentOfWeb();
    for (let minute = 1; minute < 10; minute += 1) {
      expect(fallsInto(incident, endpoint(`s${minute}`, "core"), minute * MINUTE, MINUTE)).toBe(true);
      addToIncident(incident, endpoint(`s${minute}`, "core"), minute * MINUTE);
    }
  });

  it("lets a chain of strangers end with the window", () => {
    const incident = incidentOfWeb();
    const joined = Array.from({ length: 40 }, (_unused, index) => (index + 1) * 4 * SECOND).filter((atMs) => {
      const belongs = fallsInto(incident, endpoint(`s${atMs}`), atMs, MINUTE);
      if (belongs) addToIncident(incident, endpoint(`s${atMs}`), atMs);
      return belongs;
    });
    expect(joined.at(-1)).toBe(MINUTE);
  });

  it.each([0, SECOND])("knows a burst with a window of %d ms, too", (windowMs) => {
    expect(fallsInto(incidentOfWeb(), endpoint("x"), 5 * SECOND, windowMs)).toBe(true);
    expect(fallsInto(incidentOfWeb(), endpoint("api", "core"), 6 * SECOND, windowMs)).toBe(false);
  });
});
