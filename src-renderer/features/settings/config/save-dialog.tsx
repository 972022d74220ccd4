// What stands in the way of a save: a shared anchor, errors, or a file that was changed meanwhile.

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTell } from "../../../hooks/use-tell.ts";
import { assertNever } from "../../../../shared/assert-never.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ProblemList } from "../../../components/problem-list.tsx";
import { useFormat } from "../../../hooks/use-format.ts";
import { DiffView } from "./diff-view.tsx";
import styles from "./save-dialog.module.css";
import type { SaveQuestion } from "./use-saver.ts";

const SHOWN_PROBLEMS = 20;

export function SaveDialog({ question }: { readonly question: SaveQuestion }): ReactNode {
  const { t } = useTranslation();
  const { outcome, answer } = question;
  const close = (): void => answer(null);
  return (
    <Dialog isOpen title={t(`settings.save.${outcome.outcome}.title`)} onClose={close}>
      <div className={styles.body}>
        <Explanation outcome={outcome} />
        <div className={styles.actions}>
          {outcome.outcome === "shared" ? (
            <>
              <Button onClick={close}>{t("common.action.cancel")}</Button>
              <Button onClick={() => answer("all")}>
                {t("settings.save.shared.all", { count: Math.max(...outcome.uses.map(({ usedBy }) => usedBy)) })}
              </Button>
              <Button variant="primary" onClick={() => answer("this-one")}>
                {t("settings.save.shared.thisOne")}
              </Button>
            </>
          ) : (
            <Button variant="primary" onClick={close}>
              {t("common.action.close")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Explanation({ outcome }: { readonly outcome: SaveQuestion["outcome"] }): ReactNode {
  const tell = useTell();
  const { t } = useTranslation();
  const format = useFormat();
  switch (outcome.outcome) {
    case "shared":
      return outcome.uses.map((use) => (
        <p key={`${use.edit}:${use.anchor}`}>
          {t("settings.save.shared.explain", { anchor: use.anchor, names: format.list(use.names), count: use.usedBy })}
        </p>
      ));
    case "invalid":
      return (
        <>
          <p>{t("settings.save.invalid.explain")}</p>
          <ProblemList problems={outcome.problems.filter(({ severity }) => severity === "error").slice(0, SHOWN_PROBLEMS)} />
        </>
      );
    case "conflict":
      return (
        <>
          <p>{tell(outcome)}</p>
          <p>{t("settings.save.conflict.explain")}</p>
          <DiffView diffs={outcome.diffs} />
        </>
      );
    default:
      return assertNever(outcome, "outcome");
  }
}
