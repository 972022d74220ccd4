import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { describeProviders } from "../../../../../src-main/alerting/providers/catalog.ts";
import { renderProviderDocumentation } from "../../../../../src-main/alerting/providers/documentation.ts";
import { PROVIDERS } from "../../../../../src-main/alerting/providers/registry.ts";
import { PROVIDER_TYPES } from "../../../../../src-main/alerting/providers/types.ts";

const PAGE = fileURLToPath(new URL("../../../../../docs/alerting-providers.md", import.meta.url));

describe("documentation of the channels", () => {
  it("is committed as it is generated", async () => {
    await expect(renderProviderDocumentation()).toMatchFileSnapshot(PAGE);
  });

  it.each(describeProviders().map((provider) => [provider.type, provider] as const))("%s describes every key", (_, provider) => {
    for (const key of provider.keys) {
      expect(key.title).not.toBe("");
      expect(key.description).toMatch(/\.$/);
    }
  });
});

describe("registry", () => {
  it.each(PROVIDER_TYPES)("%s is registered under its own name", (type) => {
    expect(PROVIDERS[type].type).toBe(type);
  });
});
