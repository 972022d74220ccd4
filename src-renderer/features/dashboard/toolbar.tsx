// Search, filters, order and layout.

import { LayoutGrid, List, Plus, Search, SlidersHorizontal, X } from "lucide-react";
import { memo, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointState, EndpointSummary } from "../../../shared/model/status.ts";
import { isTyping } from "../../app/use-global-shortcuts.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { cx } from "../../components/cx.ts";
import { Kbd } from "../../components/kbd.tsx";
import { Popover } from "../../components/popover.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { Select } from "../../components/select.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useSettings } from "../../hooks/use-store.ts";
import { EVERYTHING, isFiltering, listFacets, SORT_ORDERS } from "../../state/dashboard-view.ts";
import { countStates, STATES_BY_SEVERITY } from "../../state/endpoint-state.ts";
import { showSettings } from "../settings/settings-route.ts";
import { useDashboardMemory } from "./dashboard-query.tsx";
import styles from "./toolbar.module.css";

const ALL = "";

export const Toolbar = memo(function Toolbar(props: { readonly endpoints: readonly EndpointSummary[]; readonly shown: number }): ReactNode {
  const { t } = useTranslation();
  const { query } = useDashboardMemory();
  return (
    <div className={styles.toolbar}>
      <SearchField />
      <StateChips endpoints={props.endpoints} />
      <div className={styles.end}>
        <FilterAndSort endpoints={props.endpoints} />
        <LayoutChoice />
        <Button variant="primary" icon={Plus} onClick={() => showSettings({ section: "add", isDetailed: false })}>
          {t("dashboard.add")}
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {isFiltering(query) ? t("dashboard.list.shown", { shown: props.shown, total: props.endpoints.length }) : ""}
      </p>
    </div>
  );
});

/** What is chosen rarely stands behind one button, which tells when it is in use. */
function FilterAndSort({ endpoints }: { readonly endpoints: readonly EndpointSummary[] }): ReactNode {
  const { t } = useTranslation();
  const { query, change } = useDashboardMemory();
  const { groups, tags } = useMemo(() => listFacets(endpoints), [endpoints]);
  const options = (values: readonly string[], all: string) => [
    { value: ALL, label: all },
    ...values.map((value) => ({ value, label: shorten(value, 60) })),
  ];
  const inUse = [query.group, query.tag, query.sort === EVERYTHING.sort ? null : t(`dashboard.sort.${query.sort}`)].flatMap((value) =>
    value === null ? [] : [shorten(value, 60)],
  );
  const label = inUse.length === 0 ? t("dashboard.filter.more") : t("dashboard.filter.active", { values: inUse.join(", ") });
  const isInUse = inUse.length > 0;
  return (
    <Popover
      label={t("dashboard.filter.more")}
      trigger={<Button icon={SlidersHorizontal} className={isInUse ? styles.inUse : undefined} aria-label={label} title={label} />}
    >
      {groups.length > 1 && (
        <Select
          label={t("dashboard.filter.group")}
          isLabelShown
          value={query.group ?? ALL}
          options={options(groups, t("dashboard.filter.allGroups"))}
          onChange={(group) => change({ group: group === ALL ? null : group })}
        />
      )}
      {tags.length > 0 && (
        <Select
          label={t("dashboard.filter.tag")}
          isLabelShown
          value={query.tag ?? ALL}
          options={options(tags, t("dashboard.filter.allTags"))}
          onChange={(tag) => change({ tag: tag === ALL ? null : tag })}
        />
      )}
      <Select
        label={t("dashboard.sort.label")}
        isLabelShown
        value={query.sort}
        options={SORT_ORDERS.map((order) => ({ value: order, label: t(`dashboard.sort.${order}`) }))}
        onChange={(sort) => change({ sort })}
      />
      {isInUse && <Button onClick={() => change({ group: null, tag: null, sort: EVERYTHING.sort })}>{t("dashboard.filter.clear")}</Button>}
    </Popover>
  );
}

function SearchField(): ReactNode {
  const { t } = useTranslation();
  const { query, change } = useDashboardMemory();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className={styles.search}>
      <Search size={14} aria-hidden />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label={t("dashboard.search.label")}
        placeholder={t("dashboard.search.label")}
        value={query.search}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => change({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (query.search === "") event.currentTarget.blur();
          else change({ search: "" });
        }}
      />
      {query.search === "" ? (
        <Kbd>/</Kbd>
      ) : (
        <Button variant="quiet" size="small" icon={X} aria-label={t("common.action.clear")} onClick={() => change({ search: "" })} />
      )}
    </div>
  );
}

/** What one counts first comes first; the rest by severity. */
const CHIP_ORDER: readonly EndpointState[] = [...new Set<EndpointState>(["healthy", "degraded", ...STATES_BY_SEVERITY])];

function StateChips(props: { readonly endpoints: readonly EndpointSummary[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, change } = useDashboardMemory();
  const counts = useMemo(() => countStates(props.endpoints), [props.endpoints]);
  const toggle = (state: EndpointState): void => {
    const states = new Set(query.states);
    if (!states.delete(state)) states.add(state);
    change({ states });
  };
  return (
    <div className={styles.chips} role="group" aria-label={t("dashboard.filter.status")}>
      {CHIP_ORDER.filter((state) => counts.has(state) || query.states.has(state)).map((state) => {
        const count = counts.get(state) ?? 0;
        return (
          <button
            key={state}
            type="button"
            className={cx(styles.chip, state === "failing" && styles.failing)}
            aria-pressed={query.states.has(state)}
            onClick={() => toggle(state)}
          >
            <StatusShape state={state} isDecorative />
            <b>{format.integer(count)}</b> {t(`common.state.${state}`)}
          </button>
        );
      })}
    </div>
  );
}

function LayoutChoice(): ReactNode {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const act = useAct();
  const isCompact = useSettings().preferences.compactDashboard;
  return (
    <Segmented
      label={t("dashboard.layout.label")}
      value={isCompact ? "list" : "cards"}
      options={[
        { value: "cards", label: t("dashboard.layout.cards"), icon: <LayoutGrid size={14} aria-hidden /> },
        { value: "list", label: t("dashboard.layout.list"), icon: <List size={14} aria-hidden /> },
      ]}
      onChange={(layout) =>
        void act(async () => {
          await preferences.change({ compactDashboard: layout === "list" });
          return null;
        })
      }
    />
  );
}
