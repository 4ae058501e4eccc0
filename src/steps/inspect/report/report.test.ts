import { expect, it } from 'vitest';
import { exchange, goldenInspection, got, homePage } from '../checks/golden-inspection.ts';
import { judgeInspection, sumUp } from '../checks/judge-inspection.ts';
import { inWords, scoreOf } from '../checks/score-of.ts';
import type { InspectionReport } from './inspection-report.ts';
import { toHtml } from './to-html.tsx';
import { toJson } from './to-json.ts';
import { toJunit } from './to-junit.ts';
import { toSarif } from './to-sarif.ts';
import { toText } from './to-text.ts';

const inspection = goldenInspection({
  home: got(homePage({ 'content-security-policy': undefined, server: 'evil/1.2 <script>&"' })),
  securityTxt: got(exchange({ status: 503 })),
});
const result: InspectionReport = { inspection, report: judgeInspection(inspection), elapsedMs: 1_234 };

it('JSON says what is found, unknown and not run', () => {
  const document = JSON.parse(toJson(result));
  expect(document).toMatchObject({ schema: 'shopbell.inspect/1', complete: false, target: 'https://shop.example.com' });
  expect(document.unknown).toContainEqual({ id: 'security-txt', reason: 'https://shop.example.com/ answered 503' });
  const rows = Object.groupBy(document.checks, (row: { id: string }) => row.id);
  expect(rows['payment-leak']).toMatchObject([{ outcome: 'notApplicable', severity: 'high' }]);
  expect(rows.csp).toMatchObject([
    { outcome: 'fail', severity: 'medium', where: 'https://shop.example.com/', references: expect.any(Array) },
  ]);
  // What could not be checked leaves a span; the grade is that of its lower end.
  expect(document.score.atLeast).toBeLessThan(document.score.atMost);
  expect(document.score.areas.transport).toEqual({ atLeast: 100, atMost: 100 });
});

it('SARIF has the shape of 2.1.0, with fingerprints that do not change', () => {
  const log = JSON.parse(toSarif(result, '1.0.0'));
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  expect(run.invocations[0].executionSuccessful).toBe(false);
  const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const item of run.results) {
    expect(ids[item.ruleIndex]).toBe(item.ruleId);
    expect(['error', 'warning', 'note']).toContain(item.level);
    expect(item.message.text).toBeTruthy();
    expect(item.locations[0].physicalLocation.artifactLocation.uri).toBe('shopbell.yml');
    expect(item.partialFingerprints['shopbell/v1']).toMatch(/^[0-9a-f]{32}$/);
  }
  expect(
    JSON.parse(toSarif(result, '2.0.0')).runs[0].results.map((item: { partialFingerprints: unknown }) => item.partialFingerprints),
  ).toEqual(run.results.map((item: { partialFingerprints: unknown }) => item.partialFingerprints));
});

it('JUnit counts unknown as an error, and escapes', () => {
  const xml = toJunit(result);
  const { found, unknown } = sumUp(result.report);
  expect(xml).toContain(`failures="${found}" errors="${unknown}"`);
  expect(xml.match(/<testcase/g)).toHaveLength(result.report.results.length);
  expect(xml).not.toContain('<script>');
});

it('text and HTML begin with the result', () => {
  expect(toText(result)).toMatch(/^https:\/\/shop\.example\.com: \d+ to mend, \d+ could not be checked/);
  const html = toHtml(result);
  expect(html).toContain('could not be checked');
  expect(html).toContain('evil/1.2 &lt;script&gt;');
  expect(html).not.toContain('<script');
});

it('of a shop that could not be looked at the score is not known, and never a grade', () => {
  const away = { kind: 'unknown', reason: 'no answer' } as const;
  const nothing = goldenInspection({
    ...{ home: away, homeAgain: away, plain: away, tls: away, transport: away, securityTxt: away, names: null, mail: null },
    ...{ ways: [], pages: [], crossOrigin: [], libraries: { home: null, payment: null, looked: 0, missing: [], cut: 'no answer' } },
    insides: { scripts: [], pageSecrets: [], graphql: [], buckets: [], cut: 'no answer' },
  });
  const unseen: InspectionReport = { inspection: nothing, report: judgeInspection(nothing), elapsedMs: 1 };
  expect(
    unseen.report.results.filter(({ outcome }) => outcome !== 'unknown' && outcome !== 'notApplicable').map(({ check }) => check.id),
  ).toEqual([]);
  expect(toText(unseen)).toContain('Score not known: nothing could be checked');
  expect(toHtml(unseen)).toContain('Score not known: nothing could be checked');
  expect(JSON.parse(toJson(unseen)).score).toMatchObject({ grade: null, checked: 0 });
});

it('of a shop most of which could not be looked at the score says so', () => {
  const report = judgeInspection(goldenInspection());
  const counts = { ...report.counts, pass: 3, fail: 0, warn: 1, unknown: 5 };
  expect(inWords(scoreOf({ ...report, counts }))).toMatch(/; only 4 of 9 checks could be made$/);
  expect(inWords(scoreOf({ ...report, counts: { ...counts, unknown: 4 } }))).not.toContain('only');
});
