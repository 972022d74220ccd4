// One monitor in the list: chosen or not, what it is, and what can be done to it.

import { Ellipsis, GripVertical } from "lucide-react";
import { type CSSProperties, type DragEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { hrefOf } from "../../../app/router.ts";
import { Button } from "../../../components/button.tsx";
import { cx } from "../../../components/cx.ts";
import { Menu, type MenuItem } from "../../../components/menu.tsx";
import { StatusShape } from "../../../components/status-shape.tsx";
import { shorten } from "../../../components/text.ts";
import { usePause, useResume } from "../../../hooks/use-monitor-actions.ts";
import { useEndpoint } from "../../../hooks/use-store.ts";
import { showSettings } from "../settings-route.ts";
import { open } from "./open-entry.ts";
import styles from "./monitor-row.module.css";
import type { MonitorEdits } from "./use-monitor-edits.ts";

const SHOWN_TAGS = 3;

interface MonitorRowProps {
  readonly entry: EntrySummary;
  readonly id: string;
  readonly style: CSSProperties;
  readonly isChosen: boolean;
  readonly canOrder: boolean;
  readonly isDragging: boolean;
  readonly edits: MonitorEdits;
  readonly onToggle: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onDrag: (entry: EntrySummary | null) => void;
  readonly onDrop: (entry: EntrySummary, half: "before" | "after") => void;
}

export function MonitorRowView(props: MonitorRowProps): ReactNode {
  const { t } = useTranslation();
  const { entry, id, isChosen, canOrder } = props;
  const { half, handlers } = useDropTarget(props);
  const name = shorten(entry.ref.name, 120);
  const summary = useEndpoint(entry.key);
  const menu = useRowMenu(props);
  return (
    <div
      className={cx(styles.row, isChosen && styles.chosen, half === "before" && styles.above, half === "after" && styles.below)}
      style={props.style}
      role="row"
      aria-selected={isChosen}
      aria-label={name}
      data-row={id}
      tabIndex={0}
      onKeyDown={props.onKeyDown}
      onDoubleClick={() => open(entry)}
      {...handlers}
    >
      {canOrder ? (
        <span
          aria-hidden
          className={styles.grip}
          draggable
          title={t("settings.monitors.drag")}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", entry.ref.name);
            props.onDrag(entry);
          }}
          onDragEnd={() => props.onDrag(null)}
        >
          <GripVertical size={14} aria-hidden />
        </span>
      ) : (
        <span className={styles.grip} aria-hidden />
      )}
      <span role="gridcell" className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t("settings.monitors.choose", { name })}
          checked={isChosen}
          onChange={props.onToggle}
        />
      </span>
      <span role="gridcell" className={styles.check}>
        <StatusShape state={entry.enabled ? (summary?.state ?? "unknown") : "disabled"} size={11} />
      </span>
      <span role="rowheader" aria-label={name} className={styles.cell}>
        <button type="button" className={cx(styles.name, !entry.enabled && styles.off)} tabIndex={-1} onClick={() => open(entry)}>
          <bdi>{name}</bdi>
        </button>
      </span>
      <span role="gridcell" className={styles.url}>
        <bdi>{shorten(entry.url, 200)}</bdi>
      </span>
      <span role="gridcell" className={styles.tags}>
        {entry.tags.slice(0, SHOWN_TAGS).map((tag) => (
          <span key={tag} className={styles.tag}>
            {shorten(tag, 24)}
          </span>
        ))}
      </span>
      <span role="gridcell" className={styles.fact}>
        {entry.alertTypes.slice(0, 3).join(", ")}
      </span>
      <span role="gridcell" className={styles.fact}>
        {entry.interval}
      </span>
      <span role="gridcell">
        <Menu sections={menu}>
          <Button variant="quiet" size="small" icon={Ellipsis} tabIndex={-1} aria-label={t("settings.monitors.actions", { name })} />
        </Menu>
      </span>
    </div>
  );
}

function useRowMenu({ entry, edits }: MonitorRowProps): ReadonlyArray<readonly MenuItem[]> {
  const { t } = useTranslation();
  const pause = usePause();
  const resume = useResume();
  const summary = useEndpoint(entry.key);
  const scope = { kind: "endpoint", key: entry.key } as const;
  const watched: readonly MenuItem[] =
    summary === null
      ? []
      : [
          summary.state === "paused"
            ? { id: "resume", label: t("settings.monitors.resume"), run: () => void resume(scope) }
            : { id: "pause", label: t("settings.monitors.pause"), run: () => void pause(scope, null) },
          {
            id: "show",
            label: t("settings.monitors.show"),
            run: () => {
              window.location.hash = hrefOf({ to: "endpoint", key: entry.key });
            },
          },
        ];
  return [
    [
      { id: "edit", label: t("settings.monitors.edit"), run: () => open(entry) },
      { id: "duplicate", label: t("settings.monitors.duplicate"), run: () => void edits.duplicate(entry) },
      {
        id: "yaml",
        label: t("settings.edit.viewYaml"),
        run: () => showSettings({ section: "yaml", file: entry.ref.file, line: entry.line }),
      },
    ],
    [
      ...watched,
      entry.enabled
        ? { id: "disable", label: t("settings.monitors.disable"), run: () => void edits.setEnabled([entry], false) }
        : { id: "enable", label: t("settings.monitors.enable"), run: () => void edits.setEnabled([entry], true) },
    ],
    [{ id: "delete", label: t("settings.monitors.delete"), run: () => void edits.remove([entry]) }],
  ];
}

/** Whether something dragged is above the upper or the lower half, and what happens when it is let go. */
function useDropTarget({ entry, isDragging, onDrop }: MonitorRowProps) {
  const [half, setHalf] = useState<"before" | "after" | null>(null);
  if (!isDragging) return { half: null, handlers: {} };
  const halfOf = (event: DragEvent<HTMLElement>): "before" | "after" => {
    const box = event.currentTarget.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  };
  return {
    half,
    handlers: {
      onDragOver: (event: DragEvent<HTMLElement>) => {
        event.preventDefault();
        setHalf(halfOf(event));
      },
      onDragLeave: () => setHalf(null),
      onDrop: (event: DragEvent<HTMLElement>) => {
        event.preventDefault();
        setHalf(null);
        onDrop(entry, halfOf(event));
      },
    },
  };
}
