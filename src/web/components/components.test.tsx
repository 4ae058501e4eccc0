import type { Child } from 'hono/jsx';
import { expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { StatusBars } from '../charts/status-bars.tsx';
import { loadMessages } from '../messages.ts';
import { placeKeys } from '../place-keys.ts';
import { View } from '../testing/view.tsx';
import { type Locale, steps } from '../types.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Field } from './fields.tsx';
import { Form } from './form.tsx';
import { formatHours, Ring, ringTone } from './ring.tsx';
import { Stat } from './stat.tsx';
import { formatTime } from './time.tsx';

const HOUR = 3_600_000;
const messages = loadMessages(productFiles);

async function render(child: Child, url = '/orders', locale: Locale = 'en'): Promise<string> {
  const node = (
    <View messages={messages} locale={locale} url={url}>
      {child}
    </View>
  );
  return String(await node.toString());
}

interface Order {
  readonly name: string;
  readonly reads: number | null;
}

const orders: readonly Order[] = [
  { name: '<b>ten</b>', reads: 10 },
  { name: 'two', reads: 2 },
  { name: 'none', reads: null },
];
const columns: readonly Column<Order>[] = [
  { key: 'name', label: 'Name', cell: (order) => order.name, filterBy: (order) => order.name },
  { key: 'reads', label: 'Reads', align: 'number', cell: (order) => order.reads ?? '–', sortBy: (order) => order.reads },
];

test('a table sorts and filters by its address alone, and escapes what it shows', async () => {
  const table = <DataTable caption="Orders" columns={columns} rows={orders} textOf={(order) => order.name} />;
  const plain = await render(table);
  expect(plain).toContain('&lt;b&gt;ten');
  expect(plain).toContain('href="?sort=reads"');
  const sorted = await render(table, '/orders?sort=reads&tab=all');
  expect(sorted).toContain('aria-sort="ascending"');
  expect(sorted.indexOf('two')).toBeLessThan(sorted.indexOf('&lt;b&gt;ten&lt;/b&gt;</div>'));
  expect(sorted).toContain('tab=all&amp;sort=-reads');
  expect(sorted).not.toContain('type="search"');
  const searched = await render(table, '/orders?find=t&sort=reads&tab=all');
  expect(searched).toContain('<input type="hidden" name="tab" value="all"/>');
  expect(await render(table, '/orders?find=nobody')).toContain('Nothing fits this search.');
  expect(await render(<DataTable caption="Orders" columns={columns} rows={[]} />, '/', 'pl')).toContain('Na razie nic tu nie ma.');
});

test('a table whose rows the caller arranged shows them as they are, with pages', async () => {
  const html = await render(
    <DataTable caption="Orders" columns={columns} rows={orders} total={7} pageSize={3} />,
    '/orders?page=2&sort=reads',
  );
  expect(html).toContain('4 to 6 of 7');
  expect(html).toMatch(/rel="prev"[\s\S]*rel="next"/);
  expect(html.indexOf('ten')).toBeLessThan(html.indexOf('>two<'));
});

test('the keyboard script and the list of keys agree', () => {
  const script = productFiles.read('src/web/islands/console.js').toString('utf8');
  for (const place of ['overview', ...steps, 'settings'] as const) {
    expect(script).toContain(`${placeKeys[place]}: '/${place === 'overview' ? '' : place}'`);
  }
});

test('a clock says in words what its ring shows, and never calls an unknown start fine', async () => {
  expect(ringTone(60 * HOUR, 72 * HOUR)).toBe('calm');
  expect(ringTone(36 * HOUR, 72 * HOUR)).toBe('warn');
  expect(ringTone(12 * HOUR, 72 * HOUR)).toBe('bad');
  expect(ringTone(-HOUR, 72 * HOUR)).toBe('bad');
  expect(ringTone(null, 72 * HOUR)).toBe('unknown');
  expect([formatHours(67.351 * HOUR), formatHours(-2.11 * HOUR), formatHours(-1), formatHours(null), formatHours(119 * HOUR)]).toEqual([
    '67:21',
    '−2:06',
    '0:00',
    '–',
    '4d',
  ]);
  expect([formatHours(99.5 * HOUR), formatHours(-1_439 * HOUR, 'de'), formatHours(1_439 * HOUR, 'ja')]).toEqual([
    '99:30',
    '−59 T',
    '59 日',
  ]);
  expect(await render(<Ring leftMs={-2.11 * HOUR} wholeMs={72 * HOUR} />)).toContain('aria-label="−2:06 over 72 h"');
});

test('what is not known looks like nothing else', async () => {
  expect(await render(<Stat label="Orders" value={null} tone="ok" unit="%" />)).toMatch(/tone-unknown[\s\S]*–/);
  expect(await render(<Stat label="Orders" value={0} tone="ok" />)).toContain('tone-ok');
  const bars = await render(<StatusBars bars={['up', 'unwatched', 'down']} label="North" />);
  expect(bars).toContain('North: 1 up, 0 slow, 1 down, 0 coming and going, 1 not watched');
  expect(bars).toContain('class="bar-unwatched"');
});

test('an error stands beside its field and is tied to it; a posted form carries its token', async () => {
  const html = await render(
    <Form action="/x">
      <Field name="count" label="Count" hint="At least" error="Give a number." required />
    </Form>,
  );
  expect(html).toContain('name="_csrf" value="token"');
  expect(html).toContain('aria-describedby="count-hint count-error" aria-invalid="true"');
  expect(html).toContain('id="count-error">Give a number.');
  expect(await render(<Form action="/x" method="get" />)).not.toContain('_csrf');
});

test('instants are told in the reader’s language and the organisation’s zone', () => {
  const at = new Date('2026-11-29T02:21:00Z');
  expect(formatTime(at, 'en', 'Europe/Warsaw')).toBe('29 Nov 2026, 03:21');
  expect(formatTime(at, 'de', 'Europe/Warsaw')).toBe('29.11.2026, 03:21');
  expect(formatTime(at, 'ja', 'Asia/Tokyo', 'day')).toBe('2026/11/29');
});
