import { expect, it } from 'vitest';
import { goldenInspection, got } from './checks/golden-inspection.ts';
import { judgeInspection } from './checks/judge-inspection.ts';
import { attributeOf, piecesOf, startTagsOf } from './page-pieces.ts';
import { textOf } from './page-text.ts';
import { linksOf } from './page-words.ts';

const kinds = (body: string) =>
  [...piecesOf(body)].map((piece) => (piece.kind === 'tag' ? `${piece.isEnd ? '/' : ''}${piece.name}` : `${piece.kind} ${piece.text}`));

it('cuts a page as browsers do, however broken', () => {
  expect(kinds('a<b c="1>2">d</b><!-- <i> -->e')).toEqual(['text a', 'b', 'text d', '/b', 'text e']);
  expect(kinds('<SCRIPT>"</b><a>"</SCRIPT >x')).toEqual(['script', 'raw "</b><a>"', '/script', 'text x']);
  expect(kinds('1 < 2 <3<p>')).toEqual(['text 1 < 2 <3', 'p']);
  expect(kinds('<!doctype html><?php x ?>a<!-- b')).toEqual(['text a']);
  expect(kinds('x<style>never closed <p>')).toEqual(['text x', 'style', 'raw never closed <p>']);
  expect(kinds('a<b c="never closed>d<i>e')).toEqual(['text a', 'b', 'text d', 'i', 'text e']);
  expect(kinds('a<p')).toEqual(['text a']);
  expect(
    startTagsOf('<img src=a><!--<img src=b>--><script>"<img src=c>"</script><img alt=it\'s src=d>', ['img']).map(({ tag }) =>
      attributeOf(tag, 'src'),
    ),
  ).toEqual(['a', 'd']);
  expect(attributeOf('<a data-href="x" href=\'y z\'>', 'href')).toBe('y z');
  expect(textOf('<title>T</title><p>a&nbsp;b</p><noscript>no</noscript><template><p>t</p></template><script>s</script>c')).toBe(
    'T\na b\n c',
  );
});

const MB = 1_000_000;
it.each<[string, string]>([
  ['less than', '<'],
  ['open comments', '<!--'],
  ['open tags', '<a '],
  ['open links', '<a href="/x">'],
  ['open links of text', '<a href=/x>abc'],
  ['open scripts', '<script>'],
  ['open quotes', '<a b="'],
  ['other quotes', `<a b='">`],
  ['instructions', '<?'],
  ['end tags', '</'],
  ['closed comments', '<!-- -->'],
  ['templates', '<template>'],
  ['attributes', ' href='],
  ['spaces', '<meta name=                    '],
  ['names', '<aaaaaaaaaaaaaaaaaaaaaaaa'],
  ['images', '<img src="http://x.example/'],
])(
  'reads ten megabytes of %s in a time that grows with the length',
  (_, piece) => {
    const time = (size: number) => {
      const body = piece.repeat(Math.ceil(size / piece.length));
      const started = process.cpuUsage();
      textOf(body);
      linksOf(body, 'https://shop.example/');
      for (const { tag } of startTagsOf(body, ['img', 'meta', 'a']).slice(0, 50_000)) attributeOf(tag, 'src');
      return process.cpuUsage(started).user / 1_000;
    };
    time(MB / 10);
    const [one, ten] = [time(MB), time(10 * MB)];
    expect(ten).toBeLessThan(8_000);
    expect(ten, `${Math.round(one)} ms, then ${Math.round(ten)} ms`).toBeLessThan(Math.max(one, 200) * 30);
  },
  60_000,
);

it.each([
  '<',
  '<!--',
  '<a ',
  '<script ',
  '<meta name="referrer" ',
  '<html ',
  '<input ',
  '<a href="/x">',
  '<script src="http://x/',
  '&',
  '"',
])(
  'every check judges a page of a megabyte of %s in time',
  (piece) => {
    const body = piece.repeat(Math.ceil(MB / piece.length));
    const { home, pages } = goldenInspection({});
    if (home.kind !== 'got') throw new Error('no home');
    const hostile = got({ ...home.value, body });
    const inspection = goldenInspection({
      ...{ home: hostile, homeAgain: hostile },
      pages: pages.map((page) => (page.answer.kind === 'got' ? { ...page, answer: got({ ...page.answer.value, body }) } : page)),
    });
    const started = process.cpuUsage();
    judgeInspection(inspection);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(10_000);
  },
  60_000,
);
