import type { Bounds } from '../checks/facts.ts';

interface NoticeShop {
  readonly id: string;
  readonly name: string;
  /** What was seen, each with its span (ISO 8601); empty when a person opened the case. */
  readonly events: readonly {
    readonly title: string;
    readonly from: string;
    readonly to: string;
    readonly succeeded: 'yes' | 'no' | 'unknown';
  }[];
  readonly categories: readonly string[];
  readonly records: readonly { readonly kind: string; readonly distinct: number }[];
}

const noticeGaps = ['controller', 'categories', 'people', 'records', 'end', 'measures'] as const;

/** What a processor tells one controller (Art. 33(2)): that controller's shops and nothing of another's. Times are ISO 8601, UTC. */
export interface ControllerNotice {
  readonly schema: 'shopbell.controller-notice/1';
  readonly language: 'en' | 'pl' | 'de' | 'ja';
  readonly case: string;
  readonly controller: { readonly name: string; readonly contact: string };
  readonly processor: string;
  readonly awareAt: string;
  readonly occurredFrom: string | null;
  readonly occurredTo: string | null;
  readonly shops: readonly NoticeShop[];
  /** Null: not counted for this controller apart from the others. */
  readonly people: Bounds | null;
  readonly measures: string | null;
  /** What is not known yet and follows. */
  readonly missing: readonly (typeof noticeGaps)[number][];
}

export interface NoticeSignal {
  readonly shop: string;
  readonly title: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly succeeded: 'yes' | 'no' | 'unknown';
  readonly categories: readonly string[];
  readonly touched: readonly { readonly kind: string; readonly distinct: number }[];
}

/** What is known of one controller's part beyond the signals of its shops: nothing of another's may be in it. */
export interface OwnPart {
  /** Null: each shop's own signals tell. */
  readonly categories: readonly string[] | null;
  /** Null: not counted for this controller. */
  readonly people: Bounds | null;
  readonly occurredFrom: string | null;
  readonly occurredTo: string | null;
  readonly measures: string | null;
}

type Head = Pick<ControllerNotice, 'language' | 'case' | 'controller' | 'processor' | 'awareAt'>;

/**
 * The notice to one controller, of the signals of its own shops and of what is known of its part alone. Pure.
 */
export function draftControllerNotice(
  head: Head,
  shops: readonly { readonly id: string; readonly name: string }[],
  signals: readonly NoticeSignal[],
  part: OwnPart,
): ControllerNotice {
  const own = shops.map((shop): NoticeShop => {
    const seen = signals.filter((signal) => signal.shop === shop.id);
    const categories = part.categories ?? seen.flatMap((signal) => signal.categories);
    return {
      ...shop,
      events: seen.map(({ title, firstSeen, lastSeen, succeeded }) => ({ title, from: firstSeen, to: lastSeen, succeeded })),
      categories: [...new Set(categories)].sort(),
      records: recordsOf(seen),
    };
  });
  const spans = own.flatMap((shop) => shop.events);
  const occurredFrom = part.occurredFrom ?? spans.map((event) => event.from).sort()[0] ?? null;
  const occurredTo =
    part.occurredTo ??
    spans
      .map((event) => event.to)
      .sort()
      .at(-1) ??
    null;
  const { people, measures } = part;
  const lacks: Readonly<Record<(typeof noticeGaps)[number], boolean>> = {
    controller: head.controller.name === '' || head.controller.contact === '',
    categories: own.some((shop) => shop.categories.length === 0),
    people: people === null || people.atMost === null,
    records: own.some((shop) => shop.records.length === 0),
    end: occurredTo === null,
    measures: measures === null,
  };
  const missing = noticeGaps.filter((gap) => lacks[gap]);
  return { schema: 'shopbell.controller-notice/1', ...head, occurredFrom, occurredTo, shops: own, people, measures, missing };
}

/** Two signals may tell of the same records, so of each kind the largest count holds, as “at least”. */
function recordsOf(signals: readonly NoticeSignal[]): NoticeShop['records'] {
  const counts = new Map<string, number>();
  for (const { kind, distinct } of signals.flatMap((signal) => signal.touched)) counts.set(kind, Math.max(counts.get(kind) ?? 0, distinct));
  return [...counts].map(([kind, distinct]) => ({ kind, distinct })).sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
