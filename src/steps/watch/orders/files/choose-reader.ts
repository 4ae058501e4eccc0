import { readData } from '#engines/data/read-data.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrderSystem } from '../order-words.ts';
import { type Dialect, dialectShape } from './dialect-shape.ts';
import { type Line, type LineOptions, type ReadLine, readDialect, readStepLine, readWideLine, WIDE } from './read-lines.ts';

const dialects = ['shopify-orders', 'stripe-payments'] as const;

interface Chosen {
  /** A dialect's name, `steps` or `orders`. */
  readonly kind: string;
  readonly toldBy: OrderSystem;
  readonly read: ReadLine;
}

/** Knows by the names of columns how lines tell of orders. `name`: how the file is called in errors. Throws ORDER_FILE_INVALID. */
export function chooseReader(names: readonly string[], options: LineOptions & { readonly name: string }): Chosen {
  const has = (heading: string): boolean => names.includes(heading.toLowerCase());
  for (const name of dialects) {
    const dialect: Dialect = readData(`orders/${name}.yaml`, dialectShape);
    const isOne = dialect.headings.every(has) && (dialect['any-heading'] ?? [dialect.headings[0] ?? '']).some(has);
    if (isOne) return { kind: name, toldBy: dialect['told-by'], read: readDialect(dialect, options) };
  }
  if (has('order') && has('step') && has('at')) return { kind: 'steps', toldBy: options.toldBy, read: readStepLine(options) };
  if (has('order') && Object.keys(WIDE).some(has)) return { kind: 'orders', toldBy: options.toldBy, read: readWideLine(options) };
  const reason =
    'its heading is of no known export, and has neither order, step and at, nor order and a column for each step (placed, paid, …)';
  throw new ShopbellError('ORDER_FILE_INVALID', { file: options.name, reason });
}

/** A record by its columns' names. */
export function lineOf(names: readonly string[], record: readonly string[]): Line {
  return new Map(names.map((name, nth) => [name, record[nth] ?? '']));
}
