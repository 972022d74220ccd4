import { describe, expect, it } from "vitest";
import { redactErrors } from "../../../../src-main/engine/redact.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

const base = endpointConfig({ url: "https://api.example.org:8443/health" });
const hiding = (options: Partial<(typeof base)["ui"]>) => ({ ...base, ui: { ...base.ui, ...options } });

describe("redactErrors", () => {
  const error = "GET https://api.example.org:8443/health: no answer from api.example.org:8443";
  it.each([
    ["nothing hidden", {}, [error]],
    ["the URL", { hideUrl: true }, ["GET <redacted>: no answer from api.example.org:8443"]],
    ["the host", { hideHostname: true }, ["GET https://<redacted>:8443/health: no answer from <redacted>:8443"]],
    ["the port", { hidePort: true }, ["GET https://api.example.org:<redacted>/health: no answer from api.example.org:<redacted>"]],
    [
      "host and port",
      { hideHostname: true, hidePort: true },
      ["GET https://<redacted>:<redacted>/health: no answer from <redacted>:<redacted>"],
    ],
    ["all errors", { hideErrors: true }, []],
  ])("%s", (_name, options, expected) => {
    expect(redactErrors([error], hiding(options))).toEqual(expected);
  });

  it("puts no marks between letters when there is no host to hide", () => {
    const config = { ...endpointConfig({ url: "" }), ui: { ...base.ui, hideHostname: true } };
    expect(redactErrors(["plain"], config)).toEqual(["plain"]);
  });
});
