// The command line's words to a command: parsed once, with a clear message for whatever does not fit.

import type { Translator } from "../../shared/i18n/create.ts";
import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import { err, ok } from "../../shared/errors.ts";
import type { Result } from "../../shared/errors.ts";

export const COMMANDS = ["check", "validate", "run", "alert", "secret", "export", "import", "doctor"] as const;

export type CommandName = (typeof COMMANDS)[number];

/** Where the app's files are; absent = the usual places. */
interface Common {
  readonly configPath?: string;
  readonly dataFolder?: string;
}

export type Command =
  | { readonly name: "help"; readonly topic: CommandName | null }
  | { readonly name: "version" }
  | ({ readonly name: "check"; readonly json: boolean; readonly keys: readonly string[]; readonly groups: readonly string[] } & Common)
  | ({ readonly name: "validate"; readonly json: boolean } & Common)
  | ({ readonly name: "run"; readonly headless: boolean; readonly verbose: boolean } & Common)
  | ({
      readonly name: "alert-test";
      readonly provider: string;
      readonly key: string | null;
      readonly resolved: boolean;
      readonly dryRun: boolean;
    } & Common)
  | ({ readonly name: "secret"; readonly action: "set" | "list" | "rm"; readonly secretName: string | null } & Common)
  | ({
      readonly name: "export";
      readonly format: "csv" | "json";
      readonly from: string | null;
      readonly to: string | null;
      readonly keys: readonly string[];
    } & Common)
  | ({ readonly name: "doctor"; readonly bundleFile: string | null } & Common)
  | ({ readonly name: "import"; readonly file: string } & Common);

type Translate = Translator["t"];

const COMMON_OPTIONS = {
  config: { type: "string" },
  data: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** Reads the words after the program's name. */
export function parseCommand(words: readonly string[], t: Translate): Result<Command> {
  const [first, ...rest] = words;
  if (first === undefined || first === "help" || first === "--help" || first === "-h") return ok({ name: "help", topic: topicOf(rest[0]) });
  if (first === "--version" || first === "version") return ok({ name: "version" });
  const name = COMMANDS.find((command) => command === first);
  if (name === undefined) return usage(t, t("cli.usage.noCommand", { word: JSON.stringify(first), commands: COMMANDS.join(", ") }));
  if (rest.includes("--help") || rest.includes("-h")) return ok({ name: "help", topic: name });
  try {
    return PARSERS[name](rest, t);
  } catch (error) {
    if (error instanceof WrongOption) return usage(t, t(`cli.usage.${error.kind}`, { command: name, option: error.option }));
    return usage(t, t("cli.usage.badOption", { command: name, problem: error instanceof Error ? error.message : String(error) }));
  }
}

const PARSERS: Readonly<Record<CommandName, (words: readonly string[], t: Translate) => Result<Command>>> = {
  check: (words, t) => {
    const { values, positionals } = parse(words, {
      json: { type: "boolean" },
      endpoint: { type: "string", multiple: true },
      group: { type: "string", multiple: true },
    });
    if (positionals.length > 0) return surplus(t, "check", positionals);
    return ok({ name: "check", json: values.json ?? false, keys: values.endpoint ?? [], groups: values.group ?? [], ...common(values) });
  },
  validate: (words, t) => {
    const { values, positionals } = parse(words, { json: { type: "boolean" } });
    return positionals.length > 0
      ? surplus(t, "validate", positionals)
      : ok({ name: "validate", json: values.json ?? false, ...common(values) });
  },
  run: (words, t) => {
    const { values, positionals } = parse(words, { headless: { type: "boolean" }, verbose: { type: "boolean", short: "v" } });
    return positionals.length > 0
      ? surplus(t, "run", positionals)
      : ok({ name: "run", headless: values.headless ?? false, verbose: values.verbose ?? false, ...common(values) });
  },
  alert: (words, t) => {
    const { values, positionals } = parse(words, {
      provider: { type: "string" },
      endpoint: { type: "string" },
      resolved: { type: "boolean" },
      "dry-run": { type: "boolean" },
    });
    if (positionals.length !== 1 || positionals[0] !== "test") return usage(t, t("cli.usage.alert"));
    if (values.provider === undefined) return usage(t, t("cli.usage.alertProvider"));
    return ok({
      name: "alert-test",
      provider: values.provider,
      key: values.endpoint ?? null,
      resolved: values.resolved ?? false,
      dryRun: values["dry-run"] ?? false,
      ...common(values),
    });
  },
  secret: (words, t) => {
    const { values, positionals } = parse(words, {});
    const [action, secretName, ...more] = positionals;
    if (action === "list" && secretName === undefined) return ok({ name: "secret", action, secretName: null, ...common(values) });
    if ((action === "set" || action === "rm") && secretName !== undefined && more.length === 0)
      return ok({ name: "secret", action, secretName, ...common(values) });
    return usage(t, t("cli.usage.secret"));
  },
  export: (words, t) => {
    const { values, positionals } = parse(words, {
      format: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      endpoint: { type: "string", multiple: true },
    });
    if (positionals.length > 0) return surplus(t, "export", positionals);
    const format = values.format ?? "csv";
    if (format !== "csv" && format !== "json") return usage(t, t("cli.usage.exportFormat", { format: JSON.stringify(format) }));
    return ok({ name: "export", format, from: values.from ?? null, to: values.to ?? null, keys: values.endpoint ?? [], ...common(values) });
  },
  doctor: (words, t) => {
    const { values, positionals } = parse(words, { bundle: { type: "string" } });
    if (positionals.length > 0) return surplus(t, "doctor", positionals);
    return ok({ name: "doctor", bundleFile: values.bundle ?? null, ...common(values) });
  },
  import: (words, t) => {
    const { values, positionals } = parse(words, {});
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return usage(t, t("cli.usage.import"));
    return ok({ name: "import", file, ...common(values) });
  },
};

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What is wrong with an option; thrown only within this module. */
class WrongOption extends Error {
  readonly kind: "unknownOption" | "noValue" | "takesNoValue";
  /** As it was written. */
  readonly option: string;

  constructor(kind: WrongOption["kind"], option: string) {
    super(`${kind}: ${option}`);
    this.kind = kind;
    this.option = option;
  }
}

function parse<O extends Options>(words: readonly string[], own: O) {
  const options = { ...own, ...COMMON_OPTIONS };
  refuseWrongOptions(words, options);
  return parseArgs({ args: [...words], allowPositionals: true, strict: true, options });
}

/** Node says what is wrong in English alone, so that it is looked for before Node does. @throws {WrongOption} */
function refuseWrongOptions(words: readonly string[], options: Options): void {
  const { tokens } = parseArgs({ args: [...words], allowPositionals: true, strict: false, tokens: true, options });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
    if (type === undefined) throw new WrongOption("unknownOption", rawName);
    // What looks like the next option is no value, unless it is written behind `=`.
    if (type === "string" && (value === undefined || (!inlineValue && value.startsWith("-")))) throw new WrongOption("noValue", rawName);
    if (type === "boolean" && value !== undefined) throw new WrongOption("takesNoValue", rawName);
  }
}

function common(values: { readonly config?: string | undefined; readonly data?: string | undefined }): Common {
  return {
    ...(values.config === undefined ? {} : { configPath: values.config }),
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
  };
}

function topicOf(word: string | undefined): CommandName | null {
  return COMMANDS.find((command) => command === word) ?? null;
}

function surplus(t: Translate, command: string, words: readonly string[]): Result<Command> {
  return usage(t, t("cli.usage.surplus", { command, words: words.map((word) => JSON.stringify(word)).join(", ") }));
}

function usage(t: Translate, problem: string): Result<Command> {
  return err("bad_request", t("cli.usage.seeHelp", { problem }));
}
