// The JSON answer as a tree; choosing a value makes a condition of it. Arrow keys move, open and close, Enter chooses.

import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TryReport } from "../../../../shared/model/settings-monitor.ts";
import { cx } from "../../../components/cx.ts";
import { shorten } from "../../../components/text.ts";
import { parseAnswer, type TreeLine, treeLines } from "./answer-tree-model.ts";
import styles from "./answer-tree.module.css";

export function AnswerTree(props: {
  readonly report: TryReport;
  readonly used: readonly string[];
  readonly onChoose: (condition: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { report, onChoose } = props;
  const answer = useMemo(() => parseAnswer(report.extras.bodyText), [report.extras.bodyText]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState("[BODY]");
  const tree = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => treeLines(answer, report.paths, toggled), [answer, report.paths, toggled]);
  if (answer === undefined) return <pre className={styles.text}>{report.extras.bodyText}</pre>;

  const toggle = (line: TreeLine): void =>
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(line.operand)) next.add(line.operand);
      return next;
    });
  const focusAt = (index: number): void => {
    const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
    if (line === undefined) return;
    setActive(line.operand);
    tree.current?.querySelector<HTMLElement>(`[data-operand="${CSS.escape(line.operand)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, line: TreeLine, index: number): void => {
    if (!moveOrToggle(event.key)) return;
    event.preventDefault();
    event.stopPropagation();

    function moveOrToggle(key: string): boolean {
      const isBranch = line.kind === "object" || line.kind === "array";
      if (key === "ArrowDown") focusAt(index + 1);
      else if (key === "ArrowUp") focusAt(index - 1);
      else if (key === "Home") focusAt(0);
      else if (key === "End") focusAt(lines.length - 1);
      else if (key === "ArrowRight" && isBranch && line.isOpen) focusAt(index + 1);
      else if (key === "ArrowRight" && isBranch) toggle(line);
      else if (key === "ArrowLeft" && isBranch && line.isOpen) toggle(line);
      else if (key === "ArrowLeft") focusAt(lines.findLastIndex(({ depth }, at) => at < index && depth < line.depth));
      else if ((key === "Enter" || key === " ") && line.condition !== null) onChoose(line.condition);
      else if ((key === "Enter" || key === " ") && isBranch) toggle(line);
      else return false;
      return true;
    }
  };
  const focusable = lines.some(({ operand }) => operand === active) ? active : "[BODY]";
  return (
    <div ref={tree} className={styles.tree} role="tree" aria-label={t("settings.try.body")}>
      {lines.map((line, index) => (
        <Line
          key={line.operand}
          line={line}
          isFocusable={line.operand === focusable}
          isUsed={props.used.some((condition) => condition.includes(line.operand)) && line.kind === "scalar"}
          onToggle={() => toggle(line)}
          onChoose={onChoose}
          onFocus={() => setActive(line.operand)}
          onKeyDown={(event) => onKeyDown(event, line, index)}
        />
      ))}
    </div>
  );
}

function Line(props: {
  readonly line: TreeLine;
  readonly isFocusable: boolean;
  readonly isUsed: boolean;
  readonly onToggle: () => void;
  readonly onChoose: (condition: string) => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { line } = props;
  const { kind, name, condition } = line;
  const isBranch = kind === "object" || kind === "array";
  return (
    <div
      role="treeitem"
      className={styles.line}
      data-operand={line.operand}
      aria-level={line.depth + 1}
      aria-selected={props.isUsed}
      {...(isBranch ? { "aria-expanded": line.isOpen } : {})}
      tabIndex={props.isFocusable ? 0 : -1}
      style={{ paddingLeft: line.depth * 16 }}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onClick={() => {
        if (isBranch) props.onToggle();
        else if (condition !== null) props.onChoose(condition);
      }}
    >
      <span className={styles.mark}>{isBranch && <ChevronRight size={12} className={cx(line.isOpen && styles.open)} aria-hidden />}</span>
      {name !== "" && <span className={styles.name}>{shorten(name, 80)}:&nbsp;</span>}
      {kind === "scalar" && (
        <span
          className={cx(styles.value, condition !== null && styles.choosable, props.isUsed && styles.used)}
          title={condition === null ? undefined : t("settings.try.makes", { condition })}
        >
          {shorten(line.text, 200)}
        </span>
      )}
      {isBranch && (
        <span className={styles.count}>
          {kind === "array" ? t("settings.try.items", { count: line.count }) : t("settings.try.keys", { count: line.count })}
        </span>
      )}
      {isBranch && condition !== null && (
        <button
          type="button"
          className={styles.length}
          tabIndex={-1}
          title={t("settings.try.makes", { condition })}
          onClick={(event) => {
            event.stopPropagation();
            props.onChoose(condition);
          }}
        >
          {t(condition.startsWith("len(") ? "settings.try.length" : "settings.try.presence")}
        </button>
      )}
      {kind === "more" && <span className={styles.count}>{t("settings.try.more", { count: line.count })}</span>}
    </div>
  );
}
