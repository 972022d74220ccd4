import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SilenceRequest, SilenceState } from "../../../shared/model/alert-status.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { Empty, Panel } from "../../components/panel.tsx";
import { shorten } from "../../components/text.ts";
import { useAct } from "../../hooks/use-act.ts";
import { useFormat } from "../../hooks/use-format.ts";
import { nameOfScope, useSilence } from "../../hooks/use-monitor-actions.ts";
import { useRequest } from "../../hooks/use-request.ts";
import { useNow } from "../../hooks/use-store.ts";
import styles from "./silences-section.module.css";

/** Everything that is silenced, each with the way to take it back; taking back can be undone. */
export function SilencesSection(): ReactNode {
  const { t } = useTranslation();
  const { data, failure, reload } = useRequest("alert:get-silences", undefined);
  return (
    <Panel title={t("pages.settings.silences")}>
      {failure !== null && <p role="alert">{failure}</p>}
      {data !== null && data.length === 0 && <Empty title={t("pages.settings.noSilences")} />}
      <ul>
        {(data ?? []).map((silence) => (
          <Silence key={silence.id} silence={silence} onChanged={reload} />
        ))}
      </ul>
    </Panel>
  );
}

function Silence({ silence, onChanged }: { readonly silence: SilenceState; readonly onChanged: () => void }): ReactNode {
  const { t } = useTranslation();
  const { monitor } = useServices();
  const format = useFormat();
  const now = useNow();
  const takeBack = useTakeBack(onChanged);
  const name = t(`pages.settings.scope.${silence.scope.kind}`, { name: nameOfScope(silence.scope, monitor) ?? "" });
  const time = "untilMs" in silence ? format.shortMoment(silence.untilMs, now) : "";
  return (
    <li className={styles.silence}>
      <span className={styles.text}>
        <b>{name}</b>
        <span>{t(`pages.settings.action.${silence.action}`, { time })}</span>
        {silence.note !== "" && <bdi>{shorten(silence.note, 200)}</bdi>}
      </span>
      <Button size="small" aria-label={t("pages.settings.removeLabel", { name })} onClick={() => void takeBack(silence)}>
        {t("pages.settings.remove")}
      </Button>
    </li>
  );
}

function useTakeBack(onChanged: () => void): (silence: SilenceState) => Promise<void> {
  const { t } = useTranslation();
  const { client, toasts } = useServices();
  const act = useAct();
  const silenceAgain = useSilence();
  return async (silence) => {
    const isDone = await act(async () => {
      await client.request("alert:unsilence", { id: silence.id });
      return null;
    });
    onChanged();
    if (!isDone) return;
    const undo = async (): Promise<void> => {
      await silenceAgain(requestOf(silence));
      onChanged();
    };
    toasts.show({
      tone: "plain",
      text: t("shell.toast.silenceRemoved"),
      action: { label: t("common.action.undo"), run: () => void undo() },
    });
  };
}

/** The request that would make this silence again. */
function requestOf(silence: SilenceState): SilenceRequest {
  const { id: _id, createdMs: _createdMs, ...request } = silence;
  return request;
}
