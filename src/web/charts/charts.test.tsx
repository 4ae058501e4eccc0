import { expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '../messages.ts';
import { View } from '../testing/view.tsx';
import { BarChart } from './bar-chart.tsx';
import { cleanSvg } from './clean-svg.ts';
import { Histogram } from './histogram.tsx';
import { LineChart } from './line-chart.tsx';
import { sparklinePath } from './sparkline.tsx';
import { asWallTime, tickWords } from './wall-time.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 2, minute));

const pictures = {
  line: () => (
    <LineChart
      label="Reads per minute"
      name="Reads"
      unit="reads"
      points={[
        [at(0), 4],
        [at(10), null],
        [at(20), 96],
        [at(30), 5],
      ]}
      band={[
        [at(0), 2, 9],
        [at(30), 2, 9],
      ]}
      marks={[{ from: at(15), to: at(25), label: 'one after <another>' }]}
      level={{ value: 50, label: 'alarm {c}' }}
    />
  ),
  bars: () => (
    <BarChart
      label={'Orders "by" <hour>'}
      bars={[
        { name: '"><script>alert(1)</script>', value: 3 },
        { name: 'b', value: null, tone: 'bad' },
      ]}
    />
  ),
  histogram: () => <Histogram label="Times" bins={[{ from: 0, to: 10, count: 2 }]} mark={{ value: 4, label: '95 %' }} />,
};

test.each(Object.entries(pictures))('the %s picture holds no inline style, no script, and no colour of its own', async (_, make) => {
  const html = String(await make().toString());
  expect(html).not.toMatch(/\sstyle=|<style|<script|\son\w+=|ecmeta|javascript:/i);
  expect(html).not.toMatch(/(?:fill|stroke)="(?!none)/);
  expect(html).toMatch(/class="[fs]-/);
  expect(html).toContain('role="img"');
  expect(html).toContain('<table>');
});

test('what was not measured is named so in the table of figures', async () => {
  const html = String(
    await (
      <View messages={loadMessages(productFiles)} locale="en">
        {pictures.line()}
      </View>
    ).toString(),
  );
  expect(html).toContain('not measured');
  expect(html).toContain('96 reads');
});

test('styles become presentation attributes, and ids keep their pictures apart', () => {
  const svg =
    '<svg width="10"><style><![CDATA[.a:hover{x}]]></style><text style="font-size:12px;font-weight:bold;cursor:pointer" onclick="x()" fill="#A0B002" class="zr1">a &lt; b</text><g clip-path="url(#zr0-c0)"></g><clipPath id="zr0-c0"></clipPath></svg>';
  expect(cleanSvg(svg, { className: 'chart-wide', prefix: 'w' })).toBe(
    '<svg class="chart-wide" aria-hidden="true" focusable="false" width="10"><text class="f-text" font-size="12px" font-weight="bold">a &lt; b</text><g clip-path="url(#wzr0-c0)"></g><clipPath id="wzr0-c0"></clipPath></svg>',
  );
});

test('a sparkline breaks where nobody measured', () => {
  expect(sparklinePath([1, 2, null, 3], 100, 24).match(/M/g)).toHaveLength(2);
  expect(sparklinePath([], 100, 24)).toBe('');
  expect(sparklinePath([null, Number.NaN], 100, 24)).toBe('');
  expect(sparklinePath([5], 100, 24)).toContain('M2.0 12.0');
});

test('ticks stand on the hours of the organisation’s zone', () => {
  expect(tickWords(asWallTime(new Date('2026-11-28T23:00:00Z'), 'Europe/Warsaw'), 'en')).toBe('29 Nov');
  expect(tickWords(asWallTime(new Date('2026-07-01T01:30:00Z'), 'Europe/Warsaw'), 'en')).toBe('03:30');
  expect(tickWords(asWallTime(new Date('2026-07-01T01:30:00Z'), 'America/St_Johns'), 'en')).toBe('23:00');
});
