// The picture itself with its legend, which also reads the point under the cursor.

import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "../../../../shared/model/history.ts";
import type { EndpointSummary } from "../../../../shared/model/status.ts";
import { shorten } from "../../../components/text.ts";
import { toneOf } from "../../../state/endpoint-state.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import type { Span } from "./graph-range.ts";
import styles from "./graph-view.module.css";
import type { MomentMark } from "./paint.ts";
import { Plot } from "./plot.tsx";
import type { PlotScene } from "./plot-options.ts";
import { buildPlotData, type PlotData, summarize } from "./plot-data.ts";
import { shadedSpans, spanAt } from "./shaded-spans.ts";
import type { GraphData } from "./use-graph-data.ts";
import { usePalette } from "./use-palette.ts";

interface GraphViewProps {
  readonly endpoint: EndpointSummary;
  readonly data: GraphData;
  readonly series: Series;
  readonly overlayName: string | null;
  readonly onCanvas: (canvas: HTMLCanvasElement | null) => void;
  readonly onSpan: (span: Span) => void;
  readonly onReset: () => void;
}

/** Two checks may be missed before the line breaks. */
const BRIDGED_INTERVALS = 2.5;

export function GraphView(props: GraphViewProps): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { endpoint, data, series, overlayName, onCanvas, onSpan, onReset } = props;
  const box = useRef<HTMLDivElement>(null);
  const palette = usePalette(box);
  const [cursor, setCursor] = useState<number | null>(null);
  const bridgeMs = endpoint.intervalMs * BRIDGED_INTERVALS;
  const plotData = useMemo(() => buildPlotData(series, data.before, data.overlay, bridgeMs), [series, data.before, data.overlay, bridgeMs]);
  const spans = useMemo(() => shadedSpans(series, endpoint.watchedSinceMs, t, format), [series, endpoint.watchedSinceMs, t, format]);
  const moments = useMoments(endpoint, data.notes, series.toMs);
  const scene = useMemo<PlotScene | null>(() => {
    if (palette === null) return null;
    // The series' own range: while the next one is awaited the axis must not run ahead of it.
    return { data: plotData, span: { fromMs: series.fromMs, toMs: series.toMs }, spans, moments, palette, format };
  }, [palette, plotData, series, spans, moments, format]);
  const summary = useSummary(endpoint, series);
  const describe = (index: number): string => {
    const span = spanAt(spans, (plotData.seconds[index] ?? 0) * 1_000);
    return [describePoint(index), span?.fullLabel ?? ""].filter((part) => part !== "").join(" · ");
  };
  const describePoint = (index: number): string => {
    const point = plotData.points[index];
    if (point === null || point === undefined) return "";
    const { fromMs, failures, count, p50Ms, p95Ms } = point;
    const time = format.moment(fromMs);
    if (p50Ms === null) return t("endpoint.graph.pointNone", { time, count });
    return t("endpoint.graph.point", { time, p50: format.milliseconds(p50Ms), p95: format.milliseconds(p95Ms), failures, count });
  };
  return (
    <div ref={box} className={styles.view}>
      <Legend data={plotData} cursor={cursor} overlayName={overlayName} hasBefore={data.before !== null} describe={describe} />
      {scene !== null && (
        <Plot
          scene={scene}
          callbacks={{ onSpan, onReset, onCursor: setCursor }}
          summary={summary}
          describe={describe}
          onCanvas={onCanvas}
        />
      )}
    </div>
  );
}

function useMoments(endpoint: EndpointSummary, notes: GraphData["notes"], nowMs: number): readonly MomentMark[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, sinceMs } = endpoint;
  return useMemo(() => {
    const marks: MomentMark[] = notes.map((note) => ({ atMs: note.atEpochMs, tone: "note", label: shorten(note.text, 40) }));
    if (toneOf(state) === "failing" && sinceMs !== null && sinceMs < nowMs)
      marks.push({
        atMs: sinceMs,
        tone: "failing",
        label: t("endpoint.graph.failingFor", { duration: format.roughDuration(nowMs - sinceMs) }),
      });
    return marks;
  }, [notes, state, sinceMs, nowMs, t, format]);
}

function useSummary(endpoint: EndpointSummary, series: Series): string {
  const { t } = useTranslation();
  const format = useFormat();
  const range = { name: shorten(endpoint.name), from: format.moment(series.fromMs), to: format.moment(series.toMs) };
  const figures = summarize(series);
  if (figures === null) return t("endpoint.graph.summaryEmpty", range);
  const { lowMs, highMs, failures, checks } = figures;
  return t("endpoint.graph.summary", { ...range, low: format.milliseconds(lowMs), high: format.milliseconds(highMs), failures, checks });
}

function Legend(props: {
  readonly data: PlotData;
  readonly cursor: number | null;
  readonly overlayName: string | null;
  readonly hasBefore: boolean;
  readonly describe: (index: number) => string;
}): ReactNode {
  const { t } = useTranslation();
  const { data, cursor, overlayName, hasBefore, describe } = props;
  const reading = cursor === null ? "" : describe(cursor);
  const hasFailures = data.points.some((point) => point !== null && point.failures > 0);
  return (
    <div className={styles.legend}>
      <span className={styles.p50}>{t("endpoint.graph.p50")}</span>
      <span className={styles.p95}>{t("endpoint.graph.p95")}</span>
      {hasFailures && <span className={styles.failures}>{t("endpoint.graph.failures")}</span>}
      {hasBefore && <span className={styles.before}>{t("endpoint.graph.beforeSeries")}</span>}
      {overlayName !== null && <span className={styles.overlay}>{overlayName}</span>}
      <span className={styles.reading}>{reading === "" ? t("endpoint.graph.hint") : reading}</span>
    </div>
  );
}
