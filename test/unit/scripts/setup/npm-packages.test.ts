import { describe, expect, it } from "vitest";
import { explainFailure, findOutdated } from "../../../../scripts/setup/npm-packages.mjs";

const lock = (packages: Record<string, { version?: string; integrity?: string; optional?: boolean }>) => ({ packages });

describe("findOutdated", () => {
  it.each([
    ["the same", { "node_modules/a": { version: "1.0.0" } }, []],
    ["missing", {}, ["node_modules/a"]],
    ["of another version", { "node_modules/a": { version: "1.0.1" } }, ["node_modules/a"]],
    ["of the same version with other content", { "node_modules/a": { version: "1.0.0", integrity: "sha512-other" } }, ["node_modules/a"]],
  ])("finds a package that is %s", (_case, installed, outdated) => {
    expect(findOutdated(lock({ "": {}, "node_modules/a": { version: "1.0.0", integrity: "sha512-one" } }), lock(installed))).toEqual(
      outdated,
    );
  });

  it("lets an optional package of another platform be missing", () => {
    expect(findOutdated(lock({ "node_modules/a-win32": { version: "1.0.0", optional: true } }), lock({}))).toEqual([]);
  });

  it("wants everything when nothing was ever installed", () => {
    expect(findOutdated(lock({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0" } }), {})).toHaveLength(2);
  });
});

describe("explainFailure", () => {
  it("shows npm's errors without what surrounds them", () => {
    const stderr = "npm http fetch GET 200 x\nnpm warn EBADENGINE y\nnpm error code ENOSPC\nnpm error\nnpm error no space left\n";
    expect(explainFailure(stderr)).toBe("  npm error code ENOSPC\n  npm error no space left");
  });
});
