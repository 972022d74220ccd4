// Where the configuration is: another file or folder is chosen here, and read after a restart.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigLocation } from "../../../shared/model/settings.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { Panel } from "../../components/panel.tsx";
import { useAct } from "../../hooks/use-act.ts";
import { useRequest } from "../../hooks/use-request.ts";
import styles from "./location-section.module.css";

type Choice = "file" | "folder" | "default";

/** The place, the ways to another one, and the restart that a new one needs. */
export function LocationSection(): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const { data, failure, reload } = useRequest("settings:get-location", undefined);
  const choose = (kind: Choice): void =>
    void act(async () => {
      await client.request("settings:choose-config", { kind });
      reload();
      return null;
    });
  const show = (): void =>
    void act(async () => {
      await client.request("app:show-config", undefined);
      return null;
    });
  return (
    <Panel title={t("settings.location.title")}>
      {failure !== null && <p role="alert">{failure}</p>}
      {data !== null && (
        <>
          <p className={styles.place}>
            <code>{data.path}</code>
            {data.isDefault && <span className={styles.note}>{t("settings.location.isDefault")}</span>}
          </p>
          {data.isFixed && <p className={styles.note}>{t("settings.location.fixed")}</p>}
          <div className={styles.actions}>
            {!data.isFixed && <Choices location={data} onChoose={choose} />}
            {!data.needsRestart && <Button onClick={show}>{t("settings.location.show")}</Button>}
          </div>
          {data.needsRestart && <RestartNotice />}
        </>
      )}
    </Panel>
  );
}

function Choices(props: { readonly location: ConfigLocation; readonly onChoose: (kind: Choice) => void }): ReactNode {
  const { t } = useTranslation();
  const { location, onChoose } = props;
  return (
    <>
      <Button onClick={() => onChoose("file")}>{t("settings.location.chooseFile")}</Button>
      <Button onClick={() => onChoose("folder")}>{t("settings.location.chooseFolder")}</Button>
      {!location.isDefault && <Button onClick={() => onChoose("default")}>{t("settings.location.default")}</Button>}
    </>
  );
}

function RestartNotice(): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const restart = (): void =>
    void act(async () => {
      await client.request("settings:restart-app", undefined);
      return null;
    });
  return (
    <div className={styles.notice} role="status">
      <span>{t("settings.location.needsRestart")}</span>
      <Button size="small" variant="primary" onClick={restart}>
        {t("settings.location.restart")}
      </Button>
    </div>
  );
}
