// A token or a password. It is never shown again: a reference says under which name it is stored, a text in the file is masked.

import { KeyRound } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../components/button.tsx";
import { referenceIn } from "./secret-reference.ts";
import styles from "./secret-field.module.css";
import { TextField } from "./text-field.tsx";

export function SecretField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
  readonly placeholder?: string | undefined;
  readonly isRequired?: boolean;
  /** Stores what stands in the file in the keyring; absent where nothing stands there. */
  readonly onKeep?: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  // What was there when the form was opened is replaced as a whole, never edited.
  const [isReplacing, setReplacing] = useState(props.value === "");
  if (isReplacing)
    return (
      <TextField
        label={props.label}
        value={props.value}
        isPassword={!props.value.includes("${")}
        isMono
        isRequired={props.isRequired === true}
        placeholder={props.placeholder}
        onChange={(value) => props.onChange(value === "" ? undefined : value)}
      />
    );
  const name = referenceIn(props.value);
  return (
    <div className={styles.field} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>
        {props.label}
      </span>
      <div className={styles.box}>
        <KeyRound size={14} aria-hidden />
        <span className={styles.text}>{name === null ? t("settings.secret.inFile") : t("settings.secret.storedAs", { name })}</span>
        {name === null && props.onKeep !== undefined && (
          <Button size="small" onClick={props.onKeep}>
            {t("settings.secret.keep")}
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            props.onChange(undefined);
            setReplacing(true);
          }}
        >
          {t("settings.secret.replace")}
        </Button>
      </div>
    </div>
  );
}
