// What can be done to entries of the list, one or many at a time. Every change is one save, which can be taken back.

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Edit, EntryPlace, EntrySummary } from "../../../../shared/model/settings.ts";
import { shorten } from "../../../components/text.ts";
import { useConfig } from "../config/config-context.tsx";
import { copyName } from "./monitor-rows.ts";

export interface MonitorEdits {
  readonly remove: (entries: readonly EntrySummary[]) => Promise<boolean>;
  readonly duplicate: (entry: EntrySummary) => Promise<boolean>;
  readonly setEnabled: (entries: readonly EntrySummary[], isEnabled: boolean) => Promise<boolean>;
  readonly setInterval: (entries: readonly EntrySummary[], interval: string) => Promise<boolean>;
  readonly addTag: (entries: readonly EntrySummary[], tag: string) => Promise<boolean>;
  readonly addAlert: (entries: readonly EntrySummary[], type: string) => Promise<boolean>;
  readonly moveTo: (entry: EntrySummary, place: EntryPlace, group?: string) => Promise<boolean>;
  readonly moveToGroup: (entries: readonly EntrySummary[], group: string) => Promise<boolean>;
}

export function useMonitorEdits(): MonitorEdits {
  const { t } = useTranslation();
  const { overview, save } = useConfig();
  return useMemo(() => {
    const named = (entries: readonly EntrySummary[]) => ({
      count: entries.length,
      name: shorten(entries[0]?.ref.name ?? "", 60),
    });
    /** One key of each entry. `false` and absent are the same to nobody, so `enabled: true` is written by leaving the key out. */
    const setKey = (entries: readonly EntrySummary[], key: string, value: string | boolean | undefined): readonly Edit[] =>
      entries.map(({ ref }): Edit => {
        const target = { kind: "entry", entry: ref } as const;
        return value === undefined ? { op: "unset", target, path: [key] } : { op: "set", target, path: [key], value };
      });
    return {
      remove: (entries) =>
        save({
          edits: entries.map(({ ref }): Edit => ({ op: "delete-entry", entry: ref })),
          reason: t("settings.monitors.removed", named(entries)),
        }),
      duplicate: (entry) => {
        const name = copyName(entry.ref.name, entry.ref.group, overview?.entries ?? [], t("settings.monitors.copy"));
        return save({
          edits: [{ op: "duplicate-entry", entry: entry.ref, name }],
          reason: t("settings.monitors.duplicated", { name: shorten(entry.ref.name, 60) }),
        });
      },
      setEnabled: (entries, isEnabled) =>
        save({
          edits: setKey(entries, "enabled", isEnabled ? undefined : false),
          reason: t(isEnabled ? "settings.monitors.enabled" : "settings.monitors.disabled", named(entries)),
        }),
      setInterval: (entries, interval) =>
        save({
          edits: setKey(entries, "interval", interval),
          reason: t("settings.monitors.intervalSet", { ...named(entries), interval }),
        }),
      addTag: (entries, tag) =>
        save({
          edits: entries
            .filter(({ tags }) => !tags.includes(tag))
            .map(
              ({ ref, tags }): Edit => ({
                op: "insert",
                target: { kind: "entry", entry: ref },
                path: ["tags"],
                index: tags.length,
                value: tag,
              }),
            ),
          reason: t("settings.monitors.tagAdded", { ...named(entries), tag }),
        }),
      addAlert: (entries, type) =>
        save({
          edits: entries
            .filter(({ alertTypes }) => !alertTypes.includes(type))
            .map(
              ({ ref, alertTypes }): Edit => ({
                op: "insert",
                target: { kind: "entry", entry: ref },
                path: ["alerts"],
                index: alertTypes.length,
                value: { type },
              }),
            ),
          reason: t("settings.monitors.alertAdded", { ...named(entries), type }),
        }),
      moveTo: (entry, place, group) =>
        save({
          edits: [{ op: "move-entry", entry: entry.ref, place, ...(group === undefined ? {} : { group }) }],
          reason: t("settings.monitors.moved", named([entry])),
        }),
      moveToGroup: (entries, group) =>
        save({
          edits: entries
            .filter(({ ref }) => ref.group !== group)
            .map(({ ref }): Edit => ({ op: "move-entry", entry: ref, place: { at: "end-of-group", group }, group })),
          reason: t("settings.monitors.regrouped", { ...named(entries), group: group === "" ? t("common.ungrouped") : group }),
        }),
    };
  }, [overview, save, t]);
}
