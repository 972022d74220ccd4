import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConditionOutcome } from "../../../shared/model/result.ts";
import type { EndpointState } from "../../../shared/model/status.ts";
import { StatusShape } from "../../components/status-shape.tsx";
import { shorten } from "../../components/text.ts";
import styles from "./condition-list.module.css";

/** Conditions with the values that were seen. `failedAs` is the shape of one that does not hold. */
export function ConditionList(props: {
  readonly conditions: readonly ConditionOutcome[];
  readonly failedAs: "failing" | "degraded";
}): ReactNode {
  const { t } = useTranslation();
  return (
    <ul className={styles.list}>
      {props.conditions.map(({ condition, success, display }) => {
        const state: EndpointState = success ? "healthy" : props.failedAs;
        return (
          <li key={condition} className={styles.item}>
            <StatusShape state={state} size={11} isDecorative />
            <span className="visually-hidden">{success ? t("endpoint.conditions.holds") : t("endpoint.conditions.fails")}</span>
            <code className={styles.text}>
              <bdi>{shorten(display, 500)}</bdi>
            </code>
          </li>
        );
      })}
    </ul>
  );
}
