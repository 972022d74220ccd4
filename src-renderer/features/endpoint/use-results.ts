// The results of an endpoint, newest first: the first page follows the present, older ones are added on request.

import { useEffect, useRef, useState } from "react";
import type { CheckResult } from "../../../shared/model/result.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import type { Told } from "../../../shared/i18n/said.ts";
import { describeError } from "../../api/client.ts";
import { useServices } from "../../app/services.ts";
import { useTell } from "../../hooks/use-tell.ts";

export type OutcomeFilter = "all" | "failing" | "degraded";

const PAGE = 12;

interface Pages {
  readonly results: readonly CheckResult[];
  readonly nextBeforeMs: number | null;
}

export interface Results {
  readonly results: readonly CheckResult[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly failure: string | null;
  readonly loadMore: () => void;
}

/** Newest first, each result once. `older` goes on where `newer` ends. */
export function mergeResults(newer: readonly CheckResult[], older: readonly CheckResult[]): readonly CheckResult[] {
  const byTime = new Map([...older, ...newer].map((result) => [result.timestampMs, result]));
  return [...byTime.values()].toSorted((a, b) => b.timestampMs - a.timestampMs);
}

export function useResults(endpoint: EndpointSummary, filter: OutcomeFilter): Results {
  const { client } = useServices();
  const tell = useTell();
  const { key, lastCheckMs } = endpoint;
  const question = `${key} ${filter}`;
  const [pages, setPages] = useState<Pages & { readonly question: string }>({ question, results: [], nextBeforeMs: null });
  const [isLoading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Told | null>(null);
  const asked = `${question} ${lastCheckMs}`;
  const current = useRef(asked);

  useEffect(() => {
    current.current = asked;
    const outcome = filter === "all" ? {} : { outcome: filter };
    client
      .request("endpoint:get-results", { key, limit: PAGE, ...outcome })
      .then(({ results, nextBeforeMs }) => {
        if (current.current !== asked) return;
        setFailure(null);
        setPages((before) => {
          const isFirst = before.question !== question || before.results.length <= PAGE;
          if (isFirst) return { question, results, nextBeforeMs };
          return { ...before, results: mergeResults(results, before.results) };
        });
      })
      .catch((error: unknown) => current.current === asked && setFailure(describeError(error)))
      .finally(() => setLoading(false));
  }, [client, key, filter, question, asked]);

  const loadMore = (): void => {
    if (pages.nextBeforeMs === null) return;
    setLoading(true);
    const outcome = filter === "all" ? {} : { outcome: filter };
    client
      .request("endpoint:get-results", { key, limit: PAGE * 4, beforeMs: pages.nextBeforeMs, ...outcome })
      .then(({ results, nextBeforeMs }) => {
        setPages((before) =>
          before.question === question ? { question, results: mergeResults(before.results, results), nextBeforeMs } : before,
        );
      })
      .catch((error: unknown) => setFailure(describeError(error)))
      .finally(() => setLoading(false));
  };
  const isSame = pages.question === question;
  return {
    results: isSame ? pages.results : [],
    hasMore: isSame && pages.nextBeforeMs !== null,
    isLoading: isLoading || !isSame,
    failure: failure === null ? null : tell(failure),
    loadMore,
  };
}
