// The `alerting` block: one key per channel. A channel that is not usable is dropped with a warning, as in Gatus; it never
// keeps the rest of the configuration from loading.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import { alertBlock } from "../../../shared/config-schema/alert.ts";
import type { rootBlock } from "../../../shared/config-schema/root.ts";
import type { AlertingConfig, AlertProviderConfig, PlainValue } from "../../../shared/model/alert.ts";
import type { DecodeContext, ValueOf } from "../decode/decode.ts";
import { decode, spotOf } from "../decode/decode.ts";
import { plainSettings, plainValue } from "../decode/plain-value.ts";
import { readFlag } from "../decode/scalars.ts";
import { suggestion } from "../decode/suggest.ts";
import type { ProviderSettings, QuestionBook } from "../questions.ts";
import type { ConfigNode, MappingNode, Spot } from "../source/tree.ts";
import { childPath, isNullNode } from "../source/tree.ts";
import type { BuildContext } from "./context.ts";
import { quoted, redacted, spotBelow } from "./context.ts";

type AlertBlock = ValueOf<typeof alertBlock>;
type RootBlock = ValueOf<typeof rootBlock>;

/** The channel that needs no settings. */
export const DESKTOP = "desktop";

/** One channel's block, before anybody has judged it. */
export interface ProviderBlock extends Spot {
  readonly type: string;
  readonly node: MappingNode;
  /** What its provider is asked about: without `default-alert`, and for the desktop without `enabled`. */
  readonly settings: ProviderSettings;
  readonly defaultAlert: AlertBlock | null;
}

/** The `alerting` block as it was read. */
export interface AlertingBlock {
  readonly providers: ReadonlyMap<string, ProviderBlock>;
  readonly desktopEnabled: boolean;
  readonly incidentWindowMs: number;
}

/** Reads the block; names that no provider has are warned of and left out. */
export function readAlerting(root: RootBlock, knownTypes: ReadonlySet<string>, context: DecodeContext): AlertingBlock {
  const providers = new Map<string, ProviderBlock>();
  const block = root.values.alerting;
  let desktopEnabled = true;
  for (const [type, spot] of block?.rest ?? []) {
    if (!knownTypes.has(type)) {
      const entry = block?.node.entries.get(type);
      const nearest = entry?.label === type ? suggestion(type, knownTypes) : null;
      context.problems.at("warning", entry?.keySpan ?? spot.node.span, spot.path, followedBy(say("problem.noChannel"), nearest));
      continue;
    }
    const provider = readProvider(type, spot.value, spot, context);
    if (provider === null) continue;
    providers.set(type, provider);
    if (type === DESKTOP) desktopEnabled = readDesktopEnabled(provider, context);
  }
  return { providers, desktopEnabled, incidentWindowMs: block?.values["incident-window"] ?? 0 };
}

function readProvider(type: string, node: ConfigNode, spot: Spot, context: DecodeContext): ProviderBlock | null {
  if (node.kind !== "mapping") {
    context.problems.error(spot, say("problem.channelSettings"));
    return null;
  }
  const own = [...node.entries.values()].filter(({ key }) => key !== "default-alert" && !(type === DESKTOP && key === "enabled"));
  const defaultNode = node.entries.get("default-alert")?.value;
  const defaultAlert =
    defaultNode === undefined ? undefined : decode(alertBlock, { node: defaultNode, path: childPath(spot.path, "default-alert") }, context);
  return { type, node, path: spot.path, settings: plainSettings(own), defaultAlert: defaultAlert ?? null };
}

function readDesktopEnabled(provider: ProviderBlock, context: DecodeContext): boolean {
  const spot = spotOf(provider, "enabled");
  const { node } = spot;
  if (!provider.node.entries.has("enabled") || isNullNode(node)) return true;
  const enabled = node.kind === "scalar" ? readFlag(node.text, node.plain) : null;
  if (enabled === null) {
    context.problems.error(spot, say("problem.wrongValue", { wanted: say("problem.kind.flag"), shown: quoted(spot) }));
  }
  return enabled ?? true;
}

/** Asks the providers about their blocks. */
export function askAboutProviders(block: AlertingBlock, book: QuestionBook): void {
  for (const { type, settings } of block.providers.values()) book.askProvider(type, settings);
}

/** The channels that are usable. */
export interface UsableAlerting {
  readonly config: AlertingConfig;
  readonly blocks: ReadonlyMap<string, ProviderBlock>;
  /** Channels whose settings are not usable; their alerts will not be sent. */
  readonly dropped: ReadonlySet<string>;
  readonly desktopEnabled: boolean;
  readonly knownTypes: ReadonlySet<string>;
}

/** Judges every channel by what its provider answered. */
export function buildAlerting(block: AlertingBlock, knownTypes: ReadonlySet<string>, context: BuildContext): UsableAlerting {
  const providers = new Map<string, AlertProviderConfig>();
  const blocks = new Map<string, ProviderBlock>();
  const dropped = new Set<string>();
  if (block.desktopEnabled && !block.providers.has(DESKTOP)) providers.set(DESKTOP, { type: DESKTOP, settings: {}, overrides: [] });
  for (const provider of block.providers.values()) {
    if (provider.type === DESKTOP && !block.desktopEnabled) continue;
    const verdict = context.answers.provider(provider.type, provider.settings);
    for (const keys of verdict.unknownKeys) warnOfUnknownKey(provider, keys, context);
    for (const error of verdict.errors) {
      const fault = redacted(error, context);
      context.problems.warning(spotBelow(provider, error.path), say("problem.channelNotUsed", { fault, type: provider.type }));
    }
    if (verdict.errors.length > 0) dropped.add(provider.type);
    else {
      blocks.set(provider.type, provider);
      providers.set(provider.type, providerConfig(provider));
    }
  }
  return {
    config: { providers, incidentWindowMs: block.incidentWindowMs },
    blocks,
    dropped,
    desktopEnabled: block.desktopEnabled,
    knownTypes,
  };
}

function warnOfUnknownKey(provider: Spot, keys: readonly string[], context: BuildContext): void {
  const parent = spotBelow(provider, keys.slice(0, -1));
  const key = keys.at(-1) ?? "";
  const entry = parent.node.kind === "mapping" ? parent.node.entries.get(key) : undefined;
  if (entry === undefined) return;
  context.problems.at("warning", entry.keySpan, childPath(parent.path, entry.label), say("problem.channelKey", { key: entry.label }));
}

function providerConfig({ type, settings, node }: ProviderBlock): AlertProviderConfig {
  const { overrides: _, ...own } = settings;
  const overrides = node.entries.get("overrides")?.value;
  const items = overrides?.kind === "list" ? overrides.items : [];
  return {
    type,
    settings: own,
    overrides: items.flatMap((item) => (item.kind === "mapping" ? [plainSettings(item.entries.values())] : [])),
  };
}

/** A channel's settings with those of one alert over them: a key replaces another when it says something. */
export function withOverride(settings: ProviderSettings, override: MappingNode): ProviderSettings {
  const given = [...override.entries.values()]
    .map(({ key, value }) => [key, plainValue(value)] as const)
    .filter(([, value]) => saysSomething(value));
  return { ...settings, ...Object.fromEntries(given) };
}

function saysSomething(value: PlainValue): boolean {
  if (value === null || value === "" || value === 0 || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
