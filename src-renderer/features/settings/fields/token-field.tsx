// A list of short texts as tokens: Enter or a comma adds one, Backspace in an empty field takes the last one back.

import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { shorten } from "../../../components/text.ts";
import styles from "./token-field.module.css";

export function TokenField(props: {
  readonly label: string;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
  readonly placeholder?: string | undefined;
  readonly hint?: string | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const { values, onChange } = props;
  const add = (): void => {
    const added = text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "" && !values.includes(part));
    setText("");
    if (added.length > 0) onChange([...values, ...added]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.key === "Enter" || event.key === ",") && text.trim() !== "") {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && values.length > 0) {
      event.preventDefault();
      onChange(values.slice(0, -1));
    }
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      <div className={styles.box}>
        {values.map((value) => (
          <span key={value} className={styles.token}>
            <bdi>{shorten(value, 60)}</bdi>
            <button
              type="button"
              className={styles.remove}
              aria-label={t("settings.form.removeToken", { name: shorten(value, 60) })}
              onClick={() => onChange(values.filter((other) => other !== value))}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <input
          id={id}
          className={styles.input}
          value={text}
          maxLength={1_000}
          spellCheck={false}
          autoComplete="off"
          placeholder={values.length === 0 ? props.placeholder : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
        />
      </div>
      {props.hint !== undefined && <p className={styles.hint}>{props.hint}</p>}
    </div>
  );
}
