// Name, what is watched, and what can be done.

import { BellOff, Ellipsis, Pause, Play, RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointDetail, EndpointSummary } from "../../../shared/model/status.ts";
import { hrefOf } from "../../app/router.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { Menu, type MenuItem } from "../../components/menu.tsx";
import { baseName } from "../../components/problem-list.tsx";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useCopy } from "../../hooks/use-copy.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { useCheckNow, useOpenConfig, useResume } from "../../hooks/use-monitor-actions.ts";
import { showSettings } from "../settings/settings-route.ts";
import styles from "./endpoint-header.module.css";
import { usePauseItems, useSilenceItems } from "./menu-items.ts";

interface HeaderProps {
  readonly endpoint: EndpointSummary;
  readonly detail: EndpointDetail | null;
  readonly onNote: () => void;
}

export function EndpointHeader(props: HeaderProps): ReactNode {
  const { t } = useTranslation();
  const { endpoint, detail } = props;
  const group = endpoint.group === "" ? [] : endpoint.group.split("/");
  return (
    <header>
      <div className={styles.top}>
        <nav className={styles.crumbs} aria-label={t("endpoint.back")}>
          <a href={hrefOf({ to: "dashboard" })}>‹ {t("endpoint.back")}</a>
          {group.map((part) => (
            <span key={part}> / {shorten(part, 60)}</span>
          ))}
        </nav>
        <Actions {...props} />
      </div>
      <div className={styles.heading}>
        <StatusShape state={endpoint.state} size={17} />
        <h1 className={styles.name} title={shorten(endpoint.name, 300)}>
          <bdi>{shorten(endpoint.name)}</bdi>
        </h1>
        <Facts endpoint={endpoint} detail={detail} />
      </div>
    </header>
  );
}

function Facts({ endpoint, detail }: { readonly endpoint: EndpointSummary; readonly detail: EndpointDetail | null }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const method = endpoint.kind === "HTTP" ? (detail?.method ?? "") : endpoint.kind;
  const facts = [shorten(endpoint.target), method, t("endpoint.every", { duration: format.duration(endpoint.intervalMs) })];
  const dependsOn = detail?.dependsOn ?? [];
  return (
    <p className={styles.facts}>
      <bdi>{facts.filter((fact) => fact !== "").join(" · ")}</bdi>
      {dependsOn.length > 0 && <> · {t("endpoint.dependsOn", { names: format.list(dependsOn.map((key) => shorten(key, 60))) })}</>}
      {endpoint.tags.map((tag) => (
        <span key={tag} className={styles.tag}>
          {shorten(tag, 40)}
        </span>
      ))}
    </p>
  );
}

function Actions({ endpoint, detail, onNote }: HeaderProps): ReactNode {
  const { t } = useTranslation();
  const [isChecking, setChecking] = useState(false);
  const checkNow = useCheckNow();
  const resume = useResume();
  const pauseItems = usePauseItems(endpoint.key);
  const silenceItems = useSilenceItems(endpoint.key);
  const moreItems = useMoreItems(endpoint, detail, onNote);
  const check = async (): Promise<void> => {
    setChecking(true);
    await checkNow({ kind: "endpoint", key: endpoint.key });
    setChecking(false);
  };
  return (
    <div className={styles.actions}>
      <Button icon={RefreshCw} disabled={isChecking} onClick={() => void check()}>
        {isChecking ? t("endpoint.actions.checking") : t("endpoint.actions.checkNow")}
      </Button>
      {endpoint.state === "paused" ? (
        <Button icon={Play} onClick={() => void resume({ kind: "endpoint", key: endpoint.key })}>
          {t("endpoint.actions.resume")}
        </Button>
      ) : (
        <Menu sections={[pauseItems]}>
          <Button icon={Pause}>{t("endpoint.actions.pause")}</Button>
        </Menu>
      )}
      <Menu sections={silenceItems}>
        <Button icon={BellOff}>{endpoint.state === "failing" ? t("endpoint.actions.acknowledge") : t("endpoint.actions.silence")}</Button>
      </Menu>
      <Menu sections={moreItems}>
        <Button icon={Ellipsis} aria-label={t("endpoint.actions.more")} title={t("endpoint.actions.more")} />
      </Menu>
      {detail !== null && detail.position !== null && (
        <Button variant="primary" onClick={() => showSettings({ section: "monitors", key: endpoint.key })}>
          {t("endpoint.actions.edit")}
        </Button>
      )}
    </div>
  );
}

function useMoreItems(endpoint: EndpointSummary, detail: EndpointDetail | null, onNote: () => void): ReadonlyArray<readonly MenuItem[]> {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const copy = useCopy();
  const openConfig = useOpenConfig();
  const copyCurl = (): void => {
    void act(async () => {
      await copy(await client.request("endpoint:get-curl", { key: endpoint.key }));
      return null;
    });
  };
  const position = detail?.position ?? null;
  return [
    [
      { id: "note", label: t("endpoint.actions.note"), run: onNote },
      ...(endpoint.kind === "HTTP" ? [{ id: "curl", label: t("endpoint.actions.curl"), run: copyCurl }] : []),
    ],
    position === null
      ? []
      : [
          {
            id: "config",
            label: t("endpoint.actions.openConfig"),
            detail: t("endpoint.actions.place", { file: baseName(position.file), line: position.line }),
            run: () => void openConfig(position.file),
          },
        ],
  ];
}
