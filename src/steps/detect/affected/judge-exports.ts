/** One list that was given out without saying whose records stood in it. */
export interface Export {
  readonly at: Date;
  readonly route: string;
  readonly kind: string;
  readonly bytes: number;
  /** How many records it held, when the shop's own event tells; 0 when not. */
  readonly records: number;
  /** How many records the request asked for at most; 0 or absent: it does not say. */
  readonly asked?: number;
  /** Which page of a list it was: the same page again holds the same records. '' or absent: a list of its own. */
  readonly page?: string;
}

/** What the shop's own exports of this kind weigh a record, from those whose number of records is known. */
export interface Weight {
  readonly kind: string;
  readonly exports: number;
  readonly least: number;
  readonly most: number;
}

export interface ExportEstimate {
  readonly how: 'told' | 'learned' | 'asked' | 'size' | 'unknown';
  readonly atLeast: number;
  readonly atMost: number | null;
}

const ENOUGH = 3;
/** A margin beyond what was ever seen: exports differ from month to month. */
const MARGIN = 1.25;
/** A line of a list has at least an id and a name; compressed, hardly below this. */
const LEAST_BYTES = 8;
/** No record is longer: an answer that is gave more than was asked for. */
const MOST_BYTES = 50_000;

/** How many records one export held. Pure. */
export function estimateExport(one: Export, weights: readonly Weight[]): ExportEstimate {
  if (one.records > 0) return { how: 'told', atLeast: one.records, atMost: one.records };
  const weight = weights.find((known) => known.kind === one.kind && known.exports >= ENOUGH);
  if (one.bytes > 0 && weight !== undefined && weight.least > 0) {
    return {
      how: 'learned',
      atLeast: Math.max(1, Math.floor(one.bytes / (weight.most * MARGIN))),
      atMost: Math.max(1, Math.ceil((one.bytes * MARGIN) / weight.least)),
    };
  }
  const asked = one.asked ?? 0;
  if (one.bytes > 0 && asked > 0 && one.bytes <= asked * MOST_BYTES) {
    return { how: 'asked', atLeast: 1, atMost: Math.min(asked, Math.ceil(one.bytes / LEAST_BYTES)) };
  }
  if (one.bytes > 0) return { how: 'size', atLeast: 0, atMost: Math.ceil(one.bytes / LEAST_BYTES) };
  return { how: 'unknown', atLeast: 0, atMost: null };
}

/** Each page of a list once, the longest answer of it. */
export function eachPageOnce(exports: readonly Export[]): Export[] {
  const pages = new Map<string, Export>();
  exports.forEach((one, nth) => {
    const key = (one.page ?? '') === '' ? String(nth) : `${one.route}\n${one.page}`;
    if ((pages.get(key)?.bytes ?? -1) < one.bytes) pages.set(key, one);
  });
  return [...pages.values()];
}

type Estimated = Export & ExportEstimate;

/** Pages of one list as one export: what they held together. Lists of their own stay by themselves, for two of them may hold the same people. */
export function joinPages(exports: readonly Estimated[]): (Estimated & { readonly pages: number })[] {
  const keyOf = (one: Estimated, nth: number): string => ((one.page ?? '') === '' ? String(nth) : `${one.route}\n${one.how}`);
  const lists = new Map<string, Estimated[]>();
  exports.forEach((one, nth) => {
    const key = keyOf(one, nth);
    lists.set(key, [...(lists.get(key) ?? []), one]);
  });
  return [...lists.values()].flatMap((pages) => {
    const [first] = pages;
    if (first === undefined) return [];
    const sum = (of: (one: Estimated) => number): number => pages.reduce((total, one) => total + of(one), 0);
    const isOpen = pages.some((one) => one.atMost === null);
    const atMost = isOpen ? null : sum((one) => one.atMost ?? 0);
    // What was only asked for may be one person again and again.
    const atLeast = first.how === 'asked' ? first.atLeast : sum((one) => one.atLeast);
    return [{ ...first, pages: pages.length, bytes: sum((one) => one.bytes), records: sum((one) => one.records), atLeast, atMost }];
  });
}

const SAME = 10_000;

/** Joins what the web server and the shop's own event tell about the same export: the same kind, at most ten seconds apart. Each event is used once. */
export function pairExports(requests: readonly Export[], events: readonly Export[]): Export[] {
  const left = new Set(events);
  const paired = requests.map((request): Export => {
    const own = [...left]
      .filter((event) => (event.kind === request.kind || event.kind === '' || request.kind === '') && apart(event, request) <= SAME)
      .sort((a, b) => apart(a, request) - apart(b, request))[0];
    if (own === undefined) return request;
    left.delete(own);
    return { ...request, kind: own.kind || request.kind, records: own.records, bytes: own.bytes || request.bytes };
  });
  return [...paired, ...left];
}

function apart(a: Export, b: Export): number {
  return Math.abs(a.at.getTime() - b.at.getTime());
}

/** Bytes a record, by kind, over exports that tell both. */
export function learnWeights(known: readonly Export[]): Weight[] {
  const usable = known.filter((one) => one.records > 0 && one.bytes > 0);
  return [...Map.groupBy(usable, (one) => one.kind)].map(([kind, ofKind]) => {
    const each = ofKind.map((one) => one.bytes / one.records);
    return { kind, exports: ofKind.length, least: each.reduce((a, b) => Math.min(a, b)), most: each.reduce((a, b) => Math.max(a, b)) };
  });
}
