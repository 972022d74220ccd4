// The virtual list of headings, cards and lines. Only what can be seen is in the page; arrow keys reach everything.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { DashboardRow } from "../../state/dashboard-view.ts";
import { type Direction, neighbourOf } from "../../state/row-navigation.ts";
import { useDashboardMemory } from "./dashboard-query.tsx";
import { EndpointCard } from "./endpoint-card.tsx";
import { EndpointItem, ItemHeader } from "./endpoint-item.tsx";
import styles from "./endpoint-rows.module.css";
import { GroupHeading } from "./group-heading.tsx";

const HEIGHT_PX = { group: 38, card: 127, cardWithCause: 147, item: 36 } as const;
/** Rows made ahead on both sides: cards are tall and dear, lines are neither. */
const OVERSCAN = { cards: 2, list: 8 } as const;

function heightOf(row: DashboardRow): number {
  if (row.kind === "cards") return row.hasCause ? HEIGHT_PX.cardWithCause : HEIGHT_PX.card;
  return HEIGHT_PX[row.kind];
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  h: "left",
  l: "right",
  k: "up",
  j: "down",
  Home: "first",
  End: "last",
};

export const EndpointRows = memo(function EndpointRows(props: {
  readonly rows: readonly DashboardRow[];
  readonly columns: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const { rows, columns } = props;
  const { scrollTop } = useDashboardMemory();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index] ?? { kind: "item", id: "", key: "", depth: 0 }),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: columns === null ? OVERSCAN.list : OVERSCAN.cards,
    // New rows come with the next frame: drawn within the scroll event they would hold every frame up.
    useFlushSync: false,
    initialOffset: scrollTop.current,
    paddingEnd: 24,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rows]);

  // The links inside take the keys; they only bubble up to here.
  const keyboard = { onKeyDown: useMoveFocus(rows, (rowIndex) => virtualizer.scrollToIndex(rowIndex, { align: "auto" })) };
  return (
    <>
      {columns === null && <ItemHeader />}
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label={t("dashboard.list.label")}
        {...keyboard}
        onScroll={(event) => {
          scrollTop.current = event.currentTarget.scrollTop;
        }}
      >
        <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return <PlacedRow key={key} row={row} columns={columns} startPx={start} heightPx={size} />;
          })}
        </div>
      </section>
    </>
  );
});

/** Memoised, because scrolling asks for all rows again whenever one comes. */
const PlacedRow = memo(function PlacedRow(props: {
  readonly row: DashboardRow;
  readonly columns: number | null;
  readonly startPx: number;
  readonly heightPx: number;
}): ReactNode {
  // Not a transform: each would be a layer of its own to keep books about.
  return (
    <div className={styles.row} style={{ top: props.startPx, height: props.heightPx }}>
      <Row row={props.row} columns={props.columns} />
    </div>
  );
});

function Row({ row, columns }: { readonly row: DashboardRow; readonly columns: number | null }): ReactNode {
  switch (row.kind) {
    case "group":
      return <GroupHeading row={row} />;
    case "item":
      return <EndpointItem endpointKey={row.key} />;
    default:
      return (
        <div className={styles.cards} style={{ gridTemplateColumns: `repeat(${columns ?? 1}, minmax(0, 1fr))` }}>
          {row.keys.map((key) => (
            <EndpointCard key={key} endpointKey={key} />
          ))}
        </div>
      );
  }
}

/** Moves the focus from card to card; what it goes to may have to be scrolled into being first. */
function useMoveFocus(rows: readonly DashboardRow[], reveal: (rowIndex: number) => void): (event: KeyboardEvent<HTMLElement>) => void {
  const latest = useRef({ rows, reveal });
  useEffect(() => {
    latest.current = { rows, reveal };
  });
  return useCallback((event) => {
    const direction = DIRECTIONS[event.key];
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-key]") : null;
    const key = from?.dataset["key"];
    if (direction === undefined || key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbourOf(latest.current.rows, key, direction);
    if (next === null) return;
    event.preventDefault();
    latest.current.reveal(next.rowIndex);
    focusWhenDrawn(event.currentTarget, next.key, 10);
  }, []);
}

function focusWhenDrawn(container: HTMLElement, key: string, tries: number): void {
  const element = container.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (element !== null) element.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenDrawn(container, key, tries - 1));
}
