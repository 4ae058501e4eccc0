import { type Word, wordOf } from '#engines/telemetry/blocks/dictionary.ts';
import { openRows } from '#engines/telemetry/blocks/rows-by-column.ts';
import type { EventContext, EventRows } from '../http/make-event-rows.ts';
import { tooFar } from '../http/too-far.ts';
import { redactField } from '../redact/redact-query.ts';
import { redactText } from '../redact/redact-text.ts';

/** What all points of one series share, as it may be stored. */
export interface Series {
  readonly service: Word;
  readonly host: Word;
  readonly name: Word;
  readonly unit: Word;
  readonly attributes: Word;
  /** Nothing in it was somebody's, so that it may be remembered by what was sent. */
  readonly isBare: boolean;
}

/** One series in the clear: only between receiving and storing. */
export interface SeriesSource {
  readonly service: string;
  readonly host: string;
  readonly name: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const MOST_ATTRIBUTES = 30;

/** Redacts what a series says of itself. */
export function makeSeries({ service, host, name, unit, attributes }: SeriesSource): Series {
  const kept = Object.fromEntries(Object.entries(attributes).slice(0, MOST_ATTRIBUTES));
  const text = JSON.stringify(redactField('', kept));
  return {
    service: wordOf(redactText(service.slice(0, 200))),
    host: wordOf(redactText(host.slice(0, 200))),
    name: wordOf(redactText(name.slice(0, 200))),
    unit: wordOf(unit.slice(0, 40)),
    attributes: wordOf(text),
    isBare: text === JSON.stringify(attributes) && [service, host, name].every((one) => redactText(one) === one),
  };
}

/** `''`: kept. */
type Reason = string;

/** Rows of metric points, kept column by column: the same series come again and again, so what they say is written once. */
export function openPointRows(context: Pick<EventContext, 'shop' | 'source' | 'now' | 'maxAgeMs'>, room = 256) {
  const rows = openRows('metric_points', room);
  const [shop, source] = [wordOf(context.shop), wordOf(context.source)];
  const columns = {
    ...{ shop: rows.text('shop_id'), source: rows.text('source_id'), at: rows.time('at'), received: rows.time('received_at') },
    ...{ service: rows.text('service'), host: rows.text('host'), name: rows.text('name'), unit: rows.text('unit') },
    ...{ kind: rows.text('kind'), value: rows.number('value'), count: rows.number('count'), attributes: rows.text('attributes') },
  };
  const now = context.now.getTime();
  const rejected: EventRows['rejected'] = [];
  let nth = -1;
  const reject = (reason: string, name = ''): Reason => {
    rejected.push({ offset: nth, reason, sample: redactText(name.slice(0, 200)) });
    return reason;
  };
  return {
    rows,
    rejected,
    /** Counts a point that is none. */
    refuse: (reason: string): Reason => {
      nth += 1;
      return reject(reason);
    },
    put(series: Series, kind: string, value: number, count: number, at: number | null): Reason {
      nth += 1;
      const reason = tooFar(at, context);
      if (reason !== '') return reject(reason, series.name.text);
      columns.shop.putWord(shop);
      columns.source.putWord(source);
      columns.at.put(at ?? now);
      columns.received.put(now);
      columns.service.putWord(series.service);
      columns.host.putWord(series.host);
      columns.name.putWord(series.name);
      columns.unit.putWord(series.unit);
      columns.kind.put(kind);
      columns.value.putValue(value);
      columns.count.putValue(count);
      columns.attributes.putWord(series.attributes);
      return '';
    },
  };
}

export type PointRows = ReturnType<typeof openPointRows>;
