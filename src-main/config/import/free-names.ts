// Names that nothing has yet: the wanted one, or that with a number behind it. Pure.

/** Gives a free name, which is taken from then on. `keyOf`: what two names must not share, where that is not the name itself. */
export type TakeFreeName = (wanted: string, keyOf?: (name: string) => string) => string;

/** `separator`: what stands between name and number. Ten thousand of one name cost no more than ten thousand different ones. */
export function createFreeNames(taken: Iterable<string>, separator: string): TakeFreeName {
  const keys = new Set(taken);
  /** By the wanted name's key: all numbers below are taken. */
  const nextNumbers = new Map<string, number>();
  return (wanted, keyOf = (name) => name) => {
    const wantedKey = keyOf(wanted);
    let name = wanted;
    let key = wantedKey;
    let number = nextNumbers.get(wantedKey) ?? 2;
    for (; keys.has(key); number += 1) {
      name = `${wanted}${separator}${number}`;
      key = keyOf(name);
    }
    nextNumbers.set(wantedKey, number);
    keys.add(key);
    return name;
  };
}
