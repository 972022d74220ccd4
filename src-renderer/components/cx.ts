/** Joins class names; what is not wanted is `false`, `null` or `undefined`. */
export function cx(...names: ReadonlyArray<string | false | null | undefined>): string {
  return names.filter(Boolean).join(" ");
}
