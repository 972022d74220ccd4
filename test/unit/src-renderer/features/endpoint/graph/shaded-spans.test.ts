import { describe, expect, it } from "vitest";
import { createTranslator } from "../../../../../../shared/i18n/create.ts";
import { createFormatter } from "../../../../../../shared/i18n/format.ts";
import type { NotObservedReason, Series } from "../../../../../../shared/model/history.ts";
import { HOUR, MINUTE } from "../../../../../../shared/units.ts";
import { shadedSpans, spanAt } from "../../../../../../src-renderer/features/endpoint/graph/shaded-spans.ts";

const TO = Date.UTC(2026, 10, 22, 12);
const FROM = TO - 24 * HOUR;
const { t } = createTranslator("en");
const format = createFormatter("en", "UTC");

function series(change: Partial<Series>): Series {
  return { key: "core_api", fromMs: FROM, toMs: TO, bucketMs: MINUTE, points: [], notObserved: [], maintenance: [], ...change };
}

describe("shadedSpans", () => {
  it.each([
    ["asleep", "computer asleep"],
    ["offline", "no network"],
    ["captive-portal", "captive portal"],
    ["paused", "paused"],
    ["stopped", "Sentray not running"],
    ["stalled", "computer too busy"],
  ] as const satisfies ReadonlyArray<readonly [NotObservedReason, string]>)("names the reason %s, with its times", (reason, words) => {
    const [span] = shadedSpans(series({ notObserved: [{ key: null, fromMs: TO - 3 * HOUR, toMs: TO - HOUR, reason }] }), null, t, format);
    expect(span).toMatchObject({ tone: "quiet", label: words, fullLabel: `${words} 09:00–11:00` });
  });

  it("tells maintenance and gaps in the order in which they were, and the day of one that began yesterday", () => {
    const spans = shadedSpans(
      series({
        notObserved: [{ key: null, fromMs: TO - 2 * HOUR, toMs: TO - HOUR, reason: "offline" }],
        maintenance: [{ fromMs: TO - 15 * HOUR, toMs: TO - 14 * HOUR }],
      }),
      null,
      t,
      format,
    );
    expect(spans.map(({ fullLabel }) => fullLabel)).toEqual(["maintenance 21 Nov, 21:00–22:00", "no network 10:00–11:00"]);
  });

  it("shades the time before the watching began, and nothing when that is outside", () => {
    expect(shadedSpans(series({}), TO - HOUR, t, format)).toMatchObject([
      { fromMs: FROM, toMs: TO - HOUR, tone: "before", label: "not watched yet", fullLabel: "not watched yet" },
    ]);
    expect(shadedSpans(series({}), FROM - HOUR, t, format)).toEqual([]);
  });
});

describe("spanAt", () => {
  it("finds the stretch of a moment, without its end", () => {
    const spans = shadedSpans(series({ maintenance: [{ fromMs: TO - 2 * HOUR, toMs: TO - HOUR }] }), null, t, format);
    expect(spanAt(spans, TO - 2 * HOUR)?.tone).toBe("maintenance");
    expect(spanAt(spans, TO - HOUR)).toBeNull();
  });
});
