import { describe, expect, it } from "vitest";
import { createLateLogger } from "../../../../src-main/desktop/late-logger.ts";
import type { LogFields, Logger } from "../../../../src-main/ports/logger.ts";

function recorder(): { readonly lines: string[]; readonly logger: Logger } {
  const lines: string[] = [];
  const say =
    (level: string) =>
    (message: string, fields: LogFields = {}): void =>
      void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { lines, logger: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") } };
}

describe("a late logger", () => {
  it("hands on what was said before, in order, and then everything at once", () => {
    const { lines, logger } = recorder();
    const late = createLateLogger();
    late.warn("early", { page: 1 });
    late.error("still early");
    expect(lines).toEqual([]);
    late.open(logger);
    late.info("late");
    late.debug("later");
    expect(lines).toEqual(['warn early {"page":1}', "error still early {}", "info late {}", "debug later {}"]);
  });

  it("keeps the first thousand lines while nobody takes them", () => {
    const { lines, logger } = recorder();
    const late = createLateLogger();
    for (let line = 0; line < 5_000; line += 1) late.info(String(line));
    late.open(logger);
    expect(lines).toHaveLength(1_000);
    expect(lines[0]).toBe("info 0 {}");
  });
});
