// The frame: navigation on the left, notices on top, the page.

import { CalendarRange, Command, LayoutGrid, type LucideIcon, Settings, Siren } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { MonitorState } from "../state/monitor-state.ts";
import { Kbd } from "../components/kbd.tsx";
import { Logo } from "../components/logo.tsx";
import { useFormat } from "../hooks/use-format.ts";
import { useMonitor, useNow, useOverall, useSampledMonitor, useSettings } from "../hooks/use-store.ts";
import { Banners } from "./banners.tsx";
import { hrefOf, type Route } from "./router.ts";
import styles from "./shell.module.css";

const PAGES: ReadonlyArray<{ readonly to: "dashboard" | "incidents" | "reports" | "settings"; readonly icon: LucideIcon }> = [
  { to: "dashboard", icon: LayoutGrid },
  { to: "incidents", icon: Siren },
  { to: "reports", icon: CalendarRange },
  { to: "settings", icon: Settings },
];

export function Shell(props: { readonly route: Route; readonly onOpenPalette: () => void; readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const { route } = props;
  const main = useRef<HTMLElement>(null);
  const place = route.to === "endpoint" ? route.key : route.to;
  const isFirst = useRef(true);

  useEffect(() => {
    // A new page starts at its top, and a screen reader starts reading there.
    if (isFirst.current) isFirst.current = false;
    else main.current?.focus();
    main.current?.scrollTo(0, 0);
  }, [place]);

  return (
    <div className={styles.shell}>
      <a
        className={styles.skip}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("shell.nav.skip")}
      </a>
      <nav className={styles.nav} aria-label={t("shell.nav.label")}>
        <div className={styles.brand}>
          <Logo size={20} />
          <span>{t("common.appName")}</span>
        </div>
        {PAGES.map(({ to, icon: Icon }) => {
          const isCurrent = route.to === to || (to === "dashboard" && route.to === "endpoint");
          return (
            <a
              key={to}
              className={styles.link}
              href={hrefOf({ to })}
              title={t(`shell.nav.${to}`)}
              {...(isCurrent ? { "aria-current": "page" } : {})}
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              <span className={styles.linkText}>{t(`shell.nav.${to}`)}</span>
              {to === "incidents" && <OpenCount />}
            </a>
          );
        })}
        <div className={styles.foot}>
          <button type="button" className={styles.commands} aria-label={t("shell.foot.commands")} onClick={props.onOpenPalette}>
            <Command size={14} strokeWidth={1.75} aria-hidden />
            <span className={styles.linkText}>{t("shell.foot.commands")}</span>
            <PaletteKey />
          </button>
          <Foot />
        </div>
      </nav>
      <div className={styles.body}>
        <Banners />
        <main ref={main} id="content" className={styles.main} tabIndex={-1}>
          {props.children}
        </main>
      </div>
    </div>
  );
}

function PaletteKey(): ReactNode {
  const isMac = useSettings().info.platform === "darwin";
  return <Kbd>{isMac ? "⌘ K" : "Ctrl K"}</Kbd>;
}

function OpenCount(): ReactNode {
  const { t } = useTranslation();
  const failing = useOverall()?.counts.failing ?? 0;
  return failing > 0 && <span className={styles.count}>{t("shell.nav.open", { count: failing })}</span>;
}

/** The text counts seconds: looking through all endpoints more often than that changes nothing in it. */
const NEXT_CHECK_EVERY_MS = 1_000;

function selectNextCheckMs(state: MonitorState): number {
  let next = Number.POSITIVE_INFINITY;
  for (const endpoint of state.endpoints.values())
    if (endpoint.nextCheckMs !== null && endpoint.nextCheckMs < next) next = endpoint.nextCheckMs;
  return next;
}

function Foot(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const count = useMonitor((state) => state.order.length);
  const next = useSampledMonitor(selectNextCheckMs, NEXT_CHECK_EVERY_MS);
  const now = useNow();
  if (count === null || next === null) return null;
  return (
    <p className={styles.watching}>
      {t("shell.foot.watching", { count, figure: format.integer(count) })}
      <br />
      {nextText()}
    </p>
  );

  function nextText(): string {
    if (next === null || !Number.isFinite(next)) return t("shell.foot.idle");
    return next - now < 500
      ? t("shell.foot.checking")
      : t("shell.foot.next", { duration: format.duration(Math.ceil((next - now) / 1_000) * 1_000) });
  }
}
