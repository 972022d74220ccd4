import { ChevronDown, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useServices } from "../../app/services.ts";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useSettings } from "../../hooks/use-store.ts";
import { useText } from "../../hooks/use-text.ts";
import type { GroupRow } from "../../state/dashboard-view.ts";
import styles from "./group-heading.module.css";

/** The heading of a group: collapses it, and says the worst that is in it. */
export function GroupHeading({ row }: { readonly row: GroupRow }): ReactNode {
  const t = useText();
  const { preferences } = useServices();
  const act = useAct();
  const { collapsedGroups } = useSettings().preferences;
  const name = row.path === "" ? t("common.ungrouped") : shorten(row.label, 120);
  const toggle = (): void => {
    const collapsed = row.isCollapsed ? collapsedGroups.filter((path) => path !== row.path) : [...collapsedGroups, row.path];
    void act(async () => {
      await preferences.change({ collapsedGroups: collapsed });
      return null;
    });
  };
  const Arrow = row.isCollapsed ? ChevronRight : ChevronDown;
  return (
    <h2 className={styles.heading} style={{ paddingLeft: row.depth * 18 }}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={!row.isCollapsed}
        title={row.isCollapsed ? t("dashboard.group.expand", { name }) : t("dashboard.group.collapse", { name })}
        onClick={toggle}
      >
        <Arrow size={14} aria-hidden />
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.summary}>
          {row.worst !== "healthy" && <StatusShape state={row.worst} size={10} isDecorative />}
          {summary()}
        </span>
      </button>
    </h2>
  );

  function summary(): string {
    const state = t(`common.state.${row.worst}`);
    if (row.worst === "healthy") return t("dashboard.group.allHealthy");
    if (row.worstCount === row.total) return t("dashboard.group.only", { total: row.total, state });
    return t("dashboard.group.count", { count: row.worstCount, total: row.total, state });
  }
}
