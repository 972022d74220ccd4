import { describe, expect, it } from "vitest";

import { configReference } from "../../../../src-main/config/reference.ts";

describe("the reference page", () => {
  it("is the one that the schema gives", async () => {
    await expect(configReference()).toMatchFileSnapshot("../../../../docs/configuration.md");
  });

  it("has every block and marks what is Sentray's own, secret and required", () => {
    const page = configReference();
    expect(page).toContain("## `endpoints[].client.oauth2`");
    expect(page).toContain("## `tunneling.<name>`");
    expect(page).toMatch(/\| `retries` \| number \| `0` \| \*\*Sentray\.\*\*/);
    expect(page).toMatch(/\| `client-secret` \| text \|  \| \*\*Required\.\*\* \*\*Secret\.\*\*/);
    expect(page).toMatch(/\| `interval` \| duration \| `1m` \|/);
  });
});
