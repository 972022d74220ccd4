// Measures and cuts of text that the condition language defines itself, where JavaScript's own would differ.

/** White space as Go's `unicode.IsSpace` has it: with U+0085, without U+FEFF. */
function isBlank(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x85) return false;
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** How many characters of white space `text` starts with. */
export function leadingBlanks(text: string): number {
  let count = 0;
  while (count < text.length && isBlank(text.charCodeAt(count))) count++;
  return count;
}

/** Without the white space at either end. */
export function trimBlanks(text: string): string {
  const start = leadingBlanks(text);
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Length in UTF-8 bytes. A lone surrogate counts three, as the replacement character does. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text, i + 1)) {
      bytes += 2;
      i++;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = index < text.length ? text.charCodeAt(index) : 0;
  return unit >= 0xdc00 && unit < 0xe000;
}

/** The first `count` code points. */
export function firstCharacters(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** Orders by code point, which is also the order of the UTF-8 bytes; JavaScript's own order is by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, so they sort after every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** Whether `text` is `name(` … `)`. */
export function isCall(text: string, name: string): boolean {
  return text.length > name.length + 1 && text.endsWith(")") && text.startsWith(name) && text.charCodeAt(name.length) === 0x28;
}
