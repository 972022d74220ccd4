import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { proposeEndpoint, writeEndpointYaml } from "../../../../../src-renderer/features/dashboard/propose-endpoint.ts";

describe("proposeEndpoint", () => {
  it.each([
    ["example.org", "https://example.org"],
    ["example.org/health?x=1", "https://example.org/health?x=1"],
    ["HTTPS://example.org", "https://example.org"],
    ["db.internal:5432", "tcp://db.internal:5432"],
    ["localhost:80", "http://localhost:80"],
    ["192.0.2.1", "icmp://192.0.2.1"],
    ["2001:db8::1", "icmp://[2001:db8::1]"],
    ["smtp://mail.example.org", "starttls://mail.example.org:587"],
    ["wss://live.example.org", "wss://live.example.org"],
    ["例え.jp", "https://例え.jp"],
  ])("takes %s for %s", (input, url) => {
    expect(proposeEndpoint(input)?.url).toBe(url);
  });

  it.each(["", "   ", "what is this", "ftp://example.org", "https://", "nodots"])("makes nothing of %j", (input) => {
    expect(proposeEndpoint(input)).toBeNull();
  });

  it("writes YAML that says exactly what was proposed, whatever was typed", () => {
    const address = fc.oneof(
      fc.webUrl(),
      fc.string().map((text) => `https://${text}`),
      fc.domain(),
    );
    fc.assert(
      fc.property(address, (input) => {
        const proposal = proposeEndpoint(input);
        if (proposal === null) return;
        expect(parse(writeEndpointYaml(proposal))).toEqual({ endpoints: [{ ...proposal, interval: "60s" }] });
      }),
    );
  });
});
