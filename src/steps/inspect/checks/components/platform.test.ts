import { describe, expect, it } from 'vitest';
import type { InspectionReport } from '../../report/inspection-report.ts';
import { toHtml } from '../../report/to-html.tsx';
import { toJson } from '../../report/to-json.ts';
import { toJunit } from '../../report/to-junit.ts';
import { toSarif } from '../../report/to-sarif.ts';
import { toText } from '../../report/to-text.ts';
import { exchange, goldenInspection, got, homePage } from '../golden-inspection.ts';
import { judgeInspection } from '../judge-inspection.ts';
import { endOfLife } from './end-of-life.ts';
import { platform } from './platform.ts';

const MAGENTO = `<!doctype html><script type="text/x-magento-init">{}</script>
  <link rel="stylesheet" href="/static/version1701234567/frontend/Magento/luma/en_US/css/styles-m.css">`;
const magento = (version: string | null, startedAt = '2026-11-30T00:00:00.000Z') =>
  goldenInspection({
    startedAt,
    home: got(
      homePage(
        { 'content-security-policy': undefined, server: 'nginx', ...(version === null ? {} : { 'x-magento-version': version }) },
        { body: MAGENTO, cookies: [] },
      ),
    ),
  });

describe('the platform’s version', () => {
  it.each<[string | null, string, string, number]>([
    ['2.4.5-p3', '2026-11-30', 'fail', 1],
    ['2.4.5-p8', '2026-11-30', 'pass', 0],
    ['2.4.3-p1', '2026-11-30', 'fail', 2],
    ['2.4.3', '2022-01-01', 'pass', 0],
    ['2.4.8', '2026-11-30', 'pass', 0],
    [null, '2026-11-30', 'pass', 0],
  ])('%s on %s is %s', (version, on, outcome, holes) => {
    const judgement = platform.judge(magento(version, `${on}T00:00:00.000Z`));
    expect(judgement.outcome).toBe(outcome);
    expect(judgement.weaknesses).toHaveLength(holes);
  });

  it('that is not known proves no hole, and is said to be unknown', () => {
    const { evidence } = platform.judge(magento(null));
    expect(evidence.map(({ text }) => text)).toContain('version of Magento 2 or Adobe Commerce unknown: nothing tells it');
  });

  it('a line whose releases differ proves none; one place alone is said to be alone', () => {
    const answer = exchange({ url: 'https://shop.example.com/magento_version', body: 'Magento/2.4 (Community)' });
    const judgement = platform.judge({ ...magento(null), answers: [{ path: '/magento_version', answer: got(answer) }] });
    expect(judgement.outcome).toBe('pass');
    expect(judgement.evidence[0]?.text).toContain('Magento 2 or Adobe Commerce 2.4.x');
    expect(judgement.evidence.map(({ text }) => text).join()).toContain(
      'by its interface alone: a cache or a changed tag may say otherwise',
    );
  });

  it('ends with its line; of Magento 1 only maybe, since OpenMage goes on', () => {
    const body = '<script src="/js/varien/js.js"></script><script>Mage.Cookies.path = "/";</script>';
    const judgement = endOfLife.judge(goldenInspection({ home: got(homePage({ server: 'nginx' }, { body, cookies: [] })) }));
    expect(judgement.weaknesses).toMatchObject([{ severity: 'low', title: 'Magento 1 is no longer mended since 2020-06-30' }]);
    expect(judgement.evidence.map(({ text }) => text)).toContain(
      'it may be OpenMage, whose makers may still mend it: ask its own calendar',
    );
  });
});

it('is unknown on a page of error, and does not apply where none is recognised', () => {
  expect(platform.judge(goldenInspection({ home: got(homePage({}, { status: 403, body: MAGENTO })) })).outcome).toBe('unknown');
  expect(platform.judge(goldenInspection({ home: { kind: 'unknown', reason: 'no answer' } })).outcome).toBe('unknown');
  expect(platform.judge(goldenInspection()).outcome).toBe('notApplicable');
});

describe('what to do is said in the words of the platform and the server', () => {
  const inspection = magento('2.4.8');
  const result: InspectionReport = { inspection, report: judgeInspection(inspection), elapsedMs: 1 };
  const own = 'csp/mode/…/report_only';

  it.each([
    ['text', toText(result)],
    ['HTML', toHtml(result)],
    ['JSON', toJson(result)],
    ['SARIF', toSarif(result, '1.0.0')],
    ['JUnit', toJunit(result)],
  ])('in %s', (_, document) => {
    expect(document).toContain(own);
    expect(document).toMatch(/nginx: add_header Content-Security-Policy/);
    expect(document).not.toContain('csp_nonce');
  });

  it('and nobody’s words where none is recognised', () => {
    const plain = goldenInspection({ home: got(homePage({ 'content-security-policy': undefined, server: undefined })) });
    const [csp] = judgeInspection(plain).results.filter(({ check }) => check.id === 'csp');
    expect(csp?.weaknesses[0]?.remedy).not.toMatch(/\n/);
  });

  it('JSON names the platform with what it rests on', () => {
    expect(JSON.parse(toJson(result)).platform).toMatchObject({
      ...{ id: 'magento', version: '2.4.8', basis: 'header', on: null },
      signs: expect.arrayContaining(['header: x-magento-version: 2.4.8']),
    });
  });
});
