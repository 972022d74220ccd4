// What was left half filled, offered again above the form.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { useFormat } from "../../../hooks/use-format.ts";

export function DraftOffer(props: { readonly draft: Draft; readonly onTake: () => void; readonly onDrop: () => void }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Notice isNews text={t("settings.edit.draft", { time: format.moment(props.draft.savedAtEpochMs) })}>
      <Button size="small" variant="primary" onClick={props.onTake}>
        {t("settings.edit.takeDraft")}
      </Button>
      <Button size="small" onClick={props.onDrop}>
        {t("settings.edit.dropDraft")}
      </Button>
    </Notice>
  );
}
