// The channels that there are, and those that the configuration has.

import { useMemo } from "react";
import type { ProviderForm } from "../../../../shared/model/settings-monitor.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { usePhrase } from "../fields/use-phrase.ts";

export interface Providers {
  /** By title; empty until they are known. */
  readonly all: readonly ProviderForm[];
  readonly configured: ReadonlySet<string>;
  /** What an alert can go through: the desktop, then what is configured, then the rest. */
  readonly choices: ReadonlyArray<{ readonly value: string; readonly label: string }>;
  readonly failure: string | null;
}

export function useProviders(): Providers {
  const { overview } = useConfig();
  const phrase = usePhrase();
  const { data, failure } = useRequest("settings:describe-providers", undefined);
  return useMemo(() => {
    const named = (data ?? []).map((provider) => ({ ...provider, title: phrase(provider.title) }));
    const all = named.toSorted((a, b) => a.title.localeCompare(b.title));
    const configured = new Set((overview?.providers ?? []).map(({ type }) => type));
    const isReady = ({ type }: ProviderForm): boolean => type === "desktop" || configured.has(type);
    const ordered = [
      ...all.filter(({ type }) => type === "desktop"),
      ...all.filter((provider) => provider.type !== "desktop" && isReady(provider)),
    ];
    return { all, configured, failure, choices: ordered.map(({ type, title }) => ({ value: type, label: title })) };
  }, [data, overview, failure, phrase]);
}
