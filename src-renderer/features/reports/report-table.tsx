import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { hrefOf } from "../../app/router.ts";
import { Table } from "../../components/table.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useMonitor } from "../../hooks/use-store.ts";
import type { ReportRow } from "./report-figures.ts";
import styles from "./report-table.module.css";
import type { Report } from "./use-report.ts";

const COLUMNS = ["uptime", "downtime", "incidents", "mttr", "mtbf", "p50", "p95", "notObserved"] as const;

/** Drawn anew when its report changes, and not with every check of the thousands that it may list. */
export const ReportTable = memo(function ReportTable({ report }: { readonly report: Report }): ReactNode {
  const { t } = useTranslation();
  return (
    <Table label={t("pages.reports.title")}>
      <thead className={styles.head}>
        <tr>
          <th scope="col">{t("pages.reports.name")}</th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" data-figure>
              {t(`pages.reports.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {report.total !== null && report.rows.length > 1 && (
        <tbody className={styles.total}>
          <tr>
            <th scope="row">{t("pages.reports.total")}</th>
            <Figures row={{ ...report.total, p50Ms: null, p95Ms: null }} />
          </tr>
        </tbody>
      )}
      <tbody>
        {report.rows.map((row) => (
          <EndpointRow key={row.key} row={row} />
        ))}
        {report.isLoading && (
          <tr>
            <td colSpan={COLUMNS.length + 1}>
              <output>{t("common.loading")}</output>
            </td>
          </tr>
        )}
      </tbody>
    </Table>
  );
});

const EndpointRow = memo(function EndpointRow({ row }: { readonly row: ReportRow }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useMonitor((state) => state.endpoints.get(row.key)?.name ?? row.key) ?? row.key;
  const group = useMonitor((state) => state.endpoints.get(row.key)?.group ?? "") ?? "";
  const since = row.sinceMs === null ? "" : t("pages.reports.since", { time: format.date(row.sinceMs) });
  const about = [shorten(group, 60), since].filter((part) => part !== "").join(" · ");
  return (
    <tr className={styles.row}>
      <th scope="row">
        <a href={hrefOf({ to: "endpoint", key: row.key })}>
          <bdi>{shorten(name, 80)}</bdi>
        </a>
        {about !== "" && <span className={styles.group}> {about}</span>}
      </th>
      <Figures row={row} />
    </tr>
  );
});

function Figures({ row }: { readonly row: Omit<ReportRow, "key" | "sinceMs"> }): ReactNode {
  const format = useFormat();
  const figures = [
    format.percent(row.uptimeRatio),
    row.uptimeRatio === null ? format.duration(null) : format.duration(row.downMs),
    format.integer(row.incidents),
    format.duration(row.mttrMs),
    format.duration(row.mtbfMs),
    format.milliseconds(row.p50Ms),
    format.milliseconds(row.p95Ms),
    format.duration(row.notObservedMs),
  ];
  return figures.map((figure, index) => (
    <td key={COLUMNS[index]} data-figure>
      {figure}
    </td>
  ));
}
