// How uPlot is set up: scales, axes, lines, dragging. One function from wishes to options.

import type uPlot from "uplot";
import type { Formatter } from "../../../../shared/i18n/format.ts";
import { DAY } from "../../../../shared/units.ts";
import type { Span } from "./graph-range.ts";
import { fade, type MomentMark, type Palette, paintMarks, paintSpans } from "./paint.ts";
import type { PlotData } from "./plot-data.ts";
import type { ShadedSpan } from "./shaded-spans.ts";

/** Everything that the plot reads while it draws; kept in one object so that a change needs a redraw and no new plot. */
export interface PlotScene {
  readonly data: PlotData;
  readonly span: Span;
  readonly spans: readonly ShadedSpan[];
  readonly moments: readonly MomentMark[];
  readonly palette: Palette;
  readonly format: Formatter;
}

export interface PlotCallbacks {
  readonly onSpan: (span: Span) => void;
  readonly onReset: () => void;
  /** The position under the cursor; null = none. */
  readonly onCursor: (index: number | null) => void;
}

/** The scale never ends below this: a ping of this machine takes some hundredths of a millisecond. */
const LOWEST_TOP_MS = 0.05;

export const PLOT_HEIGHT_PX = 230;

/** The columns in the order of the series below. */
export function columnsOf(data: PlotData): uPlot.AlignedData {
  return [data.seconds, data.p50, data.p95, data.before, data.overlay];
}

export function plotOptions(width: number, scene: () => PlotScene, callbacks: PlotCallbacks): uPlot.Options {
  const color = (name: Exclude<keyof Palette, "font">) => () => scene().palette[name];
  return {
    width,
    height: PLOT_HEIGHT_PX,
    legend: { show: false },
    padding: [8, 6, 0, 0],
    scales: {
      x: { time: true, range: () => [scene().span.fromMs / 1_000, scene().span.toMs / 1_000] },
      y: { range: (_, __, max) => [0, Math.max(LOWEST_TOP_MS, (Number.isFinite(max) ? max : 1) * headroom(scene()))] },
    },
    axes: axesFor(scene),
    series: [
      {},
      { label: "p50", stroke: color("accent"), width: 1.8, points: { show: false }, spanGaps: false },
      { label: "p95", stroke: () => fade(scene().palette.accent, 35), width: 1, points: { show: false } },
      { label: "before", stroke: color("faint"), width: 1.2, dash: [4, 3], points: { show: false } },
      { label: "overlay", stroke: color("second"), width: 1.5, points: { show: false } },
    ],
    bands: [{ series: [2, 1], fill: () => fade(scene().palette.accent, 14) }],
    cursor: {
      y: false,
      points: { size: 7, fill: (plot, index) => strokeOf(plot, index), stroke: color("surface"), width: 2 },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      bind: {
        mousedown: (plot, _target, handler) => (event) => {
          if (!event.shiftKey) return handler(event);
          startMoving(plot, event, scene().span, callbacks.onSpan);
          return null;
        },
        dblclick: () => () => {
          callbacks.onReset();
          return null;
        },
      },
    },
    hooks: {
      drawClear: [(plot) => paintSpans(plot, scene().spans, scene().palette)],
      draw: [(plot) => paintMarks(plot, scene().data, scene().moments, scene().palette)],
      setCursor: [(plot) => callbacks.onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: selected } = plot.select;
          if (selected < 4) return;
          callbacks.onSpan({ fromMs: plot.posToVal(left, "x") * 1_000, toMs: plot.posToVal(left + selected, "x") * 1_000 });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Names stand above the lines and not on them. */
function headroom({ spans, moments }: PlotScene): number {
  return spans.length + moments.length === 0 ? 1.12 : 1.32;
}

function axesFor(scene: () => PlotScene): uPlot.Axis[] {
  const stroke = (): string => scene().palette.faint;
  const grid = { stroke: () => scene().palette.line, width: 1 };
  const font = `11px ${scene().palette.font}`;
  const writeTime = (seconds: number): string => {
    const { format, span } = scene();
    const isMidnight = new Date(seconds * 1_000).getHours() === 0 && new Date(seconds * 1_000).getMinutes() === 0;
    return span.toMs - span.fromMs > 2.5 * DAY || isMidnight ? format.dayMonth(seconds * 1_000) : format.shortTime(seconds * 1_000);
  };
  return [
    {
      stroke,
      font,
      grid: { show: false },
      ticks: { show: false },
      gap: 4,
      size: 26,
      space: 70,
      values: (_, splits) => splits.map(writeTime),
    },
    {
      stroke,
      font,
      grid,
      ticks: { show: false },
      gap: 6,
      size: 58,
      values: (_, splits) => splits.map((value) => scene().format.milliseconds(value)),
    },
  ];
}

function strokeOf(plot: uPlot, index: number): string {
  const stroke = plot.series[index]?.stroke;
  const value: unknown = typeof stroke === "function" ? stroke(plot, index) : stroke;
  return typeof value === "string" ? value : "transparent";
}

/** Shift-drag moves the window of time: the plot follows the pointer, the data is asked for at the end. */
function startMoving(plot: uPlot, start: MouseEvent, span: Span, onSpan: (span: Span) => void): void {
  const msPerPx = (span.toMs - span.fromMs) / plot.over.clientWidth;
  const moved = (event: MouseEvent): Span => {
    const byMs = (start.clientX - event.clientX) * msPerPx;
    return { fromMs: span.fromMs + byMs, toMs: span.toMs + byMs };
  };
  const stop = new AbortController();
  document.addEventListener(
    "mouseup",
    (event) => {
      stop.abort();
      onSpan(moved(event));
    },
    { signal: stop.signal },
  );
  document.addEventListener("mousemove", (event) => plot.over.style.setProperty("translate", `${event.clientX - start.clientX}px 0`), {
    signal: stop.signal,
  });
  stop.signal.addEventListener("abort", () => plot.over.style.removeProperty("translate"));
}
