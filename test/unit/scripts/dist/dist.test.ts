import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { debianVersion, controlText, copyrightText } from "../../../../scripts/dist/deb-texts.mjs";
import { formatNotice } from "../../../../scripts/dist/notices.mjs";
import { packageOf } from "../../../../scripts/setup/bundled-packages.mjs";
import { findUnaudited, findUnwanted, isAllowed, licenceOf, readPackages } from "../../../../scripts/dist/licence-list.mjs";
import { sqliteToLeaveOut } from "../../../../scripts/dist/unpacked.mjs";
import { COMMANDS } from "../../../../src-main/cli/arguments.ts";
import { COMMAND_WORDS } from "../../../../shared/command-words.ts";

const projectFolder = join(import.meta.dirname, "../../../..");

describe("the Debian package's texts", () => {
  it.each([
    ["1.2.3", "1.2.3"],
    ["1.0.0-beta.2", "1.0.0~beta.2"],
  ])("orders %s as %s", (version, expected) => expect(debianVersion(version)).toBe(expected));

  it("names what is needed, under both names that releases use", () => {
    const manifest = { name: "sentray", version: "1.0.0", description: "Watches.", author: "Us", license: "MIT" };
    const text = controlText({ manifest, version: "1.0.0", architecture: "amd64", installedKilobytes: 7 });
    expect(text).toMatch(/^Package: sentray\nVersion: 1\.0\.0\nArchitecture: amd64\n/);
    expect(text).toContain("libgtk-3-0 | libgtk-3-0t64");
    expect(text.endsWith("\n")).toBe(true);
  });

  it("keeps empty lines of the licence as Debian wants them", () => {
    expect(copyrightText("A\n\nB")).toContain("License: Expat\n A\n .\n B\n");
  });
});

describe("the command that the package installs", () => {
  it("knows every word of the command line", async () => {
    const script = await readFile(join(projectFolder, "packaging/linux/sentray"), "utf8");
    const words =
      /^\s*(check .*)\)$/m
        .exec(script)?.[1]
        ?.split("|")
        .map((word) => word.trim()) ?? [];
    expect(new Set(words)).toEqual(COMMAND_WORDS);
    for (const command of COMMANDS) expect(words).toContain(command);
  });

  it("never switches the sandbox off", async () => {
    expect(await readFile(join(projectFolder, "packaging/linux/sentray"), "utf8")).not.toContain("sandbox=");
    expect(await readFile(join(projectFolder, "packaging/linux/sentray"), "utf8")).not.toContain("--no-sandbox");
  });
});

describe("better-sqlite3's binary", () => {
  it("is the compiled one for old runtimes and the prebuilt one for others", () => {
    expect(sqliteToLeaveOut(9)).toContain("/prebuilds/");
    expect(sqliteToLeaveOut(10)).toContain("/build/");
  });
});

describe("licences", () => {
  it.each([
    ["MIT", true, true],
    ["(MIT OR GPL-3.0)", true, true],
    ["MIT AND GPL-3.0", true, false],
    ["GPL-3.0-only", true, false],
    ["AGPL-3.0", false, false],
    ["MPL-2.0", true, false],
    ["MPL-2.0", false, true],
    ["none", true, false],
  ])("%s, shipped %s: allowed %s", (licence, isShipped, expected) => expect(isAllowed(licence, isShipped)).toBe(expected));

  it("reads all three forms of a manifest", () => {
    expect(licenceOf({ license: "MIT" })).toBe("MIT");
    expect(licenceOf({ license: { type: "ISC" } })).toBe("ISC");
    expect(licenceOf({ licenses: [{ type: "MIT" }, { type: "Apache-2.0" }] })).toBe("MIT OR Apache-2.0");
    expect(licenceOf({})).toBe("none");
  });

  it("of every installed package are on the list, tools and what could be bundled", async () => {
    const lockFile = join(projectFolder, "package-lock.json");
    const all = await readPackages(lockFile, new Set(), true);
    const bundled = new Set(all.filter(({ isAudited }) => isAudited).map(({ folder }) => packageOf(folder) ?? ""));
    const packages = await readPackages(lockFile, bundled, true);
    expect(packages.filter(({ isShipped }) => isShipped).length).toBeGreaterThan(50);
    expect(findUnwanted(packages)).toEqual([]);
    expect(findUnaudited(packages)).toEqual([]);
  });

  it("that travel without being audited are found", async () => {
    const packages = await readPackages(join(projectFolder, "package-lock.json"), new Set(["node_modules/vitest"]), false);
    expect(findUnaudited(packages).map(({ name }) => name)).toEqual(["vitest"]);
  });

  it("travel along with their texts", () => {
    const notice = formatNotice({ name: "a", version: "1.0.0", licence: "MIT" }, ["The MIT licence\n", "NOTICE"]);
    expect(notice).toContain("\na 1.0.0, MIT\n");
    expect(notice.endsWith("\n\nThe MIT licence\n\nNOTICE\n")).toBe(true);
    expect(formatNotice({ name: "a", version: "1.0.0", licence: "MIT" }, [])).toContain("no text of its licence");
  });

  it.each([
    ["/home/x/project/node_modules/a/index.js", "node_modules/a"],
    ["/home/x/project/node_modules/@b/c/lib/d.js?commonjs", "node_modules/@b/c"],
    ["\0/home/x/node_modules/a/node_modules/@b/c/d.js", "node_modules/a/node_modules/@b/c"],
    ["C:\\project\\node_modules\\a\\index.js", "node_modules/a"],
    ["/home/x/project/src-main/main.ts", null],
  ])("of the module %s are looked for in %s", (moduleId, folder) => expect(packageOf(moduleId)).toBe(folder));
});
