// What the dashboard was asked for, kept while other pages are shown.

import { createContext, type ReactNode, type RefObject, use, useMemo, useRef, useState } from "react";
import { type DashboardQuery, EVERYTHING } from "../../state/dashboard-view.ts";

interface DashboardMemory {
  readonly query: DashboardQuery;
  readonly change: (change: Partial<DashboardQuery>) => void;
  /** How far the list was scrolled when the page was left. */
  readonly scrollTop: RefObject<number>;
}

const MemoryContext = createContext<DashboardMemory | null>(null);

export function DashboardQueryProvider(props: { readonly children: ReactNode }): ReactNode {
  const [query, setQuery] = useState(EVERYTHING);
  const scrollTop = useRef(0);
  const memory = useMemo(
    () => ({ query, scrollTop, change: (change: Partial<DashboardQuery>) => setQuery((before) => ({ ...before, ...change })) }),
    [query],
  );
  return <MemoryContext value={memory}>{props.children}</MemoryContext>;
}

/** The query and the way to change it. @throws when used outside the provider. */
export function useDashboardMemory(): DashboardMemory {
  const memory = use(MemoryContext);
  if (memory === null) throw new Error("the dashboard lives inside <DashboardQueryProvider>");
  return memory;
}
