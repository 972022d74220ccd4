// The small window at the tray: the same services, one view.

import "./boot/prepare.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import { start } from "./boot/start.tsx";
import { Glance } from "./features/glance/glance.tsx";

await start(<Glance />);
