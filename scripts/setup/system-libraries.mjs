// System packages: finds what is missing and installs it (root on Debian and its children), or names the one command that does.

import { constants } from "node:fs";
import { access, chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { debianPackages } from "./debian-packages.mjs";
import { run, tail } from "./processes.mjs";
import { SetupError } from "./progress.mjs";

/** @import { Group, SystemPackage } from "./debian-packages.mjs" */
/** @import { Progress } from "./progress.mjs" */

/**
 * The packages of some groups, each once.
 * @param {readonly Group[]} groups
 * @returns {SystemPackage[]}
 */
export function packagesOf(groups) {
  /** @type {Map<string, SystemPackage>} */
  const byName = new Map();
  for (const group of groups) for (const entry of debianPackages[group]) byName.set(entry.name, entry);
  return [...byName.values()];
}

/**
 * @param {readonly SystemPackage[]} wanted
 * @param {ReadonlySet<string>} installed names of installed packages
 * @returns {SystemPackage[]} those of which neither the package nor an alternative is installed
 */
export function findMissing(wanted, installed) {
  return wanted.filter(({ name, alternatives = [] }) => ![name, ...alternatives].some((candidate) => installed.has(candidate)));
}

/**
 * Which name to ask apt for: the first one that this release knows.
 * @param {readonly SystemPackage[]} missing
 * @param {ReadonlySet<string>} available
 * @returns {string[]} in alphabetical order
 */
export function chooseNames(missing, available) {
  return missing.map(({ name, alternatives = [] }) => [name, ...alternatives].find((candidate) => available.has(candidate)) ?? name).sort();
}

/**
 * Reads the list that `dpkg-query -W -f='${db:Status-Status} ${Package}\n'` prints.
 * @param {string} listing
 * @returns {Set<string>}
 */
export function parseInstalled(listing) {
  return new Set(
    listing
      .split("\n")
      .filter((line) => line.startsWith("installed "))
      .map((line) => line.slice("installed ".length).trim()),
  );
}

/**
 * Reads what `apt-cache policy` prints: the packages that have a version to install.
 * @param {string} listing
 * @returns {Set<string>}
 */
export function parseAvailable(listing) {
  /** @type {Set<string>} */
  const available = new Set();
  let current = "";
  for (const line of listing.split("\n")) {
    const name = /^(\S+):$/u.exec(line)?.[1];
    if (name !== undefined) current = name;
    const candidate = /^\s+Candidate:\s*(\S+)/u.exec(line)?.[1];
    if (candidate !== undefined && candidate !== "(none)") available.add(current);
  }
  return available;
}

/**
 * The command that installs packages, for a person to run.
 * @param {readonly string[]} names
 * @returns {string}
 */
export function installCommand(names) {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(" ")}`;
}

/**
 * Makes sure that the packages of these groups are there. Does nothing on macOS and Windows, where Electron brings everything along.
 * @param {readonly Group[]} groups
 * @param {Progress} progress
 * @returns {Promise<void>}
 * @throws {SetupError} with the exact command when somebody else has to install them
 */
export async function ensureSystemPackages(groups, progress) {
  if (process.platform !== "linux") return;
  const wanted = packagesOf(groups);
  const listing = await run("dpkg-query", ["-W", "-f=${db:Status-Status} ${Package}\n"]);
  if (listing.code !== 0) {
    await refuseMissingPrograms(wanted);
    return;
  }
  const missing = findMissing(wanted, parseInstalled(listing.stdout));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const names = chooseNames(missing, await readAvailable(missing));
    throw new SetupError(`these system packages are missing; install them and start again:\n\n  ${installCommand(names)}\n`);
  }
  await install(missing, progress);
}

/**
 * On systems without dpkg all that can be said is which programs are not there.
 * @param {readonly SystemPackage[]} wanted
 */
async function refuseMissingPrograms(wanted) {
  /** @type {string[]} */
  const missing = [];
  for (const { programs = [] } of wanted) for (const program of programs) if ((await findProgram(program)) === null) missing.push(program);
  if (missing.length === 0) return;
  throw new SetupError(
    `these programs are missing; install them with this system's package manager and start again: ${missing.join(", ")}`,
  );
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | null>} the path of a program, also where only root's `PATH` leads
 */
export async function findProgram(name, env = process.env) {
  const folders = [...(env["PATH"] ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}

/**
 * @param {readonly SystemPackage[]} missing
 * @returns {Promise<Set<string>>}
 */
async function readAvailable(missing) {
  const names = missing.flatMap(({ name, alternatives = [] }) => [name, ...alternatives]);
  return parseAvailable((await run("apt-cache", ["policy", ...names])).stdout);
}

const aptEnvironment = { ...process.env, DEBIAN_FRONTEND: "noninteractive", DEBCONF_NONINTERACTIVE_SEEN: "true", LC_ALL: "C" };
const aptOptions = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", "-o", "Dpkg::Options::=--force-confold"];

/**
 * @param {readonly SystemPackage[]} missing
 * @param {Progress} progress
 */
async function install(missing, progress) {
  if (!(await hasPackageLists())) await updateLists(progress);
  let names = chooseNames(missing, await readAvailable(missing));
  progress.say(`system packages to install: ${names.join(" ")}`);
  const attempt = () => installQuietly(names, progress);
  let outcome = await attempt();
  if (outcome.code !== 0) {
    // Lists that are older than the mirror name versions that are gone.
    await updateLists(progress);
    names = chooseNames(missing, await readAvailable(missing));
    outcome = await attempt();
  }
  if (outcome.code !== 0) {
    throw new SetupError(`apt could not install the system packages (${names.join(" ")}):\n${tail(outcome)}`);
  }
}

async function hasPackageLists() {
  const names = await readdir("/var/lib/apt/lists").catch(() => []);
  return names.some((name) => name.includes("_Packages"));
}

/** @param {Progress} progress */
async function updateLists(progress) {
  const outcome = await progress.during("reading the lists of system packages (apt-get update)", (detail) =>
    run("apt-get", ["update", "-q"], { env: aptEnvironment, onLine: detail }),
  );
  if (outcome.code !== 0) progress.say(`apt-get update had problems:\n${tail(outcome, 5)}`);
}

/**
 * @param {readonly string[]} names
 * @param {Progress} progress
 */
async function installQuietly(names, progress) {
  return await withoutStartingServices(() =>
    progress.during(`installing ${names.length} system packages and what they need (apt-get install)`, (detail) =>
      run("apt-get", ["install", ...aptOptions, "--no-install-recommends", ...names], {
        env: aptEnvironment,
        timeoutMs: 1_800_000,
        onLine: detail,
      }),
    ),
  );
}

/** Debian asks this program before a package's installation starts a service; 101 means "no". */
const policyProgram = "/usr/sbin/policy-rc.d";

/**
 * Servers that the tests need must not begin to serve because they were installed.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withoutStartingServices(work) {
  const ours = await access(policyProgram).then(
    () => false,
    () => true,
  );
  if (ours) {
    await mkdir(dirname(policyProgram), { recursive: true });
    await writeFile(policyProgram, "#!/bin/sh\nexit 101\n");
    await chmod(policyProgram, 0o755);
  }
  try {
    return await work();
  } finally {
    if (ours) await rm(policyProgram, { force: true });
  }
}

/**
 * What a program is linked to and the system doesn't have.
 * @param {string} executable
 * @returns {Promise<string[]>} names such as `libnss3.so`; empty where `ldd` can't tell
 */
export async function findUnresolvedLibraries(executable) {
  if (process.platform !== "linux") return [];
  const { stdout } = await run("ldd", [executable], { env: { ...process.env, LC_ALL: "C" } });
  return parseUnresolvedLibraries(stdout);
}

/**
 * @param {string} listing what `ldd` prints
 * @returns {string[]}
 */
export function parseUnresolvedLibraries(listing) {
  return [...listing.matchAll(/^\s*(\S+) => not found/gmu)].map((match) => match[1] ?? "");
}
