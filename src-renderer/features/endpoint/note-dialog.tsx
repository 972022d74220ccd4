import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKey } from "../../../shared/model/endpoint.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { useAct } from "../../hooks/use-act.ts";
import styles from "./note-dialog.module.css";

/** A note on the timeline, at this moment. */
export function NoteDialog(props: {
  readonly endpointKey: EndpointKey;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onAdded: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { client, ticker } = useServices();
  const act = useAct();
  const [text, setText] = useState("");
  const add = async (): Promise<void> => {
    const isAdded = await act(async () => {
      await client.request("endpoint:add-note", { key: props.endpointKey, atEpochMs: ticker.now(), text: text.trim() });
      return t("shell.toast.noteAdded");
    });
    if (!isAdded) return;
    setText("");
    props.onAdded();
    props.onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") void add();
  };
  return (
    <Dialog isOpen={props.isOpen} title={t("endpoint.notes.add")} onClose={props.onClose}>
      <form onSubmit={submit}>
        <textarea
          className={styles.field}
          aria-label={t("endpoint.notes.field")}
          placeholder={t("endpoint.notes.placeholder")}
          rows={3}
          maxLength={4_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className={styles.actions}>
          <Button onClick={props.onClose}>{t("common.action.cancel")}</Button>
          <Button variant="primary" disabled={text.trim() === ""} onClick={() => void add()}>
            {t("endpoint.notes.add")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
