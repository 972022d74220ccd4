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
define(globalThis, "Path2D", class {});
define(globalThis, "CSS", { escape: (text: string) => text.replaceAll('"', '\\"') });
for (const [name, value] of [
  ["offsetHeight", 800],
  ["offsetWidth", 960],
  ["clientWidth", 960],
] as const)
  define(HTMLElement.prototype, name, value);
define(Element.prototype, "scrollTo", () => undefined);
define(Element.prototype, "scrollIntoView", () => undefined);
// A context that accepts everything: what is drawn is looked at in pictures, not here.
const context: unknown = new Proxy(
  { measureText: () => ({ width: 10 }), canvas: document.createElement("canvas") },
  { get: (target, name) => Reflect.get(target, name) ?? (() => undefined), set: () => true },
);
define(HTMLCanvasElement.prototype, "getContext", () => context);
