// Between the model's readonly types and the payloads' mutable ones: the bridge copies what it is given and changes nothing.

import type { RequestPayload } from "../../../../shared/ipc/contract.ts";
import type { PlainValue } from "../../../../shared/model/alert.ts";
import type { Edit, PlainMapping, ValuePath } from "../../../../shared/model/settings.ts";

type EditsPayload = RequestPayload<"settings:apply-edits">["edits"];

/** Edits as a request carries them. */
export function editsPayload(edits: readonly Edit[]): EditsPayload {
  return edits as EditsPayload;
}

/** A path as a request carries it. */
export function pathPayload(path: ValuePath): Array<string | number> {
  return [...path];
}

/** A mapping without what JSON cannot say. */
export function mappingPayload(value: PlainMapping): Record<string, PlainValue> {
  return { ...value };
}
