import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv-draft-04';
import { parse as parseJunit } from 'junit2json';
import { expect, it } from 'vitest';
import { exchange, goldenInspection, got, homePage } from '../../checks/golden-inspection.ts';
import { type GateRun, type GateWish, judgeGate } from '../../gate/judge-gate.ts';
import { selectChecks } from '../../gate/select-checks.ts';
import { toSarif } from '../to-sarif.ts';
import { gateShape } from './gate-shape.ts';
import { toGateHtml } from './to-gate-html.tsx';
import { toGateJson } from './to-gate-json.ts';
import { toGateJunit } from './to-gate-junit.ts';
import { toGateMarkdown } from './to-gate-markdown.ts';
import { toGateSarif } from './to-gate-sarif.ts';
import { toGateText } from './to-gate-text.ts';

const HOSTILE = 'evil/1.2 <script>alert(1)</script> | `x` @everyone ]](http://evil.example)\u0007';
const fresh = () =>
  goldenInspection({
    home: got(homePage({ 'content-security-policy': undefined, server: HOSTILE }, { cookies: ['sid=1; SameSite=Lax; Secure'] })),
    securityTxt: got(exchange({ status: 503 })),
  });
const page = {
  measure: { weight: 900_000, scriptWeight: 1, scripts: 1, ttfb: 20, lcp: null, cls: 0 },
  spread: { ttfb: 1, lcp: null, cls: 0 },
  hosts: [],
  runs: 3,
};
const run = (change: Partial<GateRun> = {}): GateRun => ({
  ...{ inspection: fresh(), elapsedMs: 1_500, measures: { home: page }, unmeasured: {}, components: null },
  journeys: [
    { name: 'buy.spec.ts', outcome: 'failed', reason: `line 3: ${HOSTILE}`, steps: 2, ms: 900 },
    { name: 'sign-in.spec.ts', outcome: 'passed', reason: '4 steps in 800 ms', steps: 4, ms: 800 },
  ],
  ...change,
});
const wish = (change: Partial<GateWish> = {}): GateWish => ({
  ...{ tool: 'gate', selection: selectChecks({ only: [], skip: ['exposure'] }), level: 'medium', budgets: { home: { weight: 500_000 } } },
  ...{ baseline: null, agree: false, today: '2026-03-01' },
  ...change,
});
const known = judgeGate(run(), wish({ agree: true })).next;
const [first, ...others] = known.findings;
const baseline = {
  ...known,
  findings: [...others, { ...(first ?? never()), owner: 'Ana', reason: HOSTILE, until: '2026-03-05' }].filter(
    ({ check }) => check !== 'csp',
  ),
};
const result = judgeGate(run(), wish({ baseline }));

function never(): never {
  throw new Error('the shop of this test has findings');
}

const sarifSchema: object = JSON.parse(
  readFileSync(fileURLToPath(import.meta.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')), 'utf8'),
);
const isSarif = new Ajv.default({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(sarifSchema);

it('SARIF holds to the schema of 2.1.0 and says what is new and what is known', () => {
  const empty = judgeGate(run({ inspection: goldenInspection(), journeys: [], measures: {} }), wish());
  for (const text of [toGateSarif(result, '1.0.0'), toGateSarif(empty, '1.0.0'), toSarif(result, '1.0.0')]) {
    isSarif(JSON.parse(text));
    expect(isSarif.errors).toBe(null);
  }
  isSarif({ ...JSON.parse(toGateSarif(result, '1.0.0')), version: '2.0.0' });
  expect(isSarif.errors).not.toBe(null);
  const [log] = JSON.parse(toGateSarif(result, '1.0.0')).runs;
  const states = log.results.map((item: { ruleId: string; baselineState: string }) => `${item.ruleId} ${item.baselineState}`);
  expect(states).toEqual(expect.arrayContaining(['journey new', 'csp new', 'cookies unchanged', 'release-weight new']));
  expect(log.results.filter((item: { suppressions?: unknown }) => item.suppressions).length).toBe(result.decision.known.length);
  for (const rule of log.tool.driver.rules) expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
  expect(JSON.stringify(log.automationDetails)).not.toContain('example');
});

it('SARIF keeps the 5,000 gravest and says that it left some out', () => {
  const cookies = Array.from({ length: 5_100 }, (_, index) => `sid${index}=1`);
  const inspection = goldenInspection({ home: got(homePage({ 'content-security-policy': undefined }, { cookies })) });
  const [log] = JSON.parse(toGateSarif(judgeGate(run({ inspection, journeys: [], measures: {} }), wish()), '1.0.0')).runs;
  expect(log.results).toHaveLength(5_000);
  expect(JSON.stringify(log.invocations[0].toolExecutionNotifications)).toMatch(/\d+ milder results are left out/);
});

it('JUnit is read by a reader of JUnit: new fails, known passes, unknown is an error', async () => {
  const read = await parseJunit(toGateJunit(result));
  if (read === null || read === undefined || !('testsuite' in read)) return never();
  const cases = read.testsuite?.[0]?.testcase ?? [];
  const of = (name: string) => cases.find((one) => one.name?.startsWith(name));
  expect(read).toMatchObject({
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure).length,
    errors: cases.filter(({ error }) => error).length,
  });
  expect(of('csp')?.failure?.[0]?.message).toBe('There is no content security policy');
  expect(of('cookies')).toMatchObject({ 'system-out': [expect.stringContaining('known: ')] });
  expect(of('cookies')?.failure).toBe(undefined);
  expect(of('security-txt')?.error?.[0]?.message).toContain('503');
  expect(of('buy.spec.ts')?.failure?.[0]?.message).toContain('line 3');
  expect(of('release-weight')?.failure?.[0]?.message).toContain('the budget is 500.0 kB');
  expect(of('sign-in.spec.ts')?.failure).toBe(undefined);
});

it('JSON is what the contract says', () => {
  const document = gateShape.parse(JSON.parse(toGateJson(result)));
  expect(document).toMatchObject({ passed: false, complete: false, level: 'medium' });
  expect(document.failing.map(({ check }) => check).sort()).toEqual(['csp', 'release-weight']);
  expect(document.inspection.checks.find(({ id }) => id === 'csp')?.standing).toBe('new');
  expect(document.unknown).toContainEqual({ id: 'security-txt', reason: 'https://shop.example.com/ answered 503' });
});

it('Markdown is short, begins with the result, and lets nothing that a shop sent become markup', () => {
  const text = toGateMarkdown(result);
  const [marker, , heading] = text.split('\n');
  expect([marker, heading]).toEqual([
    '<!-- shopbell-gate -->',
    '### ❌ Gate failed: 2 things new, worsened or no longer accepted, 1 journey failed',
  ]);
  expect(text).toContain('| severity | what | why it counts | what to do |');
  expect(text).toMatch(/<details><summary>\d+ known things?<\/summary>/);
  expect(text).not.toMatch(/<script|@everyone|\]\(http|evil\.example\)/);
  const many = Array.from({ length: 3_000 }, (_, index) => ({ id: `x${index}`, reason: 'y'.repeat(2_000) }));
  expect(toGateMarkdown({ ...result, unknown: many }).length).toBeLessThan(65_536);
});

it('text and HTML begin with the result, show what is known, and HTML loads and runs nothing', () => {
  expect(toGateText(result)).toMatch(/^Gate failed: 2 things new/);
  expect(toGateText(result)).toMatch(/\(Ana, evil.*, until 2026-03-05 \(4 days\)\)/);
  const html = toGateHtml(result);
  expect(html).toContain('<h1>Gate failed: 2 things new');
  expect(html).toContain('default-src &#39;none&#39;');
  expect(html).not.toMatch(/<script|<link|<img|src=/);
  expect(html).toContain('prefers-color-scheme:dark');
});
