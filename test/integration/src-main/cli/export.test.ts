// `sentray export` on real history files: what is written, from which moments, and what a running app may do meanwhile.

import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseMoment } from "../../../../src-main/cli/export.ts";
import { MINUTE } from "../../../../shared/units.ts";
import { checkResult } from "../history/history-support.ts";
import { commandBench } from "./command-bench.ts";

const START = Date.parse("2026-03-02T12:00:00Z");

async function withHistory(count = 5) {
  const bench = await commandBench();
  const store = await bench.openHistory();
  store.setEndpoints(["a", "b"].map((key) => ({ key, name: key, group: "", kind: "HTTP", url: `https://${key}.example.org` })));
  for (let index = 0; index < count; index += 1) {
    for (const key of ["a", "b"]) store.append(checkResult({ key, timestampMs: START + index * MINUTE }));
  }
  await store.flush();
  return { bench, store };
}

const momentsOf = (out: string, key: string): string[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { key: string; timestamp: string })
    .filter((line) => line.key === key)
    .map(({ timestamp }) => timestamp.slice(11, 16));

describe("sentray export", () => {
  it("writes every endpoint's results, oldest first, as CSV unless told otherwise", async () => {
    const { bench, store } = await withHistory(2);
    await store.close();
    const { code, out, err } = await bench.run("export");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const lines = out.split("\r\n");
    expect(lines[0]).toMatch(/^key,timestamp,outcome/);
    expect(lines.slice(1).map((line) => line.slice(0, 18))).toEqual([
      "a,2026-03-02T12:00",
      "a,2026-03-02T12:01",
      "b,2026-03-02T12:00",
      "b,2026-03-02T12:01",
      "",
    ]);
  });

  it("keeps to the endpoints and moments that are asked for; the end is not included", async () => {
    const { bench } = await withHistory();
    const range = ["--from", "2026-03-02T12:01:00Z", "--to", "2026-03-02T12:03:00Z"];
    const { code, out } = await bench.run("export", "--format", "json", "--endpoint", "b", ...range);
    expect(code).toBe(0);
    expect(momentsOf(out, "a")).toEqual([]);
    expect(momentsOf(out, "b")).toEqual(["12:01", "12:02"]);
  });

  it("reads beside an app that has the history open, and changes nothing of its file", async () => {
    const { bench, store } = await withHistory();
    const before = await readFile(bench.historyFile);
    const { code, out } = await bench.run("export", "--format", "json");
    expect(code).toBe(0);
    expect(momentsOf(out, "a")).toHaveLength(5);
    expect((await readFile(bench.historyFile)).equals(before)).toBe(true);
    store.append(checkResult({ key: "a", timestampMs: START + 9 * MINUTE }));
    await store.flush();
    expect(store.health.state).toBe("ok");
    expect(momentsOf((await bench.run("export", "--format", "json")).out, "a")).toHaveLength(6);
  });

  it("ends early when nobody reads any more", async () => {
    const { bench } = await withHistory(3_000);
    const { code, out, pieces } = await bench.runUntil(2, "export");
    expect(code).toBe(0);
    expect(pieces).toBe(2);
    expect(out.split("\r\n").length).toBeLessThan(3_000);
  });

  it.each([
    ["a moment that is none", ["--from", "yesterday"], '"yesterday" is neither a day'],
    ["a day that does not exist", ["--to", "2026-02-30"], "neither a day"],
    ["an endpoint without history", ["--endpoint", "nobody"], 'holds nothing of "nobody"'],
    ["a format that is none", ["--format", "xml"], 'no format "xml"'],
  ])("refuses %s", async (_name, words, message) => {
    const { bench } = await withHistory(1);
    const { code, out, err } = await bench.run("export", ...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("says that there is no history, and makes none", async () => {
    const bench = await commandBench();
    const { code, err } = await bench.run("export");
    expect(code).toBe(2);
    expect(err).toContain("There is no history yet");
    expect(existsSync(bench.historyFile)).toBe(false);
  });

  it("leaves a damaged history where it is", async () => {
    const bench = await commandBench();
    await writeFile(bench.historyFile, "not a database at all ".repeat(500));
    const { code, err } = await bench.run("export");
    expect(code).toBe(2);
    expect(err).toMatch(/is damaged/);
    expect(await readdir(bench.folder)).toEqual(["history.sqlite"]);
  });

  it("writes what there was when it began, whatever comes in meanwhile, and copies nothing", async () => {
    const { bench, store } = await withHistory(3_000);
    await store.compact();
    const before = await readdir(bench.folder);
    const { code, out } = await bench.runBeside(
      async () => {
        store.append(checkResult({ key: "b", timestampMs: START + 5_000 * MINUTE }));
        store.setRetention({ resultsMs: MINUTE, removedEndpointsMs: MINUTE });
        await store.tidy();
        await store.compact();
        expect(await readdir(bench.folder)).toEqual(before);
      },
      "export",
      "--endpoint",
      "b",
    );
    expect(code).toBe(0);
    expect(out.split("\r\n")).toHaveLength(3_000 + 2);
    expect(store.health.state).toBe("ok");
    await store.close();
  });

  it("tells of pages that can't be read", async () => {
    const { bench, store } = await withHistory(3_000);
    await store.compact();
    await store.close();
    const bytes = await readFile(bench.historyFile);
    bytes.fill(0xff, bytes.length * 0.75);
    await writeFile(bench.historyFile, bytes);
    const { code, err } = await bench.run("export");
    expect(code).toBe(1);
    expect(err).toContain("malformed");
  });
});

describe("parseMoment", () => {
  it.each([
    ["2026-01-31", "2026-01-31T00:00:00.000Z"],
    ["2026-01-31T12:00", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31 12:00:30.5", "2026-01-31T12:00:30.500Z"],
    ["2026-01-31T12:00:00+08:00", "2026-01-31T04:00:00.000Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(new Date(parseMoment(text) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each(["", "1", "2026-1-3", "2026-13-01", "2026-02-29", "2026-01-31T25:00", "now"])("refuses %j", (text) => {
    expect(parseMoment(text)).toBeNull();
  });
});
