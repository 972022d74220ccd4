import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Series, SeriesPoint } from "../../../../shared/model/history.ts";
import { Table } from "../../../components/table.tsx";
import { useFormat } from "../../../hooks/use-format.ts";
import { type ShadedSpan, shadedSpans } from "./shaded-spans.ts";

const COLUMNS = ["from", "checks", "failures", "degraded", "min", "p50", "p95", "p99", "max"] as const;

type Row = { readonly kind: "point"; readonly point: SeriesPoint } | { readonly kind: "span"; readonly span: ShadedSpan };

/** What happened last comes first. */
function rowsOf(points: readonly SeriesPoint[], spans: readonly ShadedSpan[]): readonly Row[] {
  const rows: readonly Row[] = [
    ...points.map((point): Row => ({ kind: "point", point })),
    ...spans.map((span): Row => ({ kind: "span", span })),
  ];
  return rows.toSorted((a, b) => startOf(b) - startOf(a));
}

function startOf(row: Row): number {
  return row.kind === "point" ? row.point.fromMs : row.span.fromMs;
}

/** The graph's data as a real table, newest first: its points, and the stretches that it shades. */
export function GraphTable({ series, watchedSinceMs }: { readonly series: Series; readonly watchedSinceMs: number | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = rowsOf(series.points, shadedSpans(series, watchedSinceMs, t, format));
  return (
    <Table label={t("endpoint.graph.title")} isScrolling>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" data-figure={column === "from" ? undefined : true}>
              {t(`endpoint.graph.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) =>
          row.kind === "point" ? <PointRow key={row.point.fromMs} point={row.point} /> : <SpanRow key={keyOf(row.span)} span={row.span} />,
        )}
      </tbody>
    </Table>
  );
}

function keyOf({ tone, fromMs, label }: ShadedSpan): string {
  return `${tone} ${fromMs} ${label}`;
}

function PointRow({ point }: { readonly point: SeriesPoint }): ReactNode {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{format.moment(point.fromMs)}</th>
      {[point.count, point.failures, point.degraded].map((value, index) => (
        <td key={COLUMNS[index + 1]} data-figure>
          {format.integer(value)}
        </td>
      ))}
      {[point.minMs, point.p50Ms, point.p95Ms, point.p99Ms, point.maxMs].map((value, index) => (
        <td key={COLUMNS[index + 4]} data-figure>
          {format.milliseconds(value)}
        </td>
      ))}
    </tr>
  );
}

function SpanRow({ span }: { readonly span: ShadedSpan }): ReactNode {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{format.moment(span.fromMs)}</th>
      <td colSpan={COLUMNS.length - 1}>{span.fullLabel}</td>
    </tr>
  );
}
