// What jsdom lacks: sizes, observers, a canvas. Import it before anything of the window: uPlot asks for some of it while it loads.

class Observer implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
const define = (target: object, name: string, value: unknown): void =>
  void Object.defineProperty(target, name, { configurable: true, value });
define(globalThis, "ResizeObserver", Observer);
define(globalThis, "matchMedia", () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
class Path {
  moveTo(): void {}
  lineTo(): void {}
  bezierCurveTo(): void {}
  arc(): void {}
  rect(): void {}
  addPath(): void {}
  closePath(): void {}
}
define(globalThis, "Path2D", Path);
define(globalThis, "CSS", { escape: (text: string) => text.replaceAll('"', '\\"') });
for (const [name, value] of [
  ["clientHeight", 800],

  ["clientWidth", 960],
] as const)
  define(HTMLElement.prototype, name, value);
define(Element.prototype, "scrollTo", () => undefined);
define(Element.prototype, "scrollIntoView", () => undefined);
// A context that accepts everything: what is drawn is looked at in pictures, not here.
const known = new Map<string | symbol, unknown>([
  ["measureText", () => ({ width: 10 })],
  ["canvas", document.createElement("canvas")],
]);
const context: unknown = new Proxy({}, { get: (_, name) => known.get(name) ?? (() => undefined), set: () => true });
define(HTMLCanvasElement.prototype, "getContext", () => context);
