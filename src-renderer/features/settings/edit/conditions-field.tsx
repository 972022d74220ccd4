// A list of conditions, judged while they are typed against the answer of the last try.

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointKind } from "../../../../shared/model/endpoint.ts";
import type { ConditionCompletion } from "../../../../shared/model/settings-monitor.ts";
import { useRequest } from "../../../hooks/use-request.ts";
import { LabelledGroup } from "../fields/text-field.tsx";
import { ConditionInput } from "./condition-input.tsx";
import styles from "./conditions-field.module.css";
import { useDebounced } from "./use-debounced.ts";

/** Long enough for one answer per word, short enough to feel live. */
const CHECK_AFTER_MS = 150;

interface ConditionsFieldProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly failedAs: "failing" | "degraded";
  readonly kind: EndpointKind;
  readonly tryId: string | null;
  readonly completions: readonly ConditionCompletion[];
  readonly placeholder: string;
}

export function ConditionsField(props: ConditionsFieldProps): ReactNode {
  const { values, onChange } = props;
  const list = useRef<HTMLDivElement>(null);
  const focusAt = useRef<number | null>(null);
  useEffect(() => {
    if (focusAt.current === null) return;
    const inputs = list.current?.querySelectorAll("input") ?? [];
    inputs[Math.min(focusAt.current, inputs.length - 1)]?.focus();
    focusAt.current = null;
  });
  const lines = [...values, ""];
  return (
    <LabelledGroup label={props.label}>
      <div ref={list} className={styles.list}>
        {lines.map((value, index) => (
          <Line
            key={`${index}`}
            {...props}
            index={index}
            value={value}
            onText={(text) => {
              // A line that is emptied stays until it is left, so that the caret keeps its place.
              if (index < values.length) onChange(values.map((other, at) => (at === index ? text : other)));
              else if (text !== "") onChange([...values, text]);
            }}
            onEnter={() => {
              focusAt.current = index + 1;
              onChange([...values]);
            }}
            onRemove={() => {
              focusAt.current = Math.max(0, index - 1);
              onChange(values.filter((_other, at) => at !== index));
            }}
          />
        ))}
      </div>
    </LabelledGroup>
  );
}

function Line(
  props: ConditionsFieldProps & {
    readonly index: number;
    readonly value: string;
    readonly onText: (text: string) => void;
    readonly onEnter: () => void;
    readonly onRemove: () => void;
  },
): ReactNode {
  const { t } = useTranslation();
  const { index, value, values, kind, tryId } = props;
  const isLast = index === values.length;
  // What is typed counts once the typing rests; what was there when the form opened counts at once.
  const [first] = useState(value);
  const rested = useDebounced(value, value === first ? 0 : CHECK_AFTER_MS);
  const question = rested.trim() === "" ? null : { text: rested, kind, insideSuite: false, all: values.filter(Boolean), tryId };
  const { data } = useRequest("settings:check-condition", question);
  return (
    <ConditionInput
      label={
        isLast
          ? t("settings.edit.newCondition", { list: props.label })
          : t("settings.edit.condition", { list: props.label, number: index + 1 })
      }
      value={value}
      check={value.trim() === "" ? null : data}
      failedAs={props.failedAs}
      completions={props.completions}
      onChange={props.onText}
      onEnter={props.onEnter}
      {...(isLast ? { placeholder: props.placeholder } : { onRemove: props.onRemove })}
    />
  );
}
