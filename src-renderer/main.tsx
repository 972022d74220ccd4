// The main window's entry: builds the services and draws the app.

import "./boot/prepare.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import { App } from "./app/app.tsx";
import { start } from "./boot/start.tsx";

await start(<App />);
