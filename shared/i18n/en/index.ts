// Everything in English, the language that the others are measured against.

import { cli } from "./cli.ts";
import { common } from "./common.ts";
import { condition } from "./condition.ts";
import { dashboard } from "./dashboard.ts";
import { dialog, notification, tray } from "./desktop.ts";
import { doctor } from "./doctor.ts";
import { editing } from "./editing.ts";
import { endpoint } from "./endpoint.ts";
import { errors } from "./errors.ts";
import { help } from "./help.ts";
import { importing } from "./importing.ts";
import { pages } from "./pages.ts";
import { problem } from "./problem.ts";
import { proposal } from "./proposal.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";

export const en = {
  common,
  condition,
  problem,
  proposal,
  importing,
  editing,
  shell,
  dashboard,
  endpoint,
  pages,
  settings,
  help,
  errors,
  tray,
  notification,
  dialog,
  cli,
  doctor,
} as const;
