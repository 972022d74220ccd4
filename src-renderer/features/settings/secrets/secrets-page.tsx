// The secrets that are kept on this machine: their names and where they are used, never their values.

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretsOverview } from "../../../../shared/model/settings.ts";
import { useServices } from "../../../app/services.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Empty, Panel } from "../../../components/panel.tsx";
import { baseName } from "../../../components/problem-list.tsx";
import { useAct } from "../../../hooks/use-act.ts";
import { useFormat } from "../../../hooks/use-format.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { useConfig } from "../config/config-context.tsx";
import { TextField } from "../fields/text-field.tsx";
import styles from "./secrets-page.module.css";

/** As POSIX calls variables. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/u;

export function SecretsPage(): ReactNode {
  const { t } = useTranslation();
  const { overview } = useConfig();
  const { data, failure, reload } = useRequest("settings:get-secrets", undefined, overview?.revision ?? null);
  const [asked, setAsked] = useState<string | null>(null);
  const [removing, setRemoving] = useState<string | null>(null);
  if (data === null) return <Empty title={failure ?? t("common.loading")} />;
  const canKeep = data.protection === "keyring" || (data.protection === "weak" && data.isWeakAccepted);
  return (
    <div className={styles.column}>
      <Protection secrets={data} onChanged={reload} />
      <Panel
        title={t("settings.secrets.title")}
        aside={
          canKeep && (
            <Button size="small" variant="primary" onClick={() => setAsked("")}>
              {t("settings.secrets.add")}
            </Button>
          )
        }
      >
        <p className={styles.help}>{t("settings.secrets.help")}</p>
        {data.secrets.length === 0 && <p>{t("settings.secrets.none")}</p>}
        <ul>
          {data.secrets.map((secret) => (
            <Secret key={secret.name} secret={secret} canKeep={canKeep} onReplace={setAsked} onRemove={setRemoving} />
          ))}
        </ul>
      </Panel>
      {data.missing.length > 0 && (
        <Panel title={t("settings.secrets.missing")}>
          <p className={styles.help}>{t("settings.secrets.missingHelp")}</p>
          <ul>
            {data.missing.map((name) => (
              <li key={name} className={styles.secret}>
                <code className={styles.name}>{name}</code>
                {canKeep && (
                  <Button size="small" aria-label={t("settings.secrets.setNamed", { name })} onClick={() => setAsked(name)}>
                    {t("settings.secrets.set")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {asked !== null && <SecretDialog name={asked} onClose={() => setAsked(null)} onChanged={reload} />}
      {removing !== null && <RemoveDialog secrets={data} name={removing} onClose={() => setRemoving(null)} onChanged={reload} />}
    </div>
  );
}

function Protection({ secrets, onChanged }: { readonly secrets: SecretsOverview; readonly onChanged: () => void }): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const { protection, backend, isWeakAccepted } = secrets;
  if (protection === "keyring") return <p className={styles.help}>{t("settings.secrets.keyring", { backend })}</p>;
  const accept = (accepted: boolean): void =>
    void act(async () => {
      await client.request("settings:accept-weak-secrets", { accepted });
      onChanged();
      return null;
    });
  return (
    <div className={styles.warning} role="note">
      <p>{t("settings.secrets.weak", { backend })}</p>
      <Button size="small" onClick={() => accept(!isWeakAccepted)}>
        {isWeakAccepted ? t("settings.secrets.refuseWeak") : t("settings.secrets.acceptWeak")}
      </Button>
    </div>
  );
}

function Secret(props: {
  readonly secret: SecretsOverview["secrets"][number];
  readonly canKeep: boolean;
  readonly onReplace: (name: string) => void;
  readonly onRemove: (name: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, isShadowed, isReadable, usedInFiles } = props.secret;
  return (
    <li className={styles.secret}>
      <code className={styles.name}>{name}</code>
      <span className={styles.fact}>
        {!isReadable
          ? t("settings.secrets.unreadable")
          : isShadowed
            ? t("settings.secrets.shadowed")
            : usedInFiles.length === 0
              ? t("settings.secrets.unused")
              : t("settings.secrets.used", { files: format.list(usedInFiles.map(baseName)) })}
      </span>
      {props.canKeep && (
        <Button size="small" aria-label={t("settings.secrets.replaceNamed", { name })} onClick={() => props.onReplace(name)}>
          {t("settings.secret.replace")}
        </Button>
      )}
      <Button size="small" variant="quiet" aria-label={t("settings.secrets.removeNamed", { name })} onClick={() => props.onRemove(name)}>
        {t("settings.form.remove")}
      </Button>
    </li>
  );
}

/** Asks for a value; for a name as well when there is none yet. */
function SecretDialog(props: { readonly name: string; readonly onClose: () => void; readonly onChanged: () => void }): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const [name, setName] = useState(props.name);
  const [value, setValue] = useState("");
  const isNameWrong = name !== "" && !NAME.test(name);
  const isReady = NAME.test(name) && value !== "";
  const keep = async (): Promise<void> => {
    if (!isReady) return;
    const isDone = await act(async () => {
      await client.request("settings:set-secret", { name, value });
      return t("settings.secret.kept", { name });
    });
    if (!isDone) return;
    props.onChanged();
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      title={props.name === "" ? t("settings.secrets.add") : t("settings.secrets.setNamed", { name: props.name })}
      onClose={props.onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        {props.name === "" && (
          <TextField
            label={t("settings.secrets.name")}
            isMono
            value={name}
            placeholder="SLACK_TOKEN"
            error={isNameWrong ? t("settings.secrets.nameWrong") : null}
            takesFocus
            onChange={setName}
          />
        )}
        <TextField label={t("settings.secrets.value")} isPassword value={value} takesFocus={props.name !== ""} onChange={setValue} />
        {/* Two fields are sent by Enter only where there is something to press. */}
        <input type="submit" hidden />
        <div className={styles.actions}>
          <Button onClick={props.onClose}>{t("common.action.cancel")}</Button>
          <Button variant="primary" disabled={!isReady} onClick={() => void keep()}>
            {t("settings.secrets.keep")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A removed secret cannot be taken back: nobody here can read it. So this one is asked. */
function RemoveDialog(props: {
  readonly secrets: SecretsOverview;
  readonly name: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { client } = useServices();
  const act = useAct();
  const { name } = props;
  const isUsed = (props.secrets.secrets.find((secret) => secret.name === name)?.usedInFiles.length ?? 0) > 0;
  const remove = async (): Promise<void> => {
    const isDone = await act(async () => {
      await client.request("settings:remove-secret", { name });
      return t("settings.secrets.removed", { name });
    });
    if (isDone) props.onChanged();
    props.onClose();
  };
  return (
    <Dialog isOpen title={t("settings.secrets.removeNamed", { name })} onClose={props.onClose}>
      <div className={styles.form}>
        <p>{isUsed ? t("settings.secrets.removeUsed") : t("settings.secrets.removeHelp")}</p>
        <div className={styles.actions}>
          <Button onClick={props.onClose}>{t("common.action.cancel")}</Button>
          <Button variant="primary" onClick={() => void remove()}>
            {t("settings.form.remove")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
