import { describe, expect, it } from "vitest";
import { EMPTY_OBSERVATION, type TlsFacts } from "../../../../shared/model/observation.ts";
import type { EpochMs } from "../../../../shared/units.ts";
import { redactErrors } from "../../../../src-main/engine/redact.ts";
import { extrasOf } from "../../../../src-main/engine/result-extras.ts";
import { endpointConfig } from "../../../helpers/endpoint-config.ts";

const base = endpointConfig({ url: "https://api.example.org:8443/health" });
const hiding = (options: Partial<(typeof base)["ui"]>) => ({ ...base, ui: { ...base.ui, ...options } });
const nothingSeen = { ip: "", tls: null };

const certificate = {
  subject: "CN=shop.example.net",
  issuer: "CN=Some Authority",
  names: ["shop.example.net", "*.example.net"],
  notBeforeEpochMs: 0 as EpochMs,
  notAfterEpochMs: 1 as EpochMs,
  serialNumber: "01",
  fingerprint256: "AA",
};
const authority = { ...certificate, subject: "CN=Some Authority", names: [] };
const tls: TlsFacts = {
  protocol: "TLSv1.3",
  cipher: "TLS_AES_128_GCM_SHA256",
  chain: [certificate, authority],
  trusted: false,
  untrustedReason: "valid for shop.example.net, *.example.net, not api.example.org",
};

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
    expect(redactErrors([error], hiding(options), nothingSeen)).toEqual(expected);
  });

  it("puts no marks between letters when there is no host to hide", () => {
    const config = { ...endpointConfig({ url: "" }), ui: { ...base.ui, hideHostname: true } };
    expect(redactErrors(["plain"], config, nothingSeen)).toEqual(["plain"]);
  });

  it.each([
    ["its address", "connection to 192.0.2.17:8443 refused", "connection to <redacted>:8443 refused"],
    ["its registered domain", "expiry of domain example.org cannot be found", "expiry of domain <redacted> cannot be found"],
    ["the names on its certificate", tls.untrustedReason, "valid for <redacted>, <redacted>, not <redacted>"],
  ])("hides with the host %s", (_what, text, shown) => {
    expect(redactErrors([text], hiding({ hideHostname: true }), { ip: "192.0.2.17", tls })).toEqual([shown]);
    expect(redactErrors([text], hiding({ hideUrl: true }), { ip: "192.0.2.17", tls })).toEqual([text]);
  });
});

describe("the extras of a hidden endpoint", () => {
  const observation = {
    ...EMPTY_OBSERVATION,
    ip: "192.0.2.17",
    tls,
    headers: [["location", "https://api.example.org:8443/login"] as const],
    hops: [{ url: "https://api.example.org:8443/health", status: 302, durationMs: 3 }],
    body: new TextEncoder().encode("no route to api.example.org:8443"),
  };
  const extras = (ui: Parameters<typeof hiding>[0]) => extrasOf(observation, hiding(ui), "failing", (text) => text);

  it("hold everything where nothing is hidden", () => {
    expect(extras({})).toMatchObject({ tls, headers: observation.headers, hops: observation.hops });
  });

  it("name no host: not in hops, headers, body or certificate", () => {
    const shown = extras({ hideHostname: true });
    expect(JSON.stringify(shown)).not.toMatch(/example|192\.0\.2/);
    expect(shown.hops).toEqual([{ url: "", status: 302, durationMs: 3 }]);
    expect(shown.bodyText).toBe("no route to <redacted>:8443");
    expect(shown.tls?.chain[0]).toMatchObject({ subject: "<redacted>", issuer: "CN=Some Authority", names: ["<redacted>", "<redacted>"] });
    expect(shown.tls?.chain[1]).toEqual(authority);
  });

  it("hide a self-signed certificate's name as its issuer too", () => {
    const own = { ...certificate, issuer: certificate.subject };
    const shown = extrasOf({ ...observation, tls: { ...tls, chain: [own] } }, hiding({ hideHostname: true }), "failing", (text) => text);
    expect(shown.tls?.chain).toEqual([expect.objectContaining({ subject: "<redacted>", issuer: "<redacted>" })]);
  });

  it("have no URL where the URL is hidden, and no port where the port is", () => {
    expect(extras({ hideUrl: true }).hops).toEqual([{ url: "", status: 302, durationMs: 3 }]);
    expect(extras({ hidePort: true }).headers).toEqual([["location", "https://api.example.org:<redacted>/login"]]);
    expect(extras({ hidePort: true }).hops[0]?.url).toBe("https://api.example.org:<redacted>/health");
  });
});
