// The alerts of one endpoint: its own, filled up from the channel's `default-alert`; or, where none is named, a native notification.

import { followedBy, say } from "../../../shared/i18n/said.ts";
import type { Said } from "../../../shared/i18n/said.ts";
import type { alertBlock } from "../../../shared/config-schema/alert.ts";
import { DEFAULT_FAILURE_THRESHOLD, DEFAULT_SUCCESS_THRESHOLD } from "../../../shared/config-schema/alert.ts";
import type { AlertConfig } from "../../../shared/model/alert.ts";
import { MINUTE } from "../../../shared/units.ts";
import type { Located, ValueOf } from "../decode/decode.ts";
import { hasKey, spotOf } from "../decode/decode.ts";
import { plainSettings } from "../decode/plain-value.ts";
import { suggestion } from "../decode/suggest.ts";
import type { QuestionBook } from "../questions.ts";
import type { MappingNode, Spot } from "../source/tree.ts";
import type { AlertingBlock, UsableAlerting } from "./alerting.ts";
import { DESKTOP, withOverride } from "./alerting.ts";
import type { BuildContext } from "./context.ts";
import { quoted, redacted, spotBelow } from "./context.ts";

type AlertBlock = ValueOf<typeof alertBlock>;
type AlertBlocks = ReadonlyArray<Located<AlertBlock>>;
/** Any block that may name alerts. */
type AlertedBlock = {
  readonly node: MappingNode;
  readonly path: Spot["path"];
  readonly values: { readonly alerts: AlertBlocks | undefined };
};

const SHORTEST_REMINDER_MS = 5 * MINUTE;

/** Builds the alerts of one endpoint after the other, and in the end tells of those that cannot be sent. */
export interface AlertBuilder {
  build(block: AlertedBlock): readonly AlertConfig[];
  /** One warning for each channel that alerts name and that will not send them. */
  reportUnsendable(): void;
}

/** Asks the providers about the settings that single alerts change. */
export function askAboutOverrides(block: AlertedBlock, alerting: AlertingBlock, book: QuestionBook): void {
  for (const { value: alert } of block.values.alerts ?? []) {
    const override = alert.values["provider-override"];
    const provider = alerting.providers.get(alert.values.type ?? "");
    if (override?.kind === "mapping" && provider !== undefined) book.askProvider(provider.type, withOverride(provider.settings, override));
  }
}

/** Prepares for the alerts of a whole configuration. */
export function createAlertBuilder(alerting: UsableAlerting, context: BuildContext): AlertBuilder {
  const unsendable = new Map<string, { spot: Spot; count: number; isKnown: boolean }>();

  function build(block: AlertedBlock): readonly AlertConfig[] {
    // `alerts: []` says that nobody is to be told; leaving the key out does not.
    if (!hasKey(block, "alerts")) return alerting.desktopEnabled ? [desktopAlert(alerting)] : [];
    return (block.values.alerts ?? []).flatMap(({ value }) => {
      const alert = buildAlert(value, alerting, context);
      if (alert === null) return [];
      if (!alerting.config.providers.has(alert.type)) noteUnsendable(alert.type, value);
      return [alert];
    });
  }

  function noteUnsendable(type: string, block: AlertBlock): void {
    const noted = unsendable.get(type);
    if (noted !== undefined) noted.count += 1;
    else unsendable.set(type, { spot: spotOf(block, "type"), count: 1, isKnown: alerting.knownTypes.has(type) });
  }

  function reportUnsendable(): void {
    for (const [type, { spot, count, isKnown }] of unsendable) {
      // Who turned the desktop off knows it.
      if (type === DESKTOP) continue;
      const sent = say("problem.alertsNotSent", { count });
      const isOwnText = spot.node.kind !== "scalar" || spot.node.variables.length === 0;
      const nearest = isKnown || !isOwnText ? null : suggestion(type, alerting.knownTypes);
      const reason = unsendableReason(type, spot, isKnown, alerting);
      context.problems.warning(spot, followedBy(say("problem.unsendable", { reason, sent }), nearest));
    }
  }

  return { build, reportUnsendable };
}

function unsendableReason(type: string, spot: Spot, isKnown: boolean, alerting: UsableAlerting): Said {
  if (!isKnown) return say("problem.noSuchChannel", { name: quoted(spot) });
  if (alerting.dropped.has(type)) return say("problem.channelUnusable", { type });
  return say("problem.channelNotSetUp", { type });
}

function buildAlert(block: AlertBlock, alerting: UsableAlerting, context: BuildContext): AlertConfig | null {
  const { values } = block;
  const type = values.type ?? "";
  if (type === "") {
    context.problems.warning(block, say("problem.alertType"));
    return null;
  }
  const preset = presetOf(type, alerting);
  checkReminder(block, preset, context);
  checkDescription(block, preset, context);
  return {
    type,
    enabled: values.enabled ?? preset.enabled,
    failureThreshold: threshold(block, "failure-threshold", preset.failureThreshold, context),
    successThreshold: threshold(block, "success-threshold", preset.successThreshold, context),
    sendOnResolved: values["send-on-resolved"] ?? preset.sendOnResolved,
    minimumReminderIntervalMs: values["minimum-reminder-interval"] || preset.minimumReminderIntervalMs,
    description: values.description ?? preset.description,
    providerOverride: buildOverride(block, type, alerting, context),
    onDegraded: values.on === undefined ? preset.onDegraded : values.on === "degraded",
  };
}

type AlertPreset = Omit<AlertConfig, "type" | "providerOverride"> & { readonly block: AlertBlock | null };

function presetOf(type: string, alerting: UsableAlerting): AlertPreset {
  const block = alerting.blocks.get(type)?.defaultAlert ?? null;
  const values = block?.values;
  return {
    block,
    enabled: values?.enabled ?? true,
    failureThreshold: positive(values?.["failure-threshold"], DEFAULT_FAILURE_THRESHOLD),
    successThreshold: positive(values?.["success-threshold"], DEFAULT_SUCCESS_THRESHOLD),
    sendOnResolved: values?.["send-on-resolved"] ?? type === DESKTOP,
    minimumReminderIntervalMs: values?.["minimum-reminder-interval"] ?? 0,
    description: values?.description ?? "",
    onDegraded: values?.on === "degraded",
  };
}

function desktopAlert(alerting: UsableAlerting): AlertConfig {
  const { block: _, ...preset } = presetOf(DESKTOP, alerting);
  return { type: DESKTOP, ...preset, providerOverride: {} };
}

function positive(value: number | undefined, otherwise: number): number {
  return value !== undefined && value > 0 ? value : otherwise;
}

/** 0 is as good as absent and takes the channel's preset; a negative one counts as the built-in default, as in Gatus. */
function threshold(block: AlertBlock, key: "failure-threshold" | "success-threshold", preset: number, context: BuildContext): number {
  const value = block.values[key];
  if (value === undefined || value === 0) return preset;
  if (value > 0) return value;
  const builtIn = key === "failure-threshold" ? DEFAULT_FAILURE_THRESHOLD : DEFAULT_SUCCESS_THRESHOLD;
  context.problems.warning(spotOf(block, key), say("problem.threshold", { builtIn }));
  return builtIn;
}

function checkReminder(block: AlertBlock, preset: AlertPreset, context: BuildContext): void {
  const key = "minimum-reminder-interval";
  const isOwn = Boolean(block.values[key]);
  const interval = block.values[key] || preset.minimumReminderIntervalMs;
  if (interval === 0 || interval >= SHORTEST_REMINDER_MS) return;
  context.problems.error(spotOf(isOwn ? block : (preset.block ?? block), key), say("problem.reminders"));
}

function checkDescription(block: AlertBlock, preset: AlertPreset, context: BuildContext): void {
  const isOwn = block.values.description !== undefined;
  if (!/["\\]/.test(block.values.description ?? preset.description)) return;
  context.problems.error(spotOf(isOwn ? block : (preset.block ?? block), "description"), say("problem.alertDescription"));
}

function buildOverride(block: AlertBlock, type: string, alerting: UsableAlerting, context: BuildContext): AlertConfig["providerOverride"] {
  const override = block.values["provider-override"];
  if (override === undefined) return {};
  const spot = spotOf(block, "provider-override");
  if (override.kind !== "mapping") {
    context.problems.error(spot, say("problem.overrideSettings"));
    return {};
  }
  const provider = alerting.blocks.get(type);
  if (provider !== undefined) {
    const verdict = context.answers.provider(type, withOverride(provider.settings, override));
    for (const error of verdict.errors) {
      context.problems.warning(spotBelow(spot, error.path), say("problem.overrideFault", { fault: redacted(error, context) }));
    }
    for (const [key = ""] of verdict.unknownKeys) {
      const entry = override.entries.get(key);
      if (entry === undefined) continue;
      context.problems.at("warning", entry.keySpan, spot.path, say("problem.overrideKey", { key: entry.label, type }));
    }
  }
  return plainSettings(override.entries.values());
}
