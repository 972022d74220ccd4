import { describe, expect, it } from "vitest";
import { LookupQueue } from "../../../../../src-main/probes/net/lookup-queue.ts";

/** A system that answers when it is told to. */
function inSystem(slots = 2) {
  const queue = new LookupQueue<string>(slots);
  const running = new Map<string, { resolve: (answer: string) => void; reject: (error: Error) => void }>();
  const asked: string[] = [];
  const ask = (name: string) => () => {
    asked.push(name);
    return new Promise<string>((resolve, reject) => running.set(name, { resolve, reject }));
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    asked,
    settle,
    want: (name: string) => {
      const stop = new AbortController();
      const outcome = queue.run(name, ask(name), stop.signal).catch((error: unknown) => String(error));
      return {
        outcome,
        giveUp: async () => {
          stop.abort(new Error("gave up"));
          await outcome;
        },
      };
    },
    answer: async (name: string) => {
      running.get(name)?.resolve(`answer for ${name}`);
      await settle();
    },
    fail: async (name: string) => {
      running.get(name)?.reject(new Error("no such host"));
      await settle();
    },
  };
}

describe("LookupQueue", () => {
  it("asks about a bounded number of names at once, in order, and shares look-ups of one name", async () => {
    const { asked, want, answer, settle } = inSystem();
    const all = ["a", "b", "a", "c"].map(want);
    await settle();
    expect(asked).toEqual(["a", "b"]);
    await answer("a");
    expect(await all[0]?.outcome).toBe("answer for a");
    expect(await all[2]?.outcome).toBe("answer for a");
    await answer("b");
    expect(asked).toEqual(["a", "b", "c"]);
  });

  it("does not ask what nobody wants to know any more", async () => {
    const { asked, want, answer, settle } = inSystem(1);
    want("a");
    const b = want("b");
    want("c");
    await settle();
    await b.giveUp();
    await answer("a");
    expect(asked).toEqual(["a", "c"]);
  });

  it("keeps a slot for names that answered in time, however many others hang", async () => {
    const { asked, want, answer, settle } = inSystem();
    const first = want("good");
    await settle();
    await answer("good");
    await first.outcome;
    const hanging = Array.from({ length: 500 }, (_nothing, index) => want(`hangs-${String(index)}`));
    await settle();
    expect(asked).toEqual(["good", "hangs-0"]);
    const again = want("good");
    await settle();
    await answer("good");
    expect(await again.outcome).toBe("answer for good");
    await Promise.all(hanging.map(({ giveUp }) => giveUp()));
    expect(asked).toEqual(["good", "hangs-0", "good"]);
  });

  it("takes the slot from a name that no longer answers in time, and gives it back to one that does", async () => {
    const { asked, want, answer, settle } = inSystem();
    for (const name of ["good", "fickle"]) {
      const { outcome } = want(name);
      await settle();
      await answer(name);
      await outcome;
    }
    const lost = want("fickle");
    await settle();
    await lost.giveUp();
    await answer("fickle");
    asked.length = 0;
    want("hangs");
    want("fickle");
    await settle();
    expect(asked).toEqual(["hangs"]);
    want("good");
    await settle();
    expect(asked).toEqual(["hangs", "good"]);
  });

  it("counts a quick no as an answer, and goes on after it", async () => {
    const { asked, want, fail, settle } = inSystem(1);
    const no = want("none");
    want("next");
    await settle();
    await fail("none");
    expect(await no.outcome).toBe("Error: no such host");
    expect(asked).toEqual(["none", "next"]);
  });
});
