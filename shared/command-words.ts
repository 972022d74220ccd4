// The first words that make a start of the app a command of the command line.

export const COMMAND_WORDS: ReadonlySet<string> = new Set([
  "check",
  "validate",
  "run",
  "alert",
  "secret",
  "export",
  "import",
  "doctor",
  "help",
  "version",
  "--help",
  "-h",
  "--version",
]);
