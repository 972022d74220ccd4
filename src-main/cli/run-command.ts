// Runs one command of the command line. Needs no display; both composition roots come here.

import { resolve } from "node:path";
import { createTranslator } from "../../shared/i18n/create.ts";
import type { Translator } from "../../shared/i18n/create.ts";
import { createFormatter } from "../../shared/i18n/format.ts";
import { pickLanguage } from "../../shared/i18n/languages.ts";
import { assertNever } from "../../shared/assert-never.ts";
import { openChannels } from "../composition/alerts.ts";
import { conditionCompiler } from "../composition/condition-compiler.ts";
import { readConfiguration } from "../composition/config-source.ts";
import { openProbes } from "../composition/probes.ts";
import { createSurroundings, pathsFor } from "../composition/surroundings.ts";
import type { Surroundings } from "../composition/surroundings.ts";
import { createFileLocks } from "../platform/file-locks.ts";
import { createConsoleLogger } from "../platform/logger.ts";
import { openSecretFile } from "../platform/secret-file.ts";
import type { SecretCipher } from "../platform/secret-file.ts";
import { createSystemClock, createSystemTimers } from "../platform/system-clock.ts";
import type { SecretStore } from "../ports/secrets.ts";
import { runAlertTest } from "./alert-test.ts";
import { parseCommand } from "./arguments.ts";
import type { Command } from "./arguments.ts";
import { checkOnce } from "./check.ts";
import { runDoctor } from "./doctor.ts";
import { exportHistory } from "./export.ts";
import { helpText } from "./help.ts";
import { importHistory } from "./import.ts";
import { EXIT } from "./output.ts";
import type { ExitCode, Output } from "./output.ts";
import { loggingNotifier, runHeadless } from "./run-headless.ts";
import { readLimited, runSecret } from "./secret.ts";
import { printProblems, reportConfig } from "./validate.ts";

/** What the process gives the command line. */
export interface CliHost {
  readonly output: Output;
  readonly version: string;
  /** The system's keyring; null = this process has none. */
  readonly keyring: () => SecretCipher | null;
  /** Resolves when the user or the system asks to stop. */
  readonly stop: Promise<void>;
}

/** Runs the words after the program's name; resolves to the exit code. */
export async function runCommand(words: readonly string[], host: CliHost): Promise<ExitCode> {
  const language = pickLanguage(wishes(process.env));
  const translator = createTranslator(language);
  const parsed = parseCommand(words, translator.t);
  if (!parsed.ok) {
    host.output.err(`${parsed.error.message}\n`);
    return EXIT.usage;
  }
  const command = parsed.value;
  if (command.name === "help") {
    host.output.out(helpText(command.topic, language));
    return EXIT.ok;
  }
  if (command.name === "version") {
    host.output.out(`${host.version}\n`);
    return EXIT.ok;
  }
  const paths = pathsFor(command.dataFolder === undefined ? undefined : resolve(command.dataFolder), process.env);
  const locks = createFileLocks({ clock: createSystemClock(), timers: createSystemTimers() });
  const secrets = openSecretFile(paths.secretsFile, host.keyring, locks);
  const surroundings = createSurroundings({
    paths,
    secrets,
    openLogger: (scrub) => createConsoleLogger(levelFor(command), scrub),
  });
  try {
    return await perform(command, surroundings, secrets, host, translator);
  } finally {
    await surroundings.configs.close();
    await surroundings.http.close();
  }
}

type Working = Exclude<Command, { readonly name: "help" | "version" }>;

async function perform(
  command: Working,
  surroundings: Surroundings,
  secrets: SecretStore,
  host: CliHost,
  translator: Translator,
): Promise<ExitCode> {
  const { output, version } = host;
  const configPath = resolve(command.configPath ?? surroundings.paths.configFile);
  switch (command.name) {
    case "doctor": {
      const bundleFile = command.bundleFile === null ? null : resolve(command.bundleFile);
      return await runDoctor({ configPath, version, bundleFile }, surroundings, output, translator);
    }
    case "validate":
      return reportConfig(await readConfiguration(configPath, surroundings), command.json, process.cwd(), output, translator);
    case "check": {
      const load = await readConfiguration(configPath, surroundings);
      if (load.config === null) {
        printProblems(load, process.cwd(), output, translator);
        return EXIT.usage;
      }
      const probes = openProbes(surroundings);
      try {
        const { clock, timers, scrubber } = surroundings;
        const runner = { probe: probes.probe, clock, timers, removeSecrets: (text: string) => scrubber.scrub(text) };
        const ports = {
          runner,
          compileConditions: conditionCompiler,
          output,
          translator,
          format: createFormatter(pickLanguage([translator.language])),
        };
        return await checkOnce(load.config, command, ports, signalOf(host.stop));
      } finally {
        await probes.close();
      }
    }
    case "run":
      if (!command.headless) {
        output.err(`${translator.t("cli.needsHeadless")}\n`);
        return EXIT.usage;
      }
      return await runHeadless(surroundings, configPath, output, translator, host.stop);
    case "alert-test": {
      const load = await readConfiguration(configPath, surroundings);
      if (load.config === null) {
        printProblems(load, process.cwd(), output, translator);
        return EXIT.usage;
      }
      const channels = openChannels(surroundings, loggingNotifier(surroundings));
      return await runAlertTest(command, load.config, channels, surroundings.clock.nowMs(), output, translator, signalOf(host.stop));
    }
    case "export":
      return await exportHistory(command, surroundings, output, translator);
    case "import":
      return await importHistory(command.file, surroundings, output, translator);
    case "secret":
      return await runSecret(command, secrets, () => readLimited(process.stdin), output, translator);
    default:
      return assertNever(command, "command");
  }
}

function levelFor(command: Working): "debug" | "info" | "warn" | "error" {
  if (command.name !== "run") return "error";
  return command.verbose ? "debug" : "info";
}

/** The languages that the terminal asks for, by POSIX' variables; where there are none, the system's. */
function wishes(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  // An empty variable counts as unset. POSIX.1-2024, Base Definitions, section 8.2.
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  const told = [...(environment["LANGUAGE"] ?? "").split(":"), locale].filter((wish) => wish !== "");
  return told.length === 0 ? [new Intl.DateTimeFormat().resolvedOptions().locale] : told.map((wish) => wish.replace("_", "-"));
}

function signalOf(stop: Promise<void>): AbortSignal {
  const controller = new AbortController();
  void stop.then(() => controller.abort(new Error("stopped")));
  return controller.signal;
}
