// The rows themselves. Space chooses, Enter opens, Alt with an arrow moves the monitor, arrows move the focus.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntrySummary } from "../../../../shared/model/settings.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { shorten } from "../../../components/text.ts";
import styles from "./monitor-list.module.css";
import { MonitorRowView } from "./monitor-row.tsx";
import { type MonitorRow, placeByDrop, placeByStep } from "./monitor-rows.ts";
import { open } from "./open-entry.ts";
import { useMonitorEdits } from "./use-monitor-edits.ts";

const ROW_PX = 38;
const GROUP_PX = 36;

export function MonitorList(props: {
  readonly rows: readonly MonitorRow[];
  /** A search hides neighbours: then there is no order to change. */
  readonly canOrder: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { rows, chosen, onChoose, canOrder } = props;
  const area = useRef<HTMLDivElement>(null);
  const edits = useMonitorEdits();
  const [dragged, setDragged] = useState<EntrySummary | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => area.current,
    estimateSize: (index) => (rows[index]?.kind === "group" ? GROUP_PX : ROW_PX),
    overscan: 12,
  });

  const toggle = useCallback(
    (ids: readonly string[], isChosen: boolean) => {
      const next = new Set(chosen);
      for (const id of ids) {
        if (isChosen) next.add(id);
        else next.delete(id);
      }
      onChoose(next);
    },
    [chosen, onChoose],
  );
  const focusRow = (index: number, step: 1 | -1): void => {
    let at = index + step;
    while (rows[at]?.kind === "group") at += step;
    const row = rows[at];
    if (row?.kind !== "entry") return;
    virtualizer.scrollToIndex(at);
    requestAnimationFrame(() => area.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.id)}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent, entry: EntrySummary, id: string, index: number): void => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    if (step !== null && event.altKey && canOrder) {
      const move = placeByStep(rows, id, step);
      if (move !== null) void edits.moveTo(entry, move.place, move.group).then(() => focusRow(index, step));
    } else if (step !== null) focusRow(index, step);
    else if (event.key === "Enter") open(entry);
    else if (event.key === " ") toggle([id], !chosen.has(id));
    else if (event.key === "Delete") void edits.remove([entry]);
    else return;
    event.preventDefault();
  };
  const drop = (target: EntrySummary, half: "before" | "after"): void => {
    const move = dragged === null ? null : placeByDrop(dragged.ref, target.ref, half);
    if (dragged !== null && move !== null) void edits.moveTo(dragged, move.place, move.group);
    setDragged(null);
  };
  return (
    <div ref={area} className={styles.area} role="grid" aria-multiselectable aria-label={t("settings.monitors.list")}>
      <div className={styles.inner} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const style = { height: size, transform: `translateY(${start}px)` };
          if (row.kind === "group")
            return (
              <div key={`group:${row.group}`} className={styles.group} style={style} role="row">
                <GroupHeading row={row} chosen={chosen} onToggle={toggle} />
              </div>
            );
          return (
            <MonitorRowView
              key={row.id}
              style={style}
              entry={row.entry}
              id={row.id}
              isChosen={chosen.has(row.id)}
              canOrder={canOrder}
              isDragging={dragged !== null}
              edits={edits}
              onToggle={() => toggle([row.id], !chosen.has(row.id))}
              onKeyDown={(event) => onKeyDown(event, row.entry, row.id, index)}
              onDrag={setDragged}
              onDrop={drop}
            />
          );
        })}
      </div>
    </div>
  );
}

function GroupHeading(props: {
  readonly row: Extract<MonitorRow, { readonly kind: "group" }>;
  readonly chosen: ReadonlySet<string>;
  readonly onToggle: (ids: readonly string[], isChosen: boolean) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { row, chosen } = props;
  const count = row.keys.filter((id) => chosen.has(id)).length;
  const name = row.group === "" ? t("common.ungrouped") : row.group;
  return (
    <>
      <span role="gridcell" className={styles.check}>
        <input
          type="checkbox"
          aria-label={t("settings.monitors.chooseGroup", { name: shorten(name, 60) })}
          ref={(box) => {
            if (box !== null) box.indeterminate = count > 0 && count < row.keys.length;
          }}
          checked={count === row.keys.length}
          onChange={(event) => props.onToggle(row.keys, event.target.checked)}
        />
      </span>
      <span role="rowheader" className={styles.groupName}>
        {shorten(name, 120)}
      </span>
      <span role="gridcell" className={styles.groupCount}>
        {format.integer(row.keys.length)}
      </span>
    </>
  );
}
