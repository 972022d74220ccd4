// What the tray says: icon, tooltip and menu, as data made from the monitor's state. Pure.

import type { Formatter } from "../../../shared/i18n/format.ts";
import type { Translator } from "../../../shared/i18n/create.ts";
import type { NavigationTarget } from "../../../shared/ipc/schemas.ts";
import type { EndpointState, EndpointSummary, MonitorSnapshot, OverallState } from "../../../shared/model/status.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";
import { HOUR, MINUTE } from "../../../shared/units.ts";

/** What a menu entry does. */
export type TrayAction =
  | { readonly do: "show"; readonly target: NavigationTarget }
  | { readonly do: "open" }
  | { readonly do: "glance" }
  | { readonly do: "check-all" }
  | { readonly do: "pause"; readonly forMs: DurationMs | "tomorrow" | "resumed" }
  | { readonly do: "resume" }
  | { readonly do: "quit" };

export type TrayItem =
  | { readonly kind: "separator" }
  | { readonly kind: "action"; readonly label: string; readonly action: TrayAction }
  | { readonly kind: "submenu"; readonly label: string; readonly items: readonly TrayItem[] };

/** The icons that there are; each differs by shape and colour. */
export type TrayIcon = "healthy" | "degraded" | "failing" | "paused" | "offline";

export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** Failing endpoints that are listed one by one; the rest is in the window. */
const MOST_LISTED = 12;
const MOST_GROUPS = 20;
const LONGEST_LABEL = 80;
const SEPARATOR: TrayItem = { kind: "separator" };

/** Draws the tray from what is known at `nowMs`. */
export function trayModel(snapshot: MonitorSnapshot, nowMs: EpochMs, translator: Translator, format: Formatter): TrayModel {
  const troubled = troubledFirst(snapshot.endpoints);
  return {
    icon: iconOf(snapshot.overall.state),
    tooltip: tooltipOf(snapshot, troubled, nowMs, translator, format),
    items: [
      ...troubleItems(snapshot, troubled, nowMs, translator, format),
      ...groupItems(snapshot.endpoints, translator),
      ...commandItems(snapshot, translator),
    ],
  };
}

function iconOf(state: OverallState): TrayIcon {
  return state === "unknown" ? "healthy" : state;
}

/** Failing ones first, the longest failing first; then degraded ones. */
function troubledFirst(endpoints: readonly EndpointSummary[]): readonly EndpointSummary[] {
  const rank = (state: EndpointState): number => (state === "failing" ? 0 : state === "blocked" ? 1 : 2);
  return endpoints
    .filter(({ state }) => state === "failing" || state === "blocked" || state === "degraded")
    .toSorted((a, b) => rank(a.state) - rank(b.state) || (a.sinceMs ?? 0) - (b.sinceMs ?? 0));
}

function tooltipOf(
  { overall, endpoints }: MonitorSnapshot,
  troubled: readonly EndpointSummary[],
  nowMs: EpochMs,
  { t }: Translator,
  format: Formatter,
): string {
  const app = "Sentray";
  if (overall.configProblems.some((problem) => problem.severity === "error")) return t("tray.tooltip.configErrors", { app });
  const { suspended } = overall;
  if (suspended?.reason === "paused") {
    return suspended.untilMs === null
      ? t("tray.tooltip.paused", { app })
      : t("tray.tooltip.pausedUntil", { app, time: format.shortMoment(suspended.untilMs, nowMs) });
  }
  if (suspended !== null) return t("tray.tooltip.offline", { app, reason: t(`common.reason.${suspended.reason}`) });
  if (endpoints.length === 0) return t("tray.tooltip.empty", { app });
  const { counts } = overall;
  if (counts.healthy === endpoints.length) return t("tray.tooltip.allHealthy", { app, count: counts.healthy });
  const shown: readonly EndpointState[] = ["healthy", "degraded", "failing", "blocked", "paused", "maintenance"];
  const parts = shown
    .filter((state) => counts[state] > 0)
    .map((state) => t("tray.tooltip.part", { count: counts[state], state: t(`common.state.${state}`) }));
  const text = t("tray.tooltip.counts", { app, parts: parts.join(", ") });
  const first = troubled[0];
  if (first === undefined || first.state === "degraded") return text;
  const failing = troubled.filter(({ state }) => state !== "degraded").length;
  const facts = {
    counts: text,
    name: displayName(first),
    duration: format.roughDuration(first.sinceMs === null ? null : nowMs - first.sinceMs),
  };
  return failing === 1 ? t("tray.tooltip.failing", facts) : t("tray.tooltip.failingMore", { ...facts, more: failing - 1 });
}

function troubleItems(
  { overall }: MonitorSnapshot,
  troubled: readonly EndpointSummary[],
  nowMs: EpochMs,
  { t }: Translator,
  format: Formatter,
): readonly TrayItem[] {
  const errors = overall.configProblems.filter((problem) => problem.severity === "error").length;
  const items: TrayItem[] = [];
  if (errors > 0)
    items.push({
      kind: "action",
      label: t("tray.menu.configErrors", { count: errors }),
      action: { do: "show", target: { to: "settings" } },
    });
  for (const endpoint of troubled.slice(0, MOST_LISTED)) {
    const facts = {
      name: displayName(endpoint),
      duration: format.roughDuration(endpoint.sinceMs === null ? null : nowMs - endpoint.sinceMs),
    };
    const text = endpoint.state === "degraded" ? t("tray.menu.degradedFor", facts) : t("tray.menu.failingFor", facts);
    const label = endpoint.cause === "" ? text : `${text} – ${endpoint.cause}`;
    items.push({ kind: "action", label: shorten(label), action: { do: "show", target: { to: "endpoint", key: endpoint.key } } });
  }
  return items.length === 0 ? [] : [...items, SEPARATOR];
}

function groupItems(endpoints: readonly EndpointSummary[], { t }: Translator): readonly TrayItem[] {
  const groups = new Map<string, { healthy: number; total: number }>();
  for (const { group, state } of endpoints) {
    const counts = groups.get(group) ?? { healthy: 0, total: 0 };
    counts.total += 1;
    if (state === "healthy") counts.healthy += 1;
    groups.set(group, counts);
  }
  const named = [...groups].filter(([group]) => group !== "").slice(0, MOST_GROUPS);
  const items = named.map(([name, counts]): TrayItem => {
    return {
      kind: "action",
      label: shorten(t("tray.menu.group", { name, ...counts })),
      action: { do: "show", target: { to: "dashboard" } },
    };
  });
  return items.length === 0 ? [] : [...items, SEPARATOR];
}

function commandItems({ overall }: MonitorSnapshot, { t }: Translator): readonly TrayItem[] {
  const pauses: readonly TrayItem[] = [
    { kind: "action", label: t("tray.menu.pause30"), action: { do: "pause", forMs: 30 * MINUTE } },
    { kind: "action", label: t("tray.menu.pause60"), action: { do: "pause", forMs: HOUR } },
    { kind: "action", label: t("tray.menu.pauseTomorrow"), action: { do: "pause", forMs: "tomorrow" } },
    { kind: "action", label: t("tray.menu.pauseManual"), action: { do: "pause", forMs: "resumed" } },
  ];
  return [
    overall.suspended?.reason === "paused"
      ? { kind: "action", label: t("tray.menu.resume"), action: { do: "resume" } }
      : { kind: "submenu", label: t("tray.menu.pause"), items: pauses },
    { kind: "action", label: t("tray.menu.checkAll"), action: { do: "check-all" } },
    SEPARATOR,
    { kind: "action", label: t("tray.menu.glance"), action: { do: "glance" } },
    { kind: "action", label: t("tray.menu.open"), action: { do: "open" } },
    { kind: "action", label: t("tray.menu.settings"), action: { do: "show", target: { to: "settings" } } },
    SEPARATOR,
    { kind: "action", label: t("tray.menu.quit"), action: { do: "quit" } },
  ];
}

function displayName({ group, name }: Pick<EndpointSummary, "group" | "name">): string {
  return shorten(group === "" ? name : `${group}/${name}`);
}

function shorten(text: string): string {
  if (text.length <= LONGEST_LABEL) return text;
  const cut = text.slice(0, LONGEST_LABEL - 1);
  // Half of a surrogate pair would be shown as a box.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
