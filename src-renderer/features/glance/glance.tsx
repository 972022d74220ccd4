// The small window at the tray: what fails, what is slow, what changed; pause and open.

import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { NavigationTarget } from "../../../shared/ipc/schemas.ts";
import type { EndpointSummary } from "../../../shared/model/status.ts";
import { HOUR } from "../../../shared/units.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { shorten } from "../../components/text.ts";
import { StatusShape } from "../../components/status-shape.tsx";
import { Toasts } from "../../components/toasts.tsx";
import { useAct } from "../../hooks/use-act.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { usePause, useResume } from "../../hooks/use-monitor-actions.ts";
import { useTell } from "../../hooks/use-tell.ts";
import { useConnection, useEndpoints, useNow, useOverall } from "../../hooks/use-store.ts";
import { usualDurationMs } from "../../state/endpoint-state.ts";
import styles from "./glance.module.css";
import { chooseGlance } from "./choose-glance.ts";

export function Glance(): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const format = useFormat();
  const connection = useConnection();
  const endpoints = useEndpoints();
  const now = useNow();
  const show = useShowMain();
  const box = useFitWindow();
  const { attention, hiddenAttention, recent } = chooseGlance(endpoints, now);
  return (
    <div className={styles.window}>
      <main ref={box} className={styles.glance}>
        <Summary />
        {connection.status === "failed" && <p role="alert">{tell(connection.told)}</p>}
        {attention.length > 0 && (
          <ul aria-label={t("pages.glance.attention")}>
            {attention.map((endpoint) => (
              <GlanceItem key={endpoint.key} endpoint={endpoint} onOpen={show} isAttention />
            ))}
          </ul>
        )}
        {hiddenAttention > 0 && (
          <button type="button" className={styles.more} onClick={() => show({ to: "dashboard" })}>
            {t("pages.glance.more", { count: hiddenAttention, figure: format.integer(hiddenAttention) })}
          </button>
        )}
        {endpoints.length > 0 && (
          <>
            <h2 className={styles.subtitle}>{t("pages.glance.recent")}</h2>
            {recent.length === 0 && <p className={styles.quiet}>{t("pages.glance.noRecent")}</p>}
            <ul>
              {recent.map((endpoint) => (
                <GlanceItem key={endpoint.key} endpoint={endpoint} onOpen={show} isAttention={false} />
              ))}
            </ul>
          </>
        )}
        <Actions onOpen={show} />
        <Toasts />
      </main>
    </div>
  );
}

function Summary(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const overall = useOverall();
  const total = useEndpoints().length;
  if (overall === null) return <h1 className={styles.title}>{t("common.loading")}</h1>;
  const { failing, degraded, healthy } = overall.counts;
  const worrying = [
    failing > 0 ? t("pages.glance.failing", { figure: format.integer(failing) }) : "",
    degraded > 0 ? t("pages.glance.degraded", { figure: format.integer(degraded) }) : "",
  ].filter((part) => part !== "");
  const { suspended } = overall;
  const title =
    worrying.length > 0
      ? format.list(worrying)
      : total === 0
        ? t("pages.glance.nothing")
        : healthy === total
          ? t("pages.glance.allHealthy")
          : t("common.appName");
  return (
    <header className={styles.head}>
      <h1 className={styles.title}>{suspended === null ? title : t(`common.reason.${suspended.reason}`)}</h1>
      {total > 0 && <span className={styles.quiet}>{t("pages.glance.healthy", { figure: format.integer(healthy) })}</span>}
    </header>
  );
}

function GlanceItem(props: {
  readonly endpoint: EndpointSummary;
  readonly onOpen: (target: NavigationTarget) => void;
  readonly isAttention: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { endpoint, onOpen, isAttention } = props;
  const duration = endpoint.sinceMs === null ? "" : format.roughDuration(now - endpoint.sinceMs);
  return (
    <li>
      <button type="button" className={styles.item} onClick={() => onOpen({ to: "endpoint", key: endpoint.key })}>
        <StatusShape state={endpoint.state} />
        <span className={styles.text}>
          <span className={styles.name}>
            <bdi>{shorten(endpoint.name, 60)}</bdi> <span className={styles.quiet}>{shorten(endpoint.group, 40)}</span>
          </span>
          <bdi className={styles.quiet}>
            {isAttention ? trouble() : t("pages.glance.changed", { state: t(`common.state.${endpoint.state}`), duration })}
          </bdi>
        </span>
      </button>
    </li>
  );

  function trouble(): string {
    const usual = usualDurationMs(endpoint);
    const what =
      endpoint.state === "degraded" && endpoint.lastDurationMs !== null && usual !== null && endpoint.lastDurationMs > usual
        ? t("pages.glance.slow", { duration: format.milliseconds(endpoint.lastDurationMs), usual: format.milliseconds(usual) })
        : shorten(endpoint.cause, 90);
    return [what, duration === "" ? "" : t("pages.glance.for", { duration })].filter((part) => part !== "").join(" · ");
  }
}

function Actions({ onOpen }: { readonly onOpen: (target: NavigationTarget) => void }): ReactNode {
  const { t } = useTranslation();
  const { ticker } = useServices();
  const pause = usePause();
  const resume = useResume();
  const isPaused = useOverall()?.suspended?.reason === "paused";
  return (
    <div className={styles.actions}>
      {isPaused ? (
        <Button onClick={() => void resume({ kind: "everything" })}>{t("pages.glance.resume")}</Button>
      ) : (
        <Button onClick={() => void pause({ kind: "everything" }, ticker.now() + HOUR)}>{t("pages.glance.pauseHour")}</Button>
      )}
      <Button variant="primary" onClick={() => onOpen({ to: "dashboard" })}>
        {t("pages.glance.open")}
      </Button>
    </div>
  );
}

function useShowMain(): (target: NavigationTarget) => void {
  const { client } = useServices();
  const act = useAct();
  return (target) =>
    void act(async () => {
      await client.request("app:show-main", target);
      return null;
    });
}

/** Tells the main process how high the content is, and hides the window on Escape. */
function useFitWindow(): RefObject<HTMLElement | null> {
  const { t } = useTranslation();
  const { client } = useServices();
  const box = useRef<HTMLElement>(null);
  const title = t("pages.glance.title");
  useEffect(() => {
    document.title = title;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") void client.request("glance:hide", undefined).catch(() => undefined);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [client, title]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const heightPx = Math.min(1_200, Math.max(80, Math.ceil(element.getBoundingClientRect().height)));
      void client.request("glance:fit", { heightPx }).catch(() => undefined);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [client]);
  return box;
}
