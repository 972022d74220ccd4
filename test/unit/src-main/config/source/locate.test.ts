import { describe, expect, it } from "vitest";

import { createProblemList } from "../../../../../src-main/config/problems.ts";
import { locate } from "../../../../../src-main/config/source/locate.ts";
import { parseSource } from "../../../../../src-main/config/source/parse.ts";
import { createSourceText } from "../../../../../src-main/config/source/source-text.ts";

const TEXT = 'x: &x\n  interval: 30s\nendpoints:\n  - name: "a ${LONG}" # note\n    <<: *x\n    tags: [one, two]\n';

function textsAt(steps: ReadonlyArray<string | number>): readonly [key: string | null, value: string] | null {
  const tree = parseSource(createSourceText("config.yaml", TEXT), () => "much longer than its name", createProblemList());
  const found = tree === null ? null : locate(tree, steps);
  if (found === null) return null;
  const cut = ({ start, end }: { readonly start: number; readonly end: number }): string => TEXT.slice(start, end);
  return [found.keySpan === null ? null : cut(found.keySpan), cut(found.node.span)];
}

describe("locate", () => {
  it("gives exactly the text of keys and values as written", () => {
    expect(textsAt(["endpoints", 0, "name"])).toEqual(["name", '"a ${LONG}"']);
    expect(textsAt(["endpoints", 0, "tags"])).toEqual(["tags", "[one, two]"]);
    expect(textsAt(["endpoints", 0, "tags", 1])).toEqual([null, "two"]);
  });

  it("leads merged keys to their anchor", () => {
    expect(textsAt(["endpoints", 0, "interval"])).toEqual(["interval", "30s"]);
  });

  it("says when there is nothing", () => {
    expect(textsAt(["endpoints", 1])).toBeNull();
    expect(textsAt(["endpoints", "0"])).toBeNull();
    expect(textsAt(["endpoints", 0, "name", "x"])).toBeNull();
  });
});
