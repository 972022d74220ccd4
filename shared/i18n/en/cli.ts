// What the command line prints for people. Its JSON is a public contract and is never translated.

export const cli = {
  healthy: "healthy",
  degraded: "degraded",
  failing: "failing",
  column: { state: "State", name: "Name", duration: "Time", status: "Status", cause: "Cause" },
  summary: "{{healthy}} of {{total}} healthy",
  configValid_one: "The configuration is valid: {{count}} endpoint.",
  configValid_other: "The configuration is valid: {{count}} endpoints.",
  configInvalid_one: "The configuration has {{count}} error.",
  configInvalid_other: "The configuration has {{count}} errors.",
  warnings_one: "{{count}} warning.",
  warnings_other: "{{count}} warnings.",
  watching_one: "Watching {{count}} endpoint. Stop with Ctrl-C.",
  watching_other: "Watching {{count}} endpoints. Stop with Ctrl-C.",
  stopping: "Stopping…",
} as const;
