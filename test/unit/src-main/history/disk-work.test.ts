// What is asked of the thread for the disk, and when.

import { describe, expect, it } from "vitest";
import { Checkpointer } from "../../../../src-main/history/checkpointer.ts";
import type { DiskReply, DiskTask } from "../../../../src-main/history/disk-thread.ts";
import { ReadAhead } from "../../../../src-main/history/read-ahead.ts";
import type { Logger } from "../../../../src-main/ports/logger.ts";
import { settle } from "../../../helpers/fake-clock.ts";

const MIB = 2 ** 20;
const WELL: DiskReply = { trouble: null, count: 1 };

class FakeThread {
  readonly asked: DiskTask[] = [];
  hasEnded = false;
  #answer: (reply: DiskReply | null) => void = () => undefined;

  async perform(task: DiskTask): Promise<DiskReply | null> {
    this.asked.push(task);
    return await new Promise((resolve) => (this.#answer = resolve));
  }

  async answer(reply: DiskReply | null): Promise<void> {
    this.#answer(reply);
    await settle();
  }
}

function checkpointer(): {
  readonly thread: FakeThread;
  readonly made: Checkpointer;
  readonly heard: string[];
} {
  const thread = new FakeThread();
  const heard: string[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_message, fields) => void heard.push(`warned of ${String(fields?.["detail"])}`),
    error: () => undefined,
  };
  const made = new Checkpointer({
    thread,
    connection: { waitForLocks: (ms) => void heard.push(`waits ${ms} ms`) },
    logger,
    onBegun: () => void heard.push("begun"),
  });
  return { thread, made, heard };
}

const kinds = ({ asked }: FakeThread): readonly string[] => asked.map(({ kind }) => kind);

describe("the checkpointer", () => {
  it("asks when much was written, once until it is answered", async () => {
    const { thread, made } = checkpointer();
    made.wrote(3 * MIB);
    expect([made.isBusy, kinds(thread)]).toEqual([false, []]);
    made.wrote(MIB);
    made.wrote(9 * MIB);
    expect([made.isBusy, kinds(thread)]).toEqual([true, ["checkpoint"]]);
    await thread.answer({ trouble: null, count: 0 });
    expect(made.isBusy).toBe(false);
    made.wrote(1);
    expect(kinds(thread)).toEqual(["checkpoint", "checkpoint"]);
  });

  it("has the next log begun when all of this one is in the file, and is patient with the lock meanwhile", async () => {
    const { thread, made, heard } = checkpointer();
    made.wrote(4 * MIB);
    let isKeptUp = false;
    void made.keptUp().then(() => (isKeptUp = true));
    await thread.answer(WELL);
    expect(kinds(thread)).toEqual(["checkpoint", "beginLog"]);
    expect({ isBusy: made.isBusy, isBeginning: made.isBeginning, isKeptUp, heard }).toEqual({
      isBusy: true,
      isBeginning: true,
      isKeptUp: false,
      heard: ["waits 1000 ms"],
    });
    await thread.answer({ trouble: null, count: 0 });
    expect({ isBusy: made.isBusy, isBeginning: made.isBeginning, isKeptUp, heard }).toEqual({
      isBusy: false,
      isBeginning: false,
      isKeptUp: true,
      heard: ["waits 1000 ms", "waits 25 ms", "begun"],
    });
  });

  it("says what troubles the thread, but not again and again", async () => {
    const { thread, made, heard } = checkpointer();
    for (const trouble of ["the disk is full", "the disk is full", null, "the disk is full"]) {
      made.wrote(4 * MIB);
      await thread.answer({ trouble, count: 0 });
    }
    expect(heard).toEqual(["warned of the disk is full", "warned of the disk is full"]);
  });

  it("lets whoever waits go on when the thread is gone, at any point, and asks no more", async () => {
    for (const replies of [[null], [WELL, null]]) {
      const { thread, made, heard } = checkpointer();
      made.wrote(4 * MIB);
      for (const reply of replies) await thread.answer(reply);
      await made.keptUp();
      expect([made.isBusy, made.isBeginning]).toEqual([false, false]);
      expect(heard.filter((line) => line.startsWith("waits")).at(-1) ?? "waits 25 ms").toBe("waits 25 ms");
      const asked = thread.asked.length;
      thread.hasEnded = true;
      made.wrote(40 * MIB);
      expect([made.isBusy, thread.asked.length]).toEqual([false, asked]);
    }
  });
});

describe("reading ahead", () => {
  async function pagesAsked(sizes: readonly number[], needed: number): Promise<ReadonlyArray<readonly [first: number, last: number]>> {
    const asked: Array<readonly [number, number]> = [];
    const ahead = new ReadAhead({
      perform: async (task) => {
        if (task.kind === "pages") asked.push([task.first, task.first + task.count - 1]);
        return WELL;
      },
    });
    for (const pages of sizes) await ahead.endOfFile(pages, needed);
    return asked;
  }

  it.each([
    ["reads the end first", [5_000], [[3_977, 5_000]]],
    ["reads nothing twice while the file shrinks", [5_000, 4_900, 4_100], [[3_977, 5_000]]],
    [
      "goes on before it is needed",
      [5_000, 4_020, 3_000],
      [
        [3_977, 5_000],
        [2_953, 3_976],
        [1_929, 2_952],
      ],
    ],
    [
      "catches up with a file that shrank by much",
      [5_000, 2_000],
      [
        [3_977, 5_000],
        [977, 2_000],
      ],
    ],
    ["takes a file that grew for known: what is new is in memory", [5_000, 5_500], [[3_977, 5_000]]],
    ["reads a short file whole, once", [100, 60], [[1, 100]]],
  ])("%s", async (_what, sizes, expected) => {
    expect(await pagesAsked(sizes, 48)).toEqual(expected);
  });

  it("reads the pointer map once, of a large file in parts", async () => {
    const asked: DiskTask[] = [];
    const ahead = new ReadAhead({ perform: async (task) => (asked.push(task), WELL) });
    await ahead.pointerMap(300_000);
    await ahead.pointerMap(800);
    expect(asked).toEqual([
      { kind: "pointerMap", first: 1, last: 204_800 },
      { kind: "pointerMap", first: 204_801, last: 300_000 },
    ]);
  });

  it("finds nothing without a thread, and asks nobody", async () => {
    const ahead = new ReadAhead(null);
    expect(await ahead.rows({ table: "block", where: "id > ?", values: [0] }, 5)).toBe(0);
    await ahead.pointerMap(5);
    await ahead.endOfFile(5, 1);
  });
});
