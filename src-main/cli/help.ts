// What `sentray help` says in English, and the way to it in any language. Words that are typed stay as they are.

import type { Language } from "../../shared/i18n/languages.ts";
import type { CommandName } from "./arguments.ts";
import { OVERVIEW_ZH_TW, TOPICS_ZH_TW } from "./help-zh-tw.ts";

const COMMON = `  --config PATH    the configuration: a file, or a folder with YAML files (default: Sentray's own)
  --data FOLDER    keep configuration, history and log in this folder`;

const TOPICS: Readonly<Record<CommandName, string>> = {
  check: `sentray check [--endpoint KEY]… [--group NAME]… [--json]

Checks each endpoint and runs each suite once, and prints a table, or one JSON object a line with --json. A suite is followed
by those of its endpoints that ran.
Exit code: 0 all healthy, 1 some are not, 2 the configuration or the command is wrong.

  --endpoint KEY   only this endpoint or suite; may be repeated. One of a suite runs the whole suite
  --group NAME     only endpoints of this group; may be repeated
  --json           one object a line, in the order of the configuration
${COMMON}`,
  validate: `sentray validate [--json]

Reads the configuration and prints every error, warning and hint with its place.
Exit code: 0 it would run, 2 it has errors.

  --json           one object: valid, endpoints, files, problems
${COMMON}`,
  run: `sentray run --headless [--verbose]

Watches without a window: the same monitor, for a server. Ends with Ctrl-C or SIGTERM within five seconds.

  --headless       required; without it, start the app itself
  --verbose, -v    log more
${COMMON}`,
  alert: `sentray alert test --provider NAME [--endpoint KEY] [--resolved] [--dry-run]

Sends exactly what an alert would send, or prints it with secrets removed.
Exit code: 0 delivered (or printed), 1 the receiver refused, 2 the command is wrong.

  --provider NAME  the channel, as it is called under \`alerting\`
  --endpoint KEY   about this endpoint (default: the first with an alert of this channel, else an example)
  --resolved       the message that says it is over
  --dry-run        print instead of sending
${COMMON}`,
  secret: `sentray secret list | set NAME | rm NAME

Keeps values that the configuration names as \${NAME} in the system's keyring. \`set\` reads the value from standard input.
${COMMON}`,
  export: `sentray export [--format csv|json] [--from TIME] [--to TIME] [--endpoint KEY]…

Writes the history's results to standard output, endpoint by endpoint, oldest first. Sentray may be running meanwhile; the
results are those of the moment at which the command began.
Exit code: 0 written, 1 a part could not be read, 2 there is no history or the command is wrong.

  --format         csv (default), or json: one object a line
  --from, --to     days or moments, for example 2026-01-31 or 2026-01-31T12:00:00Z; without a zone in local time.
                   --from itself is included, --to is not
  --endpoint KEY   only this endpoint; may be repeated
${COMMON}`,
  doctor: `sentray doctor [--bundle FILE]

Looks at this installation: versions, places, configuration, history, and what the machine offers (ping, IPv6, DNS, tray,
notifications, keyring). Exit code: 0 all in order, 1 something is wrong.

  --bundle FILE    also write a report for a bug tracker, with the end of the log and without secrets
${COMMON}`,
  import: `sentray import FILE

Takes the history of a Gatus SQLite database over: results and events go before what Sentray knows of the same endpoints.
The file is only read; a Gatus may be running on it. Sentray itself must not be running. Importing a file again adds nothing.
Exit code: 0 taken over, 2 it is no such file, or the history is in use.

${COMMON}`,
};

const OVERVIEW = `sentray: watches your endpoints

  sentray                     start the app
  sentray check               check everything once
  sentray validate            look for mistakes in the configuration
  sentray run --headless      watch without a window
  sentray alert test          try a channel
  sentray export              write the history out
  sentray import              take a Gatus database's history over
  sentray doctor              find out what is wrong with this installation
  sentray secret              keep secrets in the keyring
  sentray help COMMAND        more about one of them
  sentray --version
`;

/** The help text of one command, or the overview. */
export function helpText(topic: CommandName | null, language: Language): string {
  const [overview, topics] = language === "zh-TW" ? [OVERVIEW_ZH_TW, TOPICS_ZH_TW] : [OVERVIEW, TOPICS];
  return topic === null ? overview : `${topics[topic]}\n`;
}
