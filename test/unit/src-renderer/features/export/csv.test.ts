import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileNameFrom, writeCsv } from "../../../../../src-renderer/features/export/csv.ts";
import { saveFileSchema } from "../../../../../shared/ipc/schemas.ts";

const body = (cell: string | number | null): string => writeCsv(["a"], [[cell]]).slice("\uFEFFa\r\n".length, -2);

describe("writeCsv", () => {
  it.each([
    ["plain text", "core", "core"],
    ["a comma", "a,b", '"a,b"'],
    ["quotes", 'say "hi"', '"say ""hi"""'],
    ["a line break", "a\nb", '"a\nb"'],
    ["a formula", "=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ["a formula with a comma", "=HYPERLINK(1,2)", '"\'=HYPERLINK(1,2)"'],
    ["a plus", "+1", "'+1"],
    ["an at sign", "@SUM(A1)", "'@SUM(A1)"],
    ["a tab in front", "\t=1", '"\'\t=1"'.replace('"\'\t=1"', "'\t=1")],
    ["a negative number", -3.5, "-3.5"],
    ["no value", null, ""],
    ["no number", Number.NaN, ""],
  ])("writes %s", (_, cell, expected) => {
    expect(body(cell)).toBe(expected);
  });

  it("never lets text begin a cell with what starts a formula", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => !/^"?[=+\-@\t\r]/u.test(body(text))));
  });
});

describe("fileNameFrom", () => {
  it.each([
    ["core-back-end", "core-back-end.csv"],
    ["../../etc/passwd", "etc-passwd.csv"],
    ["監看 主機", "監看-主機.csv"],
    ["///", "sentray.csv"],
    ["x".repeat(10_000), `${"x".repeat(80)}.csv`],
  ])("makes a name out of %j", (text, expected) => {
    expect(fileNameFrom(text, "csv")).toBe(expected);
  });

  it("makes a name that the main process accepts, of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(saveFileSchema.safeParse({ suggestedName: fileNameFrom(text, "csv"), format: "csv", content: "" }).success).toBe(true);
      }),
    );
  });
});
