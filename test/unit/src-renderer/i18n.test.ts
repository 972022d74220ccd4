import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "../../../shared/i18n/en/index.ts";
import { zhTw } from "../../../shared/i18n/zh-tw/index.ts";

const root = resolve(import.meta.dirname, "../../..");

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/u.test(path))
    .map((path) => readFileSync(join(root, folder, path), "utf8"));
}

const english = flatten(en);
const chinese = flatten(zhTw);
const plain = (key: string): string => key.replace(/_(?:one|other)$/u, "");
const keys = new Set([...english.keys()].map(plain));

/** The window's, the tray's, the notifications', the dialogs' and the command line's alike. */
const namespaces = Object.keys(en);
const keyLiteral = new RegExp(`["'\`]((?:${namespaces.join("|")})\\.[\\w.\${}-]+)["'\`]`, "gu");

/** Every literal that begins like a key, with `${…}` as a hole. */
const literals = [...sourcesBelow("src-renderer"), ...sourcesBelow("src-main"), ...sourcesBelow("shared")].flatMap((text) =>
  [...text.matchAll(keyLiteral)].map((match) => match[1] ?? ""),
);
const patterns = literals.map((literal) => new RegExp(`^${literal.replaceAll(".", "\\.").replaceAll(/\$\{[^}]*\}/gu, "[\\w-]+")}$`, "u"));

describe("translations", () => {
  it("have every English key in Chinese, and no other", () => {
    expect([...new Set([...chinese.keys()].map(plain))].toSorted()).toEqual([...keys].toSorted());
  });

  it("never leave a text empty", () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("use the same placeholders in both languages", () => {
    const holes = (text: string): string => [...new Set(text.match(/\{\{\w+\}\}/gu) ?? [])].toSorted().join();
    const different = [...chinese].filter(([key, text]) => holes(text) !== holes(english.get(key) ?? ""));
    expect(different).toEqual([]);
  });

  it("have both English plural forms", () => {
    const lonely = [...english.keys()].filter((key) => key.endsWith("_one") && !english.has(key.replace(/_one$/u, "_other")));
    expect(lonely).toEqual([]);
  });

  it("are all used", () => {
    const unused = [...keys].filter((key) => !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it("exist for every key that is asked for", () => {
    const all = [...keys];
    const missing = literals.filter(
      (literal, index) => !all.some((key) => patterns[index]?.test(key)) && !all.some((key) => key.startsWith(`${literal}.`)),
    );
    expect(missing).toEqual([]);
  });

  it("leave no English sentence in a failure that people are told", () => {
    // What a check or a stored value failed with is recorded as data, in English.
    const recorded = /^(?:probes\/|conditions\/store\.ts)/u;
    const sentences = readdirSync(join(root, "src-main"), { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".ts") && !recorded.test(path))
      .flatMap((path) => readFileSync(join(root, "src-main", path), "utf8").match(/\b(?:err|fail)\(\s*"[a-z_]+",\s*["'`][^"'`]*/gu) ?? []);
    expect(sentences).toEqual([]);
  });

  it("leave no English sentence in the window's markup", () => {
    const sentences = sourcesBelow("src-renderer").flatMap((text) => text.match(/>\s*[A-Z][a-z]+ [a-z]+[^<>{}=;]*<\//gu) ?? []);
    expect(sentences).toEqual([]);
  });
});
