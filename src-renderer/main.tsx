// The main window's entry: lets the page be painted as index.html has it, then loads the app.

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import { hrefOf } from "../shared/ipc/navigation.ts";
import { framePainted } from "./boot/frame-painted.ts";

// From the first moment on: the main process says where to go as soon as the page has loaded, which is before the app
// listens itself.
window.api.on("app:navigation-requested", (target) => {
  window.location.hash = hrefOf(target);
});
await framePainted();
const { drawWindow } = await import("./boot/draw-window.tsx");
await drawWindow();
