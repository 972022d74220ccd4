// One line or several lines of text with a label, a hint, and what is wrong with it.

import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "../../../components/cx.ts";
import styles from "./field.module.css";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | null | undefined;
  /** At the end of the box, within it. */
  readonly aside?: ReactNode;
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string | undefined;
  readonly isMono?: boolean;
  /** More than one = a text area of so many lines. */
  readonly lines?: number;
  readonly isPassword?: boolean;
  /** Spoken only. */
  readonly isLabelHidden?: boolean;
  readonly isRequired?: boolean;
  /** Takes the focus when it appears, as the one field of a dialog should. */
  readonly takesFocus?: boolean;
  /** Texts to choose from while typing. */
  readonly suggestions?: readonly string[];
}

const MOST_CHARACTERS = 262_144;

export function TextField(props: TextFieldProps): ReactNode {
  const id = useId();
  const { value, onChange, lines = 1, isPassword = false, suggestions = [], takesFocus = false } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const shared = {
    id,
    value,
    className: cx(styles.input, props.isMono === true && styles.mono),
    placeholder: props.placeholder,
    maxLength: MOST_CHARACTERS,
    spellCheck: false,
    autoComplete: "off",
    required: props.isRequired === true,
    "aria-invalid": hasError(props),
    ...(noteOf(props) === null ? {} : { "aria-describedby": `${id}-note` }),
    ...(props.onBlur === undefined ? {} : { onBlur: props.onBlur }),
  };
  return (
    <FieldFrame {...props} id={id}>
      {lines > 1 ? (
        <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...shared}
          ref={input}
          type={isPassword ? "password" : "text"}
          onChange={(event) => onChange(event.target.value)}
          {...(suggestions.length === 0 ? {} : { list: `${id}-list` })}
        />
      )}
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion}>
              {suggestion}
            </option>
          ))}
        </datalist>
      )}
    </FieldFrame>
  );
}

function noteOf({ error, hint }: FieldProps): string | null {
  return error ?? hint ?? null;
}

function hasError({ error }: FieldProps): boolean {
  return error !== null && error !== undefined;
}

/** A label above a box, a note below it. */
function FieldFrame(
  props: FieldProps & { readonly id: string; readonly isLabelHidden?: boolean; readonly children: ReactNode },
): ReactNode {
  const note = noteOf(props);
  return (
    <div className={styles.field}>
      <label htmlFor={props.id} className={props.isLabelHidden === true ? "visually-hidden" : styles.label}>
        {props.label}
      </label>
      <div className={styles.box}>
        {props.children}
        {props.aside !== undefined && <span className={styles.aside}>{props.aside}</span>}
      </div>
      {note !== null && (
        <p id={`${props.id}-note`} className={hasError(props) ? styles.error : styles.hint}>
          {note}
        </p>
      )}
    </div>
  );
}

/** A label above something that is no text box; the label names it as a group. */
export function LabelledGroup(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles.field} role="group" aria-labelledby={id}>
      <span id={id} className={styles.label}>
        {props.label}
      </span>
      {props.children}
      {props.hint !== undefined && <p className={styles.hint}>{props.hint}</p>}
    </div>
  );
}
