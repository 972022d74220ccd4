// References to stored secrets, `${NAME}`. Pure.

/** The name that the whole text refers to; null when it is something else. */
export function referenceIn(text: string): string | null {
  return /^\$\{([A-Za-z_]\w*)\}$/u.exec(text.trim())?.[1] ?? null;
}

/** A name that an environment variable could have, from words. */
export function secretNameFrom(...words: readonly string[]): string {
  const name = words
    .join("_")
    .replaceAll(/[^A-Za-z0-9]+/gu, "_")
    .replaceAll(/^_+|_+$/gu, "")
    .toUpperCase();
  return /^\d/u.test(name) || name === "" ? `SECRET_${name}`.replace(/_$/u, "") : name.slice(0, 120);
}
