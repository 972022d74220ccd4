import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ENDPOINT_KINDS } from "../../../../shared/model/endpoint.ts";
import { CLIENT_OPTIONS, capabilityTables, honours, PLACEHOLDERS } from "../../../../src-main/probes/capabilities.ts";
import { PROBES } from "../../../../src-main/probes/registry.ts";

const page = resolve(import.meta.dirname, "../../../../docs/probes.md");
const MARKED = /<!-- capabilities:start -->[\s\S]*<!-- capabilities:end -->/;

describe("the capabilities of the probes", () => {
  it("stand in the documentation as the code has them (SENTRAY_WRITE_DOCS=1 writes them)", async () => {
    const text = await readFile(page, "utf8");
    const generated = text.replace(MARKED, `<!-- capabilities:start -->\n${capabilityTables(PROBES)}\n<!-- capabilities:end -->`);
    if (process.env["SENTRAY_WRITE_DOCS"] === "1") {
      await writeFile(page, generated);
    }
    expect(await readFile(page, "utf8")).toBe(generated);
  });

  it.each(ENDPOINT_KINDS)("of %s name only what exists, once", (kind) => {
    const { placeholders, clientOptions } = PROBES[kind].capabilities;
    expect(new Set(placeholders).size).toBe(placeholders.length);
    expect(new Set(clientOptions).size).toBe(clientOptions.length);
    expect(PLACEHOLDERS).toEqual(expect.arrayContaining([...placeholders]));
    expect(CLIENT_OPTIONS).toEqual(expect.arrayContaining([...clientOptions]));
  });

  it("say what an option has no effect on", () => {
    expect(honours(PROBES, "HTTP", "proxy-url")).toBe(true);
    expect(honours(PROBES, "ICMP", "proxy-url")).toBe(false);
  });
});
