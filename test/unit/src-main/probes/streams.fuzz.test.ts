// Every decoder of ours that reads from a connection, given anything at all in pieces of any size: it answers or refuses with words of
// its own, before the stream ends or at its end, and never holds more than its bound. SENTRAY_FUZZ_RUNS sets the number of inputs.

import { Duplex } from "node:stream";
import fc from "fast-check";
import type { Dispatcher } from "undici";
import { describe, expect, it } from "vitest";
import type { Check } from "../../../../src-main/probes/check.ts";
import { streamTransport } from "../../../../src-main/probes/dns/exchange.ts";
import { encodeQuery } from "../../../../src-main/probes/dns/wire.ts";
import { ProbeFailure } from "../../../../src-main/probes/failure.ts";
import { demandOk } from "../../../../src-main/probes/grpc/health.ts";
import { keepingSink } from "../../../../src-main/probes/http/body-sink.ts";
import { Exchange } from "../../../../src-main/probes/http/exchange.ts";
import { connectByHttp } from "../../../../src-main/probes/http/proxy.ts";
import { expectSsh } from "../../../../src-main/probes/net/ssh-client.ts";
import { readSome } from "../../../../src-main/probes/net/streams.ts";
import { commandIn } from "../../../../src-main/probes/ssh.ts";
import { readReply } from "../../../../src-main/probes/starttls.ts";
import { Stopwatch } from "../../../../src-main/probes/stopwatch.ts";
import { realTime } from "../../../helpers/servers/probe-context.ts";

const RUNS = Number(process.env["SENTRAY_FUZZ_RUNS"] ?? 300);
const options = { numRuns: RUNS };
const PATIENCE_MS = 30_000 + RUNS * 5;
const MOST_BYTES = 256;

/** A connection on which these pieces arrive, and then its end. */
function streamOf(pieces: readonly Uint8Array[]): Duplex {
  const left = [...pieces];
  return new Duplex({
    read() {
      this.push(left.shift() ?? null);
    },
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
}

/** Pieces of what a decoder expects, in any order, between anything. */
function pieces(...expected: readonly string[]): fc.Arbitrary<readonly Uint8Array[]> {
  const likely = fc.constantFrom(...expected).map((text) => Buffer.from(text, "latin1"));
  return fc.array(fc.oneof(likely, fc.uint8Array({ minLength: 1, maxLength: 80 })), { maxLength: 6 });
}

const QUERY = encodeQuery({ name: "example.org", type: "A" }, 7, { edns: true });
const PROXY = new URL("http://me:secret@proxy.example:3128");
const TARGET = { host: "target.example", port: 443 };

const readers: ReadonlyArray<
  readonly [name: string, input: fc.Arbitrary<readonly Uint8Array[]>, read: (stream: Duplex) => Promise<unknown>]
> = [
  [
    "replies of SMTP servers",
    pieces("220 hello\r\n", "220-", "250-more\r\n", "250 ok\r\n", "\r\n"),
    (stream) => readReply(stream, MOST_BYTES),
  ],
  [
    "greetings of SSH servers",
    pieces("SSH-2.0-x\r\n", "SS", "H-", "HTTP/1.1 400 Bad\r\n", "\n"),
    (stream) => expectSsh(stream, MOST_BYTES),
  ],
  [
    "answers of proxies",
    pieces("HTTP/1.1 200 ok\r\n", "HTTP/1.0 407 no\r\n", "\r\n\r\n", "\r\n", "Via: x\r\n"),
    (stream) => connectByHttp(stream, PROXY, TARGET),
  ],
  [
    "DNS messages on a stream",
    pieces("\u0000\u001d", Buffer.from(QUERY).toString("latin1"), "\u0000\u0007\u0081\u0080", "\uffff"),
    (stream) => streamTransport(() => Promise.resolve(stream))(QUERY),
  ],
  ["first bytes", pieces("x"), (stream) => readSome(stream, 10)],
];

const headerText = fc.oneof(fc.string({ maxLength: 40, unit: "binary" }), fc.constantFrom("0", "14", "content-encoding", "%E4%", ""));
const rawHeader = fc.oneof(
  headerText.map((text) => Buffer.from(text, "latin1")),
  headerText,
  fc.constant(undefined),
);

describe("decoders of connections answer or refuse", () => {
  it.each(readers)(
    "%s",
    async (_name, input, read) => {
      await fc.assert(
        fc.asyncProperty(input, async (parts) => {
          const stream = streamOf(parts);
          const failure = await read(stream).then(
            () => null,
            (thrown: unknown) => thrown,
          );
          stream.destroy();
          expect(failure === null || failure instanceof ProbeFailure).toBe(true);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it(
    "headers of gRPC answers",
    () => {
      const headers = fc.dictionary(
        fc.constantFrom(":status", "grpc-status", "grpc-message"),
        fc.oneof(headerText, fc.array(headerText, { maxLength: 2 })),
      );
      fc.assert(
        fc.property(headers, headers, (head, trailers) => {
          try {
            demandOk(head, trailers);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ProbeFailure);
          }
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it(
    "heads and bodies of HTTP answers",
    async () => {
      const answers = fc.record({
        statuses: fc.array(fc.integer({ min: 100, max: 999 }), { minLength: 1, maxLength: 4 }),
        raw: fc.oneof(fc.array(rawHeader, { maxLength: 7 }), fc.constant(null)),
        chunks: fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 4 }),
        breaksOff: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(answers, async ({ statuses, raw, chunks, breaksOff }) => {
          const check = { stopwatch: new Stopwatch(realTime.clock) } as unknown as Check;
          const exchange = new Exchange(check, ({ headers }) => keepingSink(MOST_BYTES, headers[0]?.[1] ?? ""));
          const controller = { rawHeaders: raw, abort: () => undefined } as unknown as Dispatcher.DispatchController;
          exchange.onRequestStart(controller);
          for (const status of statuses) {
            exchange.onResponseStart(controller, status);
          }
          for (const chunk of chunks) {
            exchange.onResponseData(controller, Buffer.from(chunk));
          }
          if (breaksOff || statuses.every((status) => status < 200)) {
            exchange.onResponseError(controller, new Error("broken off"));
          } else {
            exchange.onResponseEnd();
          }
          const answer = await exchange.answer.catch(() => null);
          expect(answer?.body.bytes.length ?? 0).toBeLessThanOrEqual(MOST_BYTES);
        }),
        options,
      );
    },
    PATIENCE_MS,
  );

  it(
    "the command in an SSH endpoint's body",
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
          try {
            expect(typeof commandIn(body)).toBe("string");
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ProbeFailure);
          }
        }),
        options,
      );
    },
    PATIENCE_MS,
  );
});
