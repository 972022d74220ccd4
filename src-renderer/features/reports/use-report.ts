// The data of a report, asked for in portions that the contract allows.

import { useEffect, useMemo, useState } from "react";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import type { OutageSpan, UptimeSummary } from "../../../shared/model/history.ts";
import type { EpochMs } from "../../../shared/units.ts";
import type { Told } from "../../../shared/i18n/said.ts";
import { describeError } from "../../api/client.ts";
import { useServices } from "../../app/services.ts";
import { useTell } from "../../hooks/use-tell.ts";
import type { EndpointName } from "../../hooks/use-endpoint-names.ts";
import { writeCsv, writeMoment } from "../export/csv.ts";
import { type ReportRow, reportRows, totalOf } from "./report-figures.ts";

const MOST_OUTAGES = 5_000;
const KEYS_AT_ONCE = 250;

export interface Report {
  readonly rows: readonly ReportRow[];
  readonly total: ReturnType<typeof totalOf> | null;
  readonly isLoading: boolean;
  /** There were more outages than one answer holds. */
  readonly isCut: boolean;
  readonly mostOutages: number;
  readonly failure: string | null;
}

interface Answer {
  readonly summaries: readonly UptimeSummary[];
  readonly outages: readonly OutageSpan[];
}

const NOTHING: Answer = { summaries: [], outages: [] };

/** The report for these endpoints; rows appear portion by portion. */
export function useReport(keys: readonly EndpointKey[], range: { readonly fromMs: EpochMs; readonly toMs: EpochMs }): Report {
  const { client } = useServices();
  const tell = useTell();
  const { fromMs, toMs } = range;
  const [answer, setAnswer] = useState(NOTHING);
  const [isLoading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Told | null>(null);

  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      setLoading(true);
      setFailure(null);
      setAnswer(NOTHING);
      if (keys.length === 0) return;
      const outages = await client.request("history:get-outages", { keys: [...keys], fromMs, toMs, limit: MOST_OUTAGES });
      for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
        const summaries = await client.request("history:get-uptime", { keys: keys.slice(start, start + KEYS_AT_ONCE), fromMs, toMs });
        if (!isCurrent) return;
        setAnswer((before) => ({ outages, summaries: [...before.summaries, ...summaries] }));
      }
    };
    ask()
      .catch((error: unknown) => isCurrent && setFailure(describeError(error)))
      .finally(() => isCurrent && setLoading(false));
    return () => {
      isCurrent = false;
    };
  }, [client, keys, fromMs, toMs]);

  return useMemo(() => {
    const rows = reportRows(answer.summaries, answer.outages);
    return {
      rows,
      total: rows.length === 0 ? null : totalOf(rows, answer.outages),
      isLoading,
      isCut: answer.outages.length >= MOST_OUTAGES,
      mostOutages: MOST_OUTAGES,
      failure: failure === null ? null : tell(failure),
    };
  }, [answer, isLoading, failure, tell]);
}

/** The rows as CSV; the range stands in each record, so that reports can be appended. */
export function writeReportCsv(
  rows: readonly ReportRow[],
  range: { readonly fromMs: EpochMs; readonly toMs: EpochMs },
  nameOf: (key: EndpointKey) => EndpointName,
): string {
  return writeCsv(
    [
      "from",
      "to",
      "group",
      "name",
      "key",
      "data_since",
      "uptime_ratio",
      "down_ms",
      "observed_ms",
      "not_observed_ms",
      "incidents",
      "mttr_ms",
      "mtbf_ms",
      "p50_ms",
      "p95_ms",
    ],
    rows.map((row) => [
      writeMoment(range.fromMs),
      writeMoment(range.toMs),
      nameOf(row.key).group,
      nameOf(row.key).name,
      row.key,
      row.sinceMs === null ? null : writeMoment(row.sinceMs),
      row.uptimeRatio,
      row.downMs,
      row.observedMs,
      row.notObservedMs,
      row.incidents,
      row.mttrMs,
      row.mtbfMs,
      row.p50Ms,
      row.p95Ms,
    ]),
  );
}
