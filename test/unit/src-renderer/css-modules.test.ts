import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const folder = resolve(import.meta.dirname, "../../../src-renderer");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

function classesOf(css: string): ReadonlySet<string> {
  const bare = css.replaceAll(/\/\*[\s\S]*?\*\//gu, "").replaceAll(/:global\([^)]*\)/gu, "");
  return new Set([...bare.matchAll(/\.([a-z][A-Za-z\d]*)(?=[\s,:{.[>)])/gu)].map((match) => match[1] ?? ""));
}

/** What one module's stylesheet defines and its users name; a computed name (`styles[tone]`) uses all of them. */
const modules = files
  .filter((path) => path.endsWith(".module.css"))
  .map((path) => {
    const name = path.split("/").at(-1) ?? "";
    const users = files.filter((user) => user.endsWith(".tsx") && read(user).includes(`/${name}"`)).map(read);
    const text = users.join("\n");
    return {
      path,
      defined: classesOf(read(path)),
      used: new Set([...text.matchAll(/styles\.([A-Za-z\d]+)/gu)].map((match) => match[1] ?? "")),
      isComputed: text.includes("styles["),
    };
  });

describe("stylesheets", () => {
  it.each(modules)("$path defines every class that is used", ({ defined, used }) => {
    expect([...used].filter((name) => !defined.has(name))).toEqual([]);
  });

  it.each(modules.filter(({ isComputed }) => !isComputed))("$path defines no class that is not used", ({ defined, used }) => {
    expect([...defined].filter((name) => !used.has(name))).toEqual([]);
  });

  it("take every colour from the tokens", () => {
    const own = files
      .filter((path) => path.endsWith(".module.css"))
      .filter((path) => /#[\da-f]{3,8}\b/iu.test(read(path).replaceAll(/light-dark\([^)]*\)/gu, "")));
    expect(own).toEqual([]);
  });

  it("name only tokens that exist", () => {
    const tokens = new Set([...read("styles/tokens.css").matchAll(/(--[\w-]+):/gu)].map((match) => match[1]));
    const unknown = files
      .filter((path) => path.endsWith(".css"))
      .flatMap((path) => [...read(path).matchAll(/var\((--[\w-]+)/gu)].map((match) => match[1] ?? ""))
      .filter((name) => !tokens.has(name));
    expect(unknown).toEqual([]);
    expect(existsSync(join(folder, "styles/tokens.css"))).toBe(true);
  });
});
