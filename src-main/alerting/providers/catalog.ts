// What others need to know about providers without knowing any: which names exist, whether a block is right, which keys it has, and
// the channel that one alert's merged settings make.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import type { AlertProviderConfig, PlainValue } from "../../../shared/model/alert.ts";
import type { Capabilities, Prepared, Provider, SettingsBlock, SettingsProblem } from "./provider.ts";
import { PROVIDERS } from "./registry.ts";
import { type KeyFacts, keysOf, mergeSettings, textOf } from "./settings.ts";
import { isProviderType, PROVIDER_TYPES } from "./types.ts";

/** The findings about one block under `alerting`. */
export interface BlockFindings {
  /** Reasons why nothing could be sent. */
  readonly errors: readonly SettingsProblem[];
  /** Keys that nobody reads. */
  readonly unknownKeys: ReadonlyArray<readonly string[]>;
}

/** What the configuration asks about providers. */
export interface ProviderCatalog {
  /** In alphabetical order. */
  types(): readonly string[];
  /** `block` as written, `default-alert` and `overrides` included. An unknown type is an error of its own. */
  check(type: string, block: SettingsBlock): BlockFindings;
}

/** One provider as forms and documentation show it. */
export interface ProviderDescription {
  readonly type: string;
  readonly title: string;
  readonly supportsOverrides: boolean;
  readonly capabilities: Capabilities;
  readonly keys: ReadonlyArray<KeyFacts & { readonly key: string }>;
}

const COMMON_KEYS: ReadonlySet<string> = new Set(["default-alert", "overrides"]);

function isBlock(value: PlainValue | undefined): value is SettingsBlock {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function providerOf(type: string): Provider | undefined {
  return isProviderType(type) ? PROVIDERS[type] : undefined;
}

function overrideEntries(block: SettingsBlock): readonly PlainValue[] {
  const entries = block["overrides"];
  return Array.isArray(entries) ? (entries as readonly PlainValue[]) : [];
}

/** Each entry names a group, once, and has what its kind of provider demands. */
function checkOverrides(provider: Provider, block: SettingsBlock): readonly SettingsProblem[] {
  if (provider.overrides.kind !== "checked") return [];
  const { required } = provider.overrides;
  const seen = new Set<string>();
  return overrideEntries(block).flatMap((entry, index): readonly SettingsProblem[] => {
    const path = ["overrides", String(index)];
    if (!isBlock(entry)) return [problemAt(path, say("errors.channel.override"))];
    const group = textOf(entry["group"]);
    if (group === "") return [problemAt([...path, "group"], say("errors.channel.missing", { key: "group" }))];
    if (seen.has(group)) return [problemAt([...path, "group"], say("errors.channel.overrideTwice", { group }))];
    seen.add(group);
    const missing = required.filter((key) => textOf(entry[key]) === "");
    return missing.map((key) => problemAt([...path, key], say("errors.channel.overrideNeeds", { key })));
  });
}

/** ntfy checks what an override sets at load, unlike the others. */
function checkOverrideValues(provider: Provider, block: SettingsBlock): readonly SettingsProblem[] {
  if (provider.type !== "ntfy") return [];
  return overrideEntries(block).flatMap((entry, index) => {
    if (!isBlock(entry)) return [];
    const prepared = provider.prepare(mergeSettings(provider.schema, { ...block }, [], "", entry));
    return prepared.ok ? [] : prepared.problems.map(({ path, said }) => problemAt(["overrides", String(index), ...path], said));
  });
}

function unknownKeysOf(provider: Provider, block: SettingsBlock): ReadonlyArray<readonly string[]> {
  const known = new Set(keysOf(provider.schema).map(([key]) => key));
  const ignoresOverrides = provider.overrides.kind === "unsupported";
  const top = Object.keys(block)
    .filter((key) => !known.has(key) && (!COMMON_KEYS.has(key) || (key === "overrides" && ignoresOverrides)))
    .map((key) => [key]);
  const nested = ignoresOverrides
    ? []
    : overrideEntries(block).flatMap((entry, index) =>
        isBlock(entry)
          ? Object.keys(entry)
              .filter((key) => key !== "group" && !known.has(key))
              .map((key) => ["overrides", String(index), key])
          : [],
      );
  return [...top, ...nested];
}

function check(type: string, block: SettingsBlock): BlockFindings {
  const provider = providerOf(type);
  if (provider === undefined) return { errors: [problemAt([], say("errors.channel.notProvider", { type }))], unknownKeys: [] };
  const prepared = provider.prepare(block);
  const own = prepared.ok ? checkOverrideValues(provider, block) : prepared.problems;
  return { errors: [...checkOverrides(provider, block), ...own], unknownKeys: unknownKeysOf(provider, block) };
}

/** @see ProviderCatalog */
export const providerCatalog: ProviderCatalog = { types: () => PROVIDER_TYPES, check };

/** Every provider's keys and abilities, in alphabetical order. */
export function describeProviders(): readonly ProviderDescription[] {
  return PROVIDER_TYPES.map((type) => {
    const { title, schema, overrides, capabilities } = PROVIDERS[type];
    const keys = keysOf(schema).map(([key, facts]) => ({ key, ...facts }));
    return { type, title, supportsOverrides: overrides.kind !== "unsupported", capabilities, keys };
  });
}

/** The channel for one alert: the settings merged for its endpoint's group and its own override, then checked. */
export function openChannel(config: AlertProviderConfig, group: string, alertOverride: SettingsBlock): Prepared {
  const provider = providerOf(config.type);
  if (provider === undefined) return { ok: false, problems: [problemAt([], say("errors.channel.notProvider", { type: config.type }))] };
  const overrides = provider.overrides.kind === "unsupported" ? [] : config.overrides;
  return provider.prepare(mergeSettings(provider.schema, config.settings, overrides, group, alertOverride));
}
