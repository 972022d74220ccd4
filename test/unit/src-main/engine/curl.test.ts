import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curlCommand } from "../../../../src-main/engine/curl.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

describe("curlCommand", () => {
  it("is null for what is not HTTP", () => {
    expect(curlCommand(endpointConfig({ kind: "TCP", url: "tcp://db:5432" }))).toBeNull();
  });

  it("repeats method, headers and body, and hides credentials", () => {
    const config = endpointConfig({
      url: "https://me:pw@example.org/a?x=1&y=2",
      method: "POST",
      headers: { Accept: "text/html", Authorization: "Bearer abc" },
      body: `{"it's": 1}`,
    });
    const command = curlCommand(config);
    expect(command).toContain("--request POST");
    expect(command).toContain("'Accept: text/html'");
    expect(command).toContain("'Authorization: <redacted>'");
    expect(command).toContain(`--data-raw '{"it'\\''s": 1}'`);
    expect(command).not.toContain("pw");
    expect(command).not.toContain("Bearer");
  });

  it("stays one command whatever the texts hold: a shell reads back exactly the arguments", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.string({ maxLength: 30 }), (body, value) => {
        const config = endpointConfig({
          method: "PUT",
          headers: { "X-Test": value.replaceAll("\0", "") },
          body: body.replaceAll("\0", ""),
        });
        const command = curlCommand(config) ?? "";
        const seen = execFileSync("/bin/sh", ["-c", `set -- ${command}; printf '%s\\0' "$@"`])
          .toString()
          .split("\0");
        expect(seen).toContain(`X-Test: ${config.headers["X-Test"] ?? ""}`);
        if (config.body !== "") expect(seen).toContain(config.body);
        expect(seen.at(-2)).toBe(config.url);
      }),
      { numRuns: 30 },
    );
  });
});
