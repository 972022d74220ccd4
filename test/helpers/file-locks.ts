// Locks on real files, for tests that change some.

import { createFileLocks } from "../../src-main/platform/file-locks.ts";
import { realTime } from "./servers/probe-context.ts";

export const LOCKS = createFileLocks(realTime);
