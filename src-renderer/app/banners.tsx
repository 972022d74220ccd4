// Notices above the page: problems of the configuration, of the history, why nothing is checked, and a new version that is ready.

import { CircleAlert, CircleArrowUp, DatabaseZap, Info, MoonStar, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTell } from "../hooks/use-tell.ts";
import type { ConfigProblem } from "../../shared/model/config.ts";
import type { StorageActivity } from "../../shared/model/history.ts";
import type { OverallStatus } from "../../shared/model/status.ts";
import { Button } from "../components/button.tsx";
import { cx } from "../components/cx.ts";
import { ProblemList } from "../components/problem-list.tsx";
import { useAct } from "../hooks/use-act.ts";
import { useFormat } from "../hooks/use-format.ts";
import { useOpenConfig, useResume } from "../hooks/use-monitor-actions.ts";
import { useRequest } from "../hooks/use-request.ts";
import { useNow, useOverall } from "../hooks/use-store.ts";
import { hrefOf } from "./router.ts";
import { useServices } from "./services.ts";
import styles from "./banners.module.css";

const SHOWN_PROBLEMS = 5;

export function Banners(): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const overall = useOverall();
  const update = useReadyUpdate();
  if (overall === null) return null;
  const { configProblems, storageTrouble, storageActivity, suspended } = overall;
  const isQuiet = storageTrouble === null && storageActivity === null && suspended === null && update === null;
  if (isQuiet && configProblems.length === 0) return null;
  return (
    <aside className={styles.banners} aria-label={t("shell.banner.label")}>
      {suspended !== null && <SuspendedBanner suspended={suspended} />}
      {storageTrouble !== null && (
        <div className={cx(styles.banner, styles.degraded)} role="status">
          <TriangleAlert size={15} aria-hidden />
          <span className={styles.text}>{t("shell.banner.storage", { message: tell(storageTrouble) })}</span>
        </div>
      )}
      {storageActivity !== null && <ActivityBanner activity={storageActivity} />}
      <ConfigBanner problems={configProblems} />
      {update !== null && <UpdateBanner {...update} />}
    </aside>
  );
}

function SuspendedBanner({ suspended }: { readonly suspended: NonNullable<OverallStatus["suspended"]> }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const resume = useResume();
  const now = useNow();
  const reason = t(`common.reason.${suspended.reason}`);
  return (
    <div className={cx(styles.banner, styles.plain)} role="status">
      <MoonStar size={15} aria-hidden />
      <span className={styles.text}>
        {suspended.untilMs === null
          ? t("shell.banner.suspended", { reason, time: format.shortMoment(suspended.sinceMs, now) })
          : t("shell.banner.suspendedUntil", { reason, time: format.shortMoment(suspended.untilMs, now) })}
      </span>
      {suspended.reason === "paused" && (
        <Button size="small" onClick={() => void resume({ kind: "everything" })}>
          {t("shell.banner.resume")}
        </Button>
      )}
    </div>
  );
}

/** Long work on the history, and how far it is. Watching goes on meanwhile. */
function ActivityBanner({ activity }: { readonly activity: StorageActivity }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const text = t(`shell.banner.${activity.kind}`);
  return (
    <div className={cx(styles.banner, styles.plain)}>
      <DatabaseZap size={15} aria-hidden />
      <span className={styles.text} role="status">
        {text}
      </span>
      <progress className={styles.progress} max={1} value={activity.progress} aria-label={text} />
      <span className={styles.percent}>{t("shell.banner.percent", { percent: format.integer(Math.floor(activity.progress * 100)) })}</span>
    </div>
  );
}

interface ReadyUpdate {
  readonly version: string;
  readonly onLater: () => void;
}

/** The version that was fetched; null = none is, or it can wait. */
function useReadyUpdate(): ReadyUpdate | null {
  const { client } = useServices();
  const { data, reload } = useRequest("updates:get-state", undefined);
  const [postponed, setPostponed] = useState("");
  useEffect(() => client.on("updates:changed", reload), [client, reload]);
  if (data === null || data.kind !== "ready" || data.version === postponed) return null;
  return { version: data.version, onLater: () => setPostponed(data.version) };
}

function UpdateBanner({ version, onLater }: ReadyUpdate): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const install = (): void =>
    void act(async () => {
      await client.request("updates:install", undefined);
      return null;
    });
  return (
    <div className={cx(styles.banner, styles.plain)} role="status">
      <CircleArrowUp size={15} aria-hidden />
      <span className={styles.text}>{t("shell.banner.update", { version })}</span>
      <Button size="small" variant="quiet" onClick={onLater}>
        {t("shell.banner.updateLater")}
      </Button>
      <Button size="small" onClick={install}>
        {t("shell.banner.updateNow")}
      </Button>
    </div>
  );
}

function ConfigBanner({ problems }: { readonly problems: readonly ConfigProblem[] }): ReactNode {
  const { t } = useTranslation();
  const openConfig = useOpenConfig();
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  const shown = errors.length > 0 ? errors : warnings;
  // Errors are shown at once; warnings only when asked for.
  const [isAsked, setAsked] = useState<boolean | null>(null);
  const isExpanded = isAsked ?? errors.length > 0;
  const [first] = shown;
  if (first === undefined) return null;
  const Icon = errors.length > 0 ? CircleAlert : Info;
  return (
    <div className={cx(styles.banner, errors.length > 0 ? styles.failing : styles.plain)} role={errors.length > 0 ? "alert" : "status"}>
      <Icon size={15} aria-hidden />
      <div className={styles.text}>
        <div className={styles.line}>
          <span className={styles.text}>
            {errors.length > 0
              ? t("shell.banner.configErrors", { count: errors.length })
              : t("shell.banner.configWarnings", { count: warnings.length })}
          </span>
          <Button size="small" variant="quiet" aria-expanded={isExpanded} onClick={() => setAsked(!isExpanded)}>
            {isExpanded ? t("shell.banner.hide") : t("shell.banner.show")}
          </Button>
          <Button size="small" onClick={() => void openConfig(first.file === "" ? undefined : first.file)}>
            {t("shell.banner.openConfig")}
          </Button>
        </div>
        {isExpanded && <ProblemList problems={shown.slice(0, SHOWN_PROBLEMS)} />}
        {isExpanded && shown.length > SHOWN_PROBLEMS && (
          <a className={styles.more} href={hrefOf({ to: "settings" })}>
            {t("shell.banner.more", { count: shown.length - SHOWN_PROBLEMS })}
          </a>
        )}
      </div>
    </div>
  );
}
