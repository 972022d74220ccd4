import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { createTranslator } from "../../../../shared/i18n/create.ts";
import { readLimited, runSecret } from "../../../../src-main/cli/secret.ts";
import { openSecretFile } from "../../../../src-main/platform/secret-file.ts";
import type { SecretCipher } from "../../../../src-main/platform/secret-file.ts";
import { LOCKS } from "../../../helpers/file-locks.ts";
import { NO_KEYRING, TURNING_KEYRING } from "../desktop/settings/keyrings.ts";
import { commandBench } from "./command-bench.ts";

async function secretBench(keyring: SecretCipher | null) {
  const { folder, run } = await commandBench();
  const file = join(folder, "secrets.json");
  const secrets = openSecretFile(file, () => keyring, LOCKS);
  const command = async (action: "set" | "list" | "rm", secretName: string | null, input = "") => {
    let out = "";
    const output = {
      out: (text: string) => void (out += text),
      err: (text: string) => void (out += text),
      isTerminal: false,
      hasColour: false,
      flushed: () => Promise.resolve(true),
    };
    const code = await runSecret(
      { action, secretName },
      secrets,
      async () => await readLimited([input] as unknown as AsyncIterable<string>),
      output,
      createTranslator("en"),
    );
    return { code, out };
  };
  return { file, secrets, command, run };
}

describe("sentray secret", () => {
  it("keeps a value sealed, lists names and forgets", async () => {
    const { command, secrets, file } = await secretBench(TURNING_KEYRING);
    expect(await command("set", "TOKEN", "the value\n")).toEqual({ code: 0, out: "" });
    expect(secrets.get("TOKEN")).toBe("the value");
    expect(await readFile(file, "utf8")).not.toContain("the value");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await command("list", null)).toEqual({ code: 0, out: "TOKEN\n" });
    expect(await command("rm", "TOKEN")).toMatchObject({ code: 0 });
    expect(await command("rm", "TOKEN")).toMatchObject({ code: 1 });
    expect(secrets.get("TOKEN")).toBeUndefined();
  });

  it("lists and removes in plain Node what a keyring sealed, and cannot read it", async () => {
    const { command, file, run } = await secretBench(TURNING_KEYRING);
    await command("set", "TOKEN", "the value");
    expect(openSecretFile(file, () => null, LOCKS).get("TOKEN")).toBeUndefined();
    expect(await run("secret", "list")).toMatchObject({ code: 0, out: "TOKEN  (sealed; cannot be opened here)\n" });
    expect(await run("secret", "set", "OTHER")).toMatchObject({ code: 2, out: "" });
    expect(await run("secret", "rm", "TOKEN")).toMatchObject({ code: 0 });
    expect(await run("secret", "list")).toMatchObject({ code: 0, out: "" });
  });

  it("keeps nothing weakly without consent", async () => {
    const { command, secrets } = await secretBench(NO_KEYRING);
    expect(await command("set", "TOKEN", "x")).toMatchObject({ code: 2 });
    secrets.acceptWeak(true);
    expect(await command("set", "TOKEN", "x")).toMatchObject({ code: 0 });
    expect(secrets.get("TOKEN")).toBe("x");
  });

  it.each<[string, string, string]>([
    ["a name that is none", "a-b", "x"],
    ["no value", "A", "\n"],
    ["too long a value", "A", "x".repeat(300_000)],
  ])("refuses %s", async (_name, name, value) => {
    const { command } = await secretBench(TURNING_KEYRING);
    expect(await command("set", name, value)).toMatchObject({ code: 2 });
  });

  it("never overwrites a damaged file", async () => {
    const { command, file } = await secretBench(TURNING_KEYRING);
    await writeFile(file, "{ damaged");
    expect(await command("set", "TOKEN", "x")).toMatchObject({ code: 1 });
    expect(await readFile(file, "utf8")).toBe("{ damaged");
  });
});
