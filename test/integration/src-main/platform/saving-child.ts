// A process that saves again and again, as the app and the command line do; file-locks.test.ts runs several of them on the same files.
// Waits for a line on standard input, so that all begin at once, and says on standard output how often it had to try again.

import { once } from "node:events";
import { dirname } from "node:path";

import { openEditEngine } from "../../../../src-main/config/edit/edit-in-worker.ts";
import { EditSession } from "../../../../src-main/config/edit/session.ts";
import { createFileLocks } from "../../../../src-main/platform/file-locks.ts";
import { openSecretFile } from "../../../../src-main/platform/secret-file.ts";
import { createSystemClock, createSystemTimers } from "../../../../src-main/platform/system-clock.ts";

const [work = "", file = "", name = "", count = "0"] = process.argv.slice(2);
const clock = createSystemClock();
const locks = createFileLocks({ clock, timers: createSystemTimers() });
let again = 0;

function saveSecrets(): void {
  const secrets = openSecretFile(file, () => null, locks);
  secrets.acceptWeak(true);
  for (let number = 0; number < Number(count); number += 1) {
    const failure = secrets.set(`${name}_${number}`, `value ${number}`);
    if (failure !== null) throw new Error(failure.message);
    if (number % 5 === 4 && secrets.remove(`${name}_${number}`) !== null) throw new Error("nothing to remove");
  }
}

async function saveEntries(): Promise<void> {
  const engine = openEditEngine();
  const session = new EditSession({
    configPath: file,
    engine,
    backups: { keep: () => Promise.resolve(), list: () => Promise.resolve([]), read: () => Promise.resolve(null) },
    clock,
    whileLocked: locks.whileLocked,
    check: () => Promise.resolve([]),
    keepSecret: () => null,
    dropSecret: () => undefined,
    onSaved: () => undefined,
  });
  for (let number = 0; number < Number(count); ) {
    const { revision } = await session.read();
    const value = { name: `${name}-${number}`, url: "https://example.org/", conditions: ["[STATUS] == 200"] };
    const edit = { op: "add-entry", list: "endpoints", place: { at: "end-of-file", file }, value } as const;
    const saved = await session.apply({ base: revision, edits: [edit], shared: "ask", reason: "a test" });
    if (!saved.ok) throw new Error(saved.error.message);
    if (saved.value.outcome === "saved") number += 1;
    else if (saved.value.outcome === "conflict") again += 1;
    else throw new Error(`not saved: ${saved.value.outcome}`);
  }
  await engine.close();
}

/** Is killed while it holds the lock. */
async function hold(): Promise<void> {
  await locks.whileLocked([file], async () => {
    process.stdout.write("held\n");
    await once(process.stdin, "never");
  });
}

process.stdout.write(`ready in ${dirname(file)}\n`);
await once(process.stdin, "data");
if (work === "hold") await hold();
else if (work === "secrets") saveSecrets();
else await saveEntries();
process.stdout.write(`again ${again}\n`);
process.exit(0);
