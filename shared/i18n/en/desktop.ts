// What the main process says: tray, native notifications, dialogs.

export const tray = {
  tooltip: {
    allHealthy: "{{app}}: all {{count}} healthy",
    counts: "{{app}}: {{parts}}",
    part: "{{count}} {{state}}",
    failing: "{{counts}} ({{name}}, {{duration}})",
    failingMore: "{{counts}} ({{name}}, {{duration}}, and {{more}} more)",
    paused: "{{app}}: paused",
    pausedUntil: "{{app}}: paused until {{time}}",
    offline: "{{app}}: checks suspended, {{reason}}",
    configErrors: "{{app}}: the configuration has errors",
    empty: "{{app}}: nothing is watched yet",
  },
  menu: {
    failingFor: "{{name}}: failing for {{duration}}",
    degradedFor: "{{name}}: degraded for {{duration}}",
    group: "{{name}} ({{healthy}} of {{total}} healthy)",
    configErrors_one: "{{count}} error in the configuration…",
    configErrors_other: "{{count}} errors in the configuration…",
    pause: "Pause",
    pause30: "For 30 minutes",
    pause60: "For an hour",
    pauseTomorrow: "Until tomorrow",
    pauseManual: "Until I resume it",
    resume: "Resume",
    checkAll: "Check all now",
    open: "Open Sentray",
    settings: "Settings…",
    quit: "Quit Sentray",
  },
} as const;

export const notification = {
  acknowledge: "Acknowledge",
  snooze: "Snooze for 1 h",
  failing: "{{name}} is failing",
  degraded: "{{name}} is degraded",
  resolved: "{{name}} is healthy again",
  resolvedBody: "It was down for {{duration}}.",
  reminder: "{{name}} is still failing after {{duration}}",
  manyFailing_one: "{{count}} endpoint is failing",
  manyFailing_other: "{{count}} endpoints are failing",
  manyResolved_one: "{{count}} endpoint is healthy again",
  manyResolved_other: "{{count}} endpoints are healthy again",
  names: "{{names}}",
  namesMore: "{{names}} and {{count}} more",
  digest_one: "While you were away: {{count}} incident",
  digest_other: "While you were away: {{count}} incidents",
  stillRunning: "Sentray keeps watching",
  stillRunningBody: "It lives in the tray. Quit from its menu.",
  configErrors: "The configuration has errors",
  configErrorsBody: "The last good one keeps running. {{problem}}",
} as const;

export const dialog = {
  save: "Save",
  saveTitle: "Export",
  pdfTitle: "Save report",
  bug: "Sentray ran into a bug",
  bugDetail:
    "It keeps watching. The log in {{folder}} says what happened; `sentray doctor --bundle FILE` collects a report without secrets.",
  cannotStart: "Sentray could not start",
  cannotStartDetail: "{{problem}}\n\nThe log in {{folder}} may say more.",
} as const;
