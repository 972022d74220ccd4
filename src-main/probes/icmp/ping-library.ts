// The two parts of the `ping` package that are used, with the types that it does not ship.

import { createRequire } from "node:module";

/** Arguments of a run. The builder fills in what is missing, in place, so every call needs an object of its own. */
export interface PingArguments {
  readonly numeric: boolean;
  readonly timeout: number | false;
  readonly deadline: number | false;
  readonly min_reply: number;
  readonly v6: boolean;
  readonly sourceAddr: string;
  readonly packetSize: number;
  readonly extra: string[];
}

interface BuilderFactory {
  isPlatformSupport(platform: string): boolean;
  isLinux(platform: string): boolean;
  isMacOS(platform: string): boolean;
  isWindow(platform: string): boolean;
  getExecutablePath(platform: string, v6: boolean): string;
  createBuilder(platform: string): { getCommandArguments(target: string, config: PingArguments): string[] };
}

interface PingParser {
  eat(line: string): PingParser;
  getResult(): { readonly alive: boolean; readonly time: number | "unknown" };
}

interface ParserFactory {
  createParser(address: string, platform: string, config: object): PingParser;
}

const loadCommonJs = createRequire(import.meta.url);

/** Which program, which arguments. */
export const builders = loadCommonJs("ping/lib/builder/factory.js") as BuilderFactory;

/** What the program said. */
export const parsers = loadCommonJs("ping/lib/parser/factory.js") as ParserFactory;
