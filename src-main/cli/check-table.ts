// The table that `sentray check` prints for people.

import type { Formatter } from "../../shared/i18n/format.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import type { EndpointConfig } from "../../shared/model/endpoint.ts";
import type { CheckOutcome, CheckResult } from "../../shared/model/result.ts";
import { printable } from "./output.ts";
import { displayWidth, padToWidth } from "../platform/text-width.ts";

export interface CheckedEndpoint {
  readonly endpoint: Pick<EndpointConfig, "key" | "name" | "group">;
  readonly result: CheckResult;
  readonly cause: string;
}

/** Shapes that differ without colour; the colours are the terminal's own green, yellow and red. */
const MARKS: Readonly<Record<CheckOutcome, { readonly shape: string; readonly colour: string }>> = {
  healthy: { shape: "●", colour: "\u001b[32m" },
  degraded: { shape: "▲", colour: "\u001b[33m" },
  failing: { shape: "✖", colour: "\u001b[31m" },
};
const RESET = "\u001b[0m";

/** One line an endpoint, in the order given, with a header and a summary; columns are aligned by character. */
export function formatCheckTable(
  checked: readonly CheckedEndpoint[],
  translator: Translator,
  format: Formatter,
  hasColour: boolean,
): string {
  const { t } = translator;
  const rows = checked.map(({ endpoint, result, cause }) => ({
    outcome: result.outcome,
    cells: [
      t(`cli.${result.outcome}`),
      printable(endpoint.group === "" ? endpoint.name : `${endpoint.group}/${endpoint.name}`),
      format.milliseconds(result.durationMs),
      result.status === 0 ? printable(result.dnsRcode) : String(result.status),
      printable(cause),
    ],
  }));
  const header = [t("cli.column.state"), t("cli.column.name"), t("cli.column.duration"), t("cli.column.status"), t("cli.column.cause")];
  const widths = header.map((title, column) => Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row.cells[column] ?? ""))));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === cells.length - 1 ? cell : padToWidth(cell, widths[column] ?? 0))).join("  ");
  const lines = rows.map(({ outcome, cells }) => {
    const { shape, colour } = MARKS[outcome];
    return `${hasColour ? colour + shape + RESET : shape} ${line(cells)}`.trimEnd();
  });
  const healthy = checked.filter(({ result }) => result.outcome !== "failing").length;
  return [`  ${line(header)}`.trimEnd(), ...lines, "", t("cli.summary", { healthy, total: checked.length }), ""].join("\n");
}
