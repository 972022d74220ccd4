// The main window behind its frame: services and app.

import "./prepare.ts";
import { App } from "../app/app.tsx";
import { start } from "./start.tsx";

/** Draws the app in the place of the frame. */
export async function drawWindow(): Promise<void> {
  await start(<App />);
}
