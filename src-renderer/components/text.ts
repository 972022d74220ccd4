// Text that came from a configuration or a server, cut to what a screen and a screen reader can take.

/** At most `length` characters, an ellipsis in place of the rest. Never cuts a surrogate pair in two. */
export function shorten(text: string, length = 160): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut}…`;
}
