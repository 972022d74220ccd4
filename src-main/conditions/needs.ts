// The work beyond the bare probe that operands ask for.

import type { ProbeNeeds } from "../ports/probe.ts";
import type { Operand } from "./operand.ts";

/** What some operand reads. The time of the transfer is known only to a probe that reads the body. */
export function needsOf(operands: readonly Operand[]): ProbeNeeds {
  const needs = { body: false, ip: false, domainExpiration: false };
  for (const operand of operands) {
    if (operand.kind !== "value") continue;
    const { placeholder } = operand;
    if (placeholder.kind === "body-path") needs.body = true;
    if (placeholder.kind === "phase" && placeholder.phase === "transfer") needs.body = true;
    if (placeholder.kind !== "simple") continue;
    if (placeholder.name === "[BODY]") needs.body = true;
    if (placeholder.name === "[IP]") needs.ip = true;
    if (placeholder.name === "[DOMAIN_EXPIRATION]") needs.domainExpiration = true;
  }
  return needs;
}
