import { expect, it } from "vitest";
import { ENDPOINT_KINDS } from "../../../../shared/model/endpoint.ts";
import { describeLanguage } from "../../../../src-main/conditions/describe.ts";
import { PROBES } from "../../../../src-main/probes/registry.ts";

/** As the probes name what they fill. */
const PROBE_NAMES: Readonly<Record<string, string>> = { "[HEADERS].…": "HEADERS", "[BODY].…": "BODY" };
/** What does not come from a probe but is looked up for every kind. */
const FOR_EVERY_KIND = new Set(["[IP]", "[DOMAIN_EXPIRATION]"]);

const described = describeLanguage({ insideSuite: false }).filter(
  ({ kind, label }) => kind === "placeholder" && !FOR_EVERY_KIND.has(label),
);

it.each(described)("$label is said to be filled by the kinds that fill it", ({ label, filledBy }) => {
  const name = PROBE_NAMES[label] ?? label.replace("[PHASE].", "PHASE.").replace(/[[\]]/g, "");
  const filling = ENDPOINT_KINDS.filter((kind) => PROBES[kind].capabilities.placeholders.some((filled) => filled === name));
  expect([...(filledBy ?? [])].sort()).toEqual([...filling].sort());
});
