import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "../../../../shared/model/history.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { Table } from "../../../components/table.tsx";

/** The graph's data as a real table, newest first. */
export function GraphTable({ series }: { readonly series: Series }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = ["from", "checks", "failures", "degraded", "min", "p50", "p95", "p99", "max"] as const;
  return (
    <Table label={t("endpoint.graph.title")} isScrolling>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-figure={column === "from" ? undefined : true}>
              {t(`endpoint.graph.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.points.toReversed().map((point) => (
          <tr key={point.fromMs}>
            <th scope="row">{format.moment(point.fromMs)}</th>
            {[point.count, point.failures, point.degraded].map((value, index) => (
              <td key={columns[index + 1]} data-figure>
                {format.integer(value)}
              </td>
            ))}
            {[point.minMs, point.p50Ms, point.p95Ms, point.p99Ms, point.maxMs].map((value, index) => (
              <td key={columns[index + 4]} data-figure>
                {format.milliseconds(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
