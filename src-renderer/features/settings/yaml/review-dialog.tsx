// What a save of the text would change, before it is done; or what somebody else changed in the file meanwhile.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConfigProblem } from "../../../../shared/model/config.ts";
import type { FileDiff } from "../../../../shared/model/settings.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { DiffView } from "../config/diff-view.tsx";
import styles from "./yaml-page.module.css";

/** `meanwhile`: the file is not what the text was begun on, and `diffs` is what changed in it since. */
export type Review =
  | { readonly kind: "changes"; readonly diffs: readonly FileDiff[]; readonly problems: readonly ConfigProblem[] }
  | { readonly kind: "meanwhile"; readonly diffs: readonly FileDiff[] };

export function ReviewDialog(props: {
  readonly review: Review;
  readonly onSave: () => void;
  /** Compares the text with the file as it is now. */
  readonly onGoOn: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const { review } = props;
  const errors = review.kind === "changes" ? review.problems.filter(({ severity }) => severity === "error").length : 0;
  return (
    <Dialog
      isOpen
      title={t(review.kind === "changes" ? "settings.yaml.reviewTitle" : "settings.save.conflict.title")}
      onClose={props.onClose}
    >
      {errors > 0 && <p className={styles.errors}>{t("settings.yaml.errors", { count: errors })}</p>}
      {review.kind === "meanwhile" && <p className={styles.explanation}>{t("settings.yaml.meanwhile")}</p>}
      <DiffView diffs={review.diffs} />
      <div className={styles.actions}>
        <Button onClick={props.onClose}>{t("common.action.cancel")}</Button>
        {review.kind === "changes" ? (
          <Button variant="primary" disabled={errors > 0} onClick={props.onSave}>
            {t("settings.edit.save")}
          </Button>
        ) : (
          <Button variant="primary" onClick={props.onGoOn}>
            {t("settings.yaml.goOn")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
