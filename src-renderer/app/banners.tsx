// Notices above the page: problems of the configuration, of the history, and why nothing is checked.

import { CircleAlert, Info, MoonStar, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "../../shared/model/config.ts";
import type { OverallStatus } from "../../shared/model/status.ts";
import { Button } from "../components/button.tsx";
import { cx } from "../components/cx.ts";
import { ProblemList } from "../components/problem-list.tsx";
import { useFormat } from "../hooks/use-format.ts";
import { useOpenConfig, useResume } from "../hooks/use-monitor-actions.ts";
import { useNow, useOverall } from "../hooks/use-store.ts";
import { hrefOf } from "./router.ts";
import styles from "./banners.module.css";

const SHOWN_PROBLEMS = 5;

export function Banners(): ReactNode {
  const { t } = useTranslation();
  const overall = useOverall();
  if (overall === null) return null;
  const { configProblems, storageMessage, suspended } = overall;
  if (configProblems.length === 0 && storageMessage === "" && suspended === null) return null;
  return (
    <aside className={styles.banners} aria-label={t("shell.banner.label")}>
      {suspended !== null && <SuspendedBanner suspended={suspended} />}
      {storageMessage !== "" && (
        <div className={cx(styles.banner, styles.degraded)} role="status">
          <TriangleAlert size={15} aria-hidden />
          <span className={styles.text}>{t("shell.banner.storage", { message: storageMessage })}</span>
        </div>
      )}
      <ConfigBanner problems={configProblems} />
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
