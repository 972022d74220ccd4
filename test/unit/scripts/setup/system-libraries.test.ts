import { describe, expect, it } from "vitest";
import { debianPackages } from "../../../../scripts/setup/debian-packages.mjs";
import {
  chooseNames,
  findMissing,
  installCommand,
  packagesOf,
  parseAvailable,
  parseInstalled,
  parseUnresolvedLibraries,
} from "../../../../scripts/setup/system-libraries.mjs";

const sound = { name: "libasound2", alternatives: ["libasound2t64"] };
const make = { name: "make" };

describe("findMissing", () => {
  it.each([
    ["nothing installed", [], ["libasound2", "make"]],
    ["everything installed", ["libasound2", "make"], []],
    ["an alternative installed", ["libasound2t64"], ["make"]],
    ["other packages installed", ["vim"], ["libasound2", "make"]],
  ])("with %s", (_case, installed, missing) => {
    expect(findMissing([sound, make], new Set(installed)).map(({ name }) => name)).toEqual(missing);
  });
});

describe("chooseNames", () => {
  it.each([
    ["the usual name where it exists", ["libasound2", "make"], ["libasound2", "make"]],
    ["the alternative where only that exists", ["libasound2t64", "make"], ["libasound2t64", "make"]],
    ["the usual name where nothing is known, so that apt explains", [], ["libasound2", "make"]],
  ])("takes %s", (_case, available, names) => {
    expect(chooseNames([make, sound], new Set(available))).toEqual(names);
  });
});

describe("what the tools print", () => {
  it("reads installed packages, and not those that were removed", () => {
    const listing = "installed make\nconfig-files nginx\nnot-installed squid\ninstalled g++\n";
    expect(parseInstalled(listing)).toEqual(new Set(["make", "g++"]));
  });

  it("reads which packages have a version to install", () => {
    const listing = [
      "libasound2:",
      "  Installed: (none)",
      "  Candidate: (none)",
      "libasound2t64:",
      "  Installed: (none)",
      "  Candidate: 1.2.11-1",
    ].join("\n");
    expect(parseAvailable(listing)).toEqual(new Set(["libasound2t64"]));
  });

  it("reads the libraries that the loader can't find", () => {
    const listing = "\tlibffmpeg.so => /opt/libffmpeg.so (0x00007f)\n\tlibnss3.so => not found\n\tlibgbm.so.1 => not found\n";
    expect(parseUnresolvedLibraries(listing)).toEqual(["libnss3.so", "libgbm.so.1"]);
  });
});

describe("the command for a person", () => {
  it("is one line that can be pasted", () => {
    expect(installCommand(["make", "xvfb"])).toBe("sudo apt-get update && sudo apt-get install -y --no-install-recommends make xvfb");
  });
});

describe("the list of packages", () => {
  it("names each package in one group only", () => {
    const names = Object.values(debianPackages).flatMap((group) => group.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives the packages of several groups together", () => {
    expect(packagesOf(["build", "virtual-display"]).map(({ name }) => name)).toEqual(
      [...debianPackages.build, ...debianPackages["virtual-display"]].map(({ name }) => name),
    );
  });
});
