// Which languages there are, and which one a list of wishes means. Pure.

export const LANGUAGES = ["en", "zh-TW"] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * The best language for a list of wishes (BCP 47 tags, most wanted first).
 * Chinese of any kind gets 繁體中文, because it is nearer than English; a tag that is understood ends the search.
 */
export function pickLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    if (/^zh\b/i.test(wish)) return "zh-TW";
    if (/^en\b/i.test(wish)) return "en";
  }
  return "en";
}
