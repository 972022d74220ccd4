// The latest results, page by page; each opens to its conditions, errors and tries.

import { ChevronDown, ChevronRight, Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CheckResult } from "../../../shared/model/result.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { Button } from "../../components/button.tsx";
import { Empty, Panel } from "../../components/panel.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { Table } from "../../components/table.tsx";
import { shorten } from "../../components/text.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useSaveFile } from "../../hooks/use-save-file.ts";
import { useNow } from "../../hooks/use-store.ts";
import { fileNameFrom } from "../export/csv.ts";
import { causeOf, writeResultsCsv } from "./result-export.ts";
import { ResultDetails } from "./result-details.tsx";
import styles from "./results-panel.module.css";
import { type OutcomeFilter, useResults } from "./use-results.ts";

const FILTERS: readonly OutcomeFilter[] = ["all", "failing", "degraded"];

export function ResultsPanel({ endpoint }: { readonly endpoint: EndpointSummary }): ReactNode {
  const { t } = useTranslation();
  const save = useSaveFile();
  const [filter, setFilter] = useState<OutcomeFilter>("all");
  const { results, hasMore, isLoading, failure, loadMore } = useResults(endpoint, filter);
  const exportCsv = (): void => {
    void save({
      suggestedName: fileNameFrom(`${endpoint.group}-${endpoint.name}-results`, "csv"),
      format: "csv",
      content: writeResultsCsv(endpoint, results),
    });
  };
  return (
    <Panel
      title={t("endpoint.results.title")}
      aside={
        <>
          <Button
            size="small"
            variant="quiet"
            icon={Download}
            aria-label={t("endpoint.actions.exportResults")}
            title={t("endpoint.actions.exportResults")}
            disabled={results.length === 0}
            onClick={exportCsv}
          />
          <Segmented
            label={t("endpoint.results.filter")}
            value={filter}
            options={FILTERS.map((value) => ({ value, label: t(`endpoint.results.${value}`) }))}
            onChange={setFilter}
          />
        </>
      }
    >
      {failure !== null && <p role="alert">{failure}</p>}
      {results.length === 0 && !isLoading ? (
        <Empty title={filter === "all" ? t("endpoint.results.empty") : t("endpoint.results.emptyFilter")} />
      ) : (
        <ResultTable results={results} />
      )}
      {hasMore && (
        <Button size="small" variant="quiet" disabled={isLoading} onClick={loadMore}>
          {t("common.action.loadMore")}
        </Button>
      )}
    </Panel>
  );
}

function ResultTable({ results }: { readonly results: readonly CheckResult[] }): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <Table label={t("endpoint.results.title")}>
      <thead>
        <tr>
          <th scope="col">{t("endpoint.results.time")}</th>
          <th scope="col">{t("endpoint.results.outcome")}</th>
          <th scope="col">{t("endpoint.results.status")}</th>
          <th scope="col">{t("endpoint.results.cause")}</th>
          <th scope="col" data-figure>
            {t("endpoint.results.duration")}
          </th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <ResultRows
            key={result.timestampMs}
            result={result}
            isOpen={open === result.timestampMs}
            onToggle={() => setOpen(open === result.timestampMs ? null : result.timestampMs)}
          />
        ))}
      </tbody>
    </Table>
  );
}

function ResultRows(props: { readonly result: CheckResult; readonly isOpen: boolean; readonly onToggle: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { result, isOpen, onToggle } = props;
  const time = format.time(result.timestampMs);
  const isToday = format.date(result.timestampMs) === format.date(now);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <tr>
        <td className={styles.time}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-label={t("endpoint.results.expand", { time })}
            onClick={onToggle}
          >
            <Arrow size={13} aria-hidden />
            {isToday ? time : format.moment(result.timestampMs)}
          </button>
        </td>
        <td>
          <span className={styles.outcome}>
            <StatusShape state={result.outcome} size={10} isDecorative />
            {t(`common.state.${result.outcome}`)}
          </span>
        </td>
        <td>{result.status > 0 ? result.status : result.dnsRcode || t("common.none")}</td>
        <td className={styles.cause}>
          <bdi>{shorten(causeOf(result), 120)}</bdi>
        </td>
        <td data-figure>{format.milliseconds(result.durationMs)}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={5} className={styles.details}>
            <ResultDetails result={result} />
          </td>
        </tr>
      )}
    </>
  );
}
