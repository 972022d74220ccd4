// What tells entries apart for people: name and group as the text has them. Pure.

import type { PlainValue } from "../../../shared/model/alert.ts";
import { isMapping } from "./written-value.ts";

export function nameOf(entry: PlainValue | undefined): string {
  const name = isMapping(entry) ? entry["name"] : undefined;
  return typeof name === "string" || typeof name === "number" ? String(name) : "";
}

export function groupOf(entry: PlainValue | undefined): string {
  const group = isMapping(entry) ? entry["group"] : undefined;
  return typeof group === "string" || typeof group === "number" ? String(group) : "";
}
