// One condition: its text with completion, whether it holds right now, the value that was seen, and what is wrong with it.

import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EndpointState } from "../../../../shared/model/status.ts";
import type { ConditionCheck, ConditionCompletion } from "../../../../shared/model/settings-monitor.ts";
import { Button } from "../../../components/button.tsx";
import { cx } from "../../../components/cx.ts";
import { StatusShape } from "../../../components/status-shape.tsx";
import { shorten } from "../../../components/text.ts";
import { useTell } from "../../../hooks/use-tell.ts";
import { usePhrase } from "../fields/use-phrase.ts";
import { completeAt, type CompletionOffer, seenValue } from "./condition-text.ts";
import styles from "./condition-input.module.css";

interface ConditionInputProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** null until it was judged. */
  readonly check: ConditionCheck | null;
  readonly failedAs: "failing" | "degraded";
  readonly completions: readonly ConditionCompletion[];
  readonly onChange: (text: string) => void;
  readonly onEnter: () => void;
  /** Absent for the empty line at the end. */
  readonly onRemove?: () => void;
}

export function ConditionInput(props: ConditionInputProps): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const { value, check, onChange, onRemove } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const completion = useCompletion(props, input);
  const { offer, active } = completion;
  const findings = value.trim() === "" ? [] : (check?.findings ?? []);
  const isWrong = value.trim() !== "" && check !== null && !check.isValid;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (completion.onKeyDown(event)) return;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      props.onEnter();
    } else if (event.key === "Backspace" && value === "" && onRemove !== undefined) {
      event.preventDefault();
      onRemove();
    }
  };
  return (
    <div className={styles.condition}>
      <div className={cx(styles.box, onRemove === undefined && value === "" && styles.empty, isWrong && styles.wrong)}>
        <StatusShape state={shapeOf(check, value, props.failedAs)} size={11} isDecorative />
        <input
          ref={input}
          className={styles.input}
          aria-label={props.label}
          value={value}
          placeholder={props.placeholder}
          maxLength={16_384}
          spellCheck={false}
          autoComplete="off"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={offer !== null}
          aria-controls={`${id}-list`}
          aria-invalid={isWrong}
          {...(offer === null ? {} : { "aria-activedescendant": `${id}-${active}` })}
          {...(findings.length === 0 ? {} : { "aria-describedby": `${id}-findings` })}
          onChange={(event) => {
            onChange(event.target.value);
            completion.open(event.target.value, event.target.selectionStart ?? event.target.value.length);
          }}
          onKeyDown={onKeyDown}
          onBlur={completion.close}
        />
        <Seen check={check} value={value} />
        {onRemove !== undefined && (
          <Button
            variant="quiet"
            size="small"
            icon={X}
            className={styles.remove}
            aria-label={t("settings.edit.removeCondition", { condition: shorten(value, 60) })}
            onClick={onRemove}
          />
        )}
      </div>
      {offer !== null && <Offers id={id} offer={offer} active={active} onChoose={completion.choose} />}
      {findings.length > 0 && (
        <ul id={`${id}-findings`} className={styles.findings}>
          {findings.map((finding) => (
            <li key={`${finding.column}:${finding.message}`} className={styles[finding.severity]}>
              {t("settings.edit.finding", { column: finding.column, message: tell(finding) })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function shapeOf(check: ConditionCheck | null, value: string, failedAs: EndpointState): EndpointState {
  if (value.trim() === "" || check === null || check.current === null) return "unknown";
  return check.current.success ? "healthy" : failedAs;
}

function Seen({ check, value }: { readonly check: ConditionCheck | null; readonly value: string }): ReactNode {
  const { t } = useTranslation();
  const current = check?.current ?? null;
  if (current === null || value.trim() === "") return null;
  const seen = seenValue(value, current.display);
  return (
    <span className={cx(styles.seen, !current.success && styles.failed)} title={shorten(current.display, 500)}>
      <span className="visually-hidden">{current.success ? t("endpoint.conditions.holds") : t("endpoint.conditions.fails")}</span>
      <bdi>{shorten(seen ?? "", 40)}</bdi>
    </span>
  );
}

function Offers(props: {
  readonly id: string;
  readonly offer: CompletionOffer;
  readonly active: number;
  readonly onChoose: (index: number) => void;
}): ReactNode {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const list = useRef<HTMLDivElement>(null);
  const { id, offer, active, onChoose } = props;
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={`${id}-list`} className={styles.offers} role="listbox" aria-label={t("settings.edit.completions")}>
      {offer.items.map(({ label, help, kind }, index) => (
        <div
          key={`${kind}:${label}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.offer}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(index);
          }}
        >
          <code>{shorten(label, 80)}</code>
          <span className={styles.help}>{shorten(kind === "path" || kind === "header" ? help : phrase(help), 120)}</span>
        </div>
      ))}
    </div>
  );
}

function useCompletion(props: ConditionInputProps, input: RefObject<HTMLInputElement | null>) {
  const [offer, setOffer] = useState<CompletionOffer | null>(null);
  const [active, setActive] = useState(0);
  const caret = useRef<number | null>(null);
  useEffect(() => {
    if (caret.current === null) return;
    input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const { value, completions, onChange } = props;
  const show = (next: CompletionOffer | null): void => {
    setOffer(next);
    setActive(0);
  };
  const open = (text: string, caret: number): void => show(completeAt(text, caret, completions));
  const choose = (index: number): void => {
    const item = offer?.items[index];
    if (offer === null || item === undefined) return;
    const head = value.slice(0, offer.from) + item.label;
    onChange(head + value.slice(offer.to));
    show(null);
    caret.current = head.length;
  };
  /** Whether the key was meant for the list. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (offer === null) {
      if (!(event.key === " " && event.ctrlKey) && event.key !== "ArrowDown") return false;
      event.preventDefault();
      open(value, event.currentTarget.selectionStart ?? value.length);
      return true;
    }
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setActive((active + step + offer.items.length) % offer.items.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(active);
    else if (event.key === "Escape") show(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { offer, active, open, choose, onKeyDown, close: () => show(null) };
}
