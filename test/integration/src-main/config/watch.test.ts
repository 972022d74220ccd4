import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ConfigWatch } from "../../../../src-main/config/watch.ts";
import { watchConfig } from "../../../../src-main/config/watch.ts";
import type { Timers } from "../../../../src-main/ports/clock.ts";

const timers: Timers = {
  setTimer: (delayMs, callback) => {
    const handle = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};

let folder = "";
let watch: ConfigWatch | null = null;
let changes = 0;
let looks = 0;
let wake: () => void = () => undefined;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "sentray-watch-")));
  changes = 0;
  looks = 0;
});

afterEach(async () => {
  await watch?.close();
  watch = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(path: string, isFolderBusy = false): Promise<void> {
  watch = watchConfig({
    path,
    timers: { setTimer: (delayMs, callback) => timers.setTimer(delayMs, () => ((looks += 1), callback())) },
    isFolderBusy,
    onChange: () => {
      changes += 1;
      wake();
    },
  });
  await watch.ready;
}

/** Resolves with the next change; the test's own limit ends a wait for one that never comes. */
async function nextChange(action: () => void): Promise<void> {
  const told = new Promise<void>((resolve) => {
    wake = resolve;
  });
  action();
  await told;
}

/** Long enough for a change that was not meant to be told. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_200));
}

describe("a watched file", () => {
  it("is noticed when written, renamed over, deleted and made anew", async () => {
    const path = join(folder, "config.yaml");
    writeFileSync(path, "a: 1\n");
    await start(path);
    await nextChange(() => writeFileSync(path, "a: 22\n"));
    await nextChange(() => {
      writeFileSync(`${path}.tmp`, "a: 33\n");
      renameSync(`${path}.tmp`, path);
    });
    await nextChange(() => unlinkSync(path));
    await nextChange(() => writeFileSync(path, "a: 4\n"));
    await nextChange(() => appendFileSync(path, "b: 5\n"));
    expect(changes).toBe(5);
  });

  it("is told once for several steps, and not for its neighbours", async () => {
    const path = join(folder, "config.yaml");
    writeFileSync(path, "a: 1\n");
    await start(path);
    writeFileSync(join(folder, "other.yaml"), "x");
    await nextChange(() => {
      for (let step = 0; step < 5; step += 1) writeFileSync(path, `a: ${"1".repeat(step + 2)}\n`);
    });
    await quiet();
    expect(changes).toBe(1);
  });

  it("costs the same when its folder is busy, and is noticed all the same", async () => {
    const path = join(folder, "secrets.json");
    writeFileSync(path, "{}");
    await start(path, true);
    const wal = join(folder, "history.sqlite-wal");
    const writing = setInterval(() => appendFileSync(wal, "x"), 10);
    await quiet();
    clearInterval(writing);
    // Looked at every 750 ms, however often the other file was written.
    expect(looks).toBeLessThanOrEqual(2);
    expect(changes).toBe(0);
    await nextChange(() => writeFileSync(path, '{"a":1}'));
    expect(changes).toBe(1);
  });

  it("may not be there yet", async () => {
    const path = join(folder, "later/config.yaml");
    await start(path);
    await nextChange(() => {
      mkdirSync(join(folder, "later"));
      writeFileSync(path, "a: 1\n");
    });
    expect(changes).toBe(1);
  });

  it("may be a link that is turned", async () => {
    writeFileSync(join(folder, "one"), "a: 1\n");
    writeFileSync(join(folder, "two"), "a: 2\n");
    const path = join(folder, "config.yaml");
    symlinkSync("one", path);
    await start(path);
    await nextChange(() => {
      symlinkSync("two", `${path}.new`);
      renameSync(`${path}.new`, path);
    });
    expect(changes).toBe(1);
  });
});

describe("a watched folder", () => {
  it("is noticed when files come, change and go, at any depth", async () => {
    writeFileSync(join(folder, "a.yaml"), "a: 1\n");
    await start(folder);
    await nextChange(() => {
      mkdirSync(join(folder, "deep/er"), { recursive: true });
      writeFileSync(join(folder, "deep/er/b.yml"), "b: 1\n");
    });
    await nextChange(() => writeFileSync(join(folder, "deep/er/b.yml"), "b: 22\n"));
    await nextChange(() => unlinkSync(join(folder, "a.yaml")));
    writeFileSync(join(folder, "notes.txt"), "x");
    await quiet();
    expect(changes).toBe(3);
  });

  it("of Kubernetes' kind is noticed when its data link is swapped", async () => {
    for (const [name, text] of [
      ["..1", "a: 1\n"],
      ["..2", "a: 22\n"],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "config.yaml"), text);
    }
    symlinkSync("..1", join(folder, "..data"));
    symlinkSync("..data/config.yaml", join(folder, "config.yaml"));
    await start(folder);
    await nextChange(() => {
      symlinkSync("..2", join(folder, "..data_tmp"));
      renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
    });
    expect(changes).toBe(1);
  });
});

describe("a closed watch", () => {
  it("tells nothing any more, and closing again is harmless", async () => {
    const path = join(folder, "config.yaml");
    writeFileSync(path, "a: 1\n");
    await start(path);
    await watch?.close();
    await watch?.close();
    writeFileSync(path, "a: 22\n");
    await quiet();
    expect(changes).toBe(0);
  });
});
