// Whatever opens something returns a way to close it; one owner closes in reverse order.

/** Something that can be closed once; closing again is harmless. */
export interface Disposable {
  dispose(): void;
}
