import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { checkRules } from './check-rules.ts';
import { explainRule } from './explain-rule.ts';
import { runRuleTests } from './run-rule-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const RULE = `title: A tool
logsource: { category: webserver }
detection:
  agent: { cs-user-agent|contains: toolbox }
  condition: agent
shopbell:
  matches: [{ agent: Toolbox/2 }]
  passes: [{ agent: Firefox }]
`;

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function told(work: () => Promise<void>): Promise<{ readonly out: string; readonly code: typeof process.exitCode }> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await work();
  return { out, code: process.exitCode };
}

it('check says where a rule runs, what it costs, and in which line one is not valid', async () => {
  const good = write(
    'good.yml',
    `${RULE}---\n${RULE.replace('A tool', 'Costly').replace('cs-user-agent|contains: toolbox', "'|re': 'b.x'")}`,
  );
  const { out, code } = await told(() => checkRules(good, true));
  expect(code).toBe(exitCodes.fine);
  expect(JSON.parse(out)).toMatchObject({
    schema: 'shopbell.rules.check/1',
    rules: [
      { title: 'A tool', source: 'requests', search: 'texts', line: 1, cost: { judged: 0, matched: 0, isExpensive: false } },
      { title: 'Costly', search: 'everywhere', line: 10, cost: { judged: 1 } },
    ],
    problems: [],
  });
  const bad = write('bad.yml', RULE.replace('contains', 'holds'));
  const refused = await told(() => checkRules(bad, true));
  expect(refused.code).toBe(exitCodes.found);
  expect(JSON.parse(refused.out).problems).toMatchObject([{ file: 'bad.yml', line: 4, rule: 'A tool' }]);
});

it('test runs the tests of rules, and fails when one does', async () => {
  const good = await told(() => runRuleTests(write('tested.yml', RULE), true));
  expect(JSON.parse(good.out)).toMatchObject({ tests: 2, passed: 2, failed: [], untested: [] });
  expect(good.code).toBe(exitCodes.fine);
  const bad = await told(() => runRuleTests(write('failing.yml', RULE.replace('agent: Firefox', 'agent: A toolbox')), true));
  expect(JSON.parse(bad.out)).toMatchObject({ failed: [{ should: 'pass', rule: 'A tool' }] });
  expect(bad.code).toBe(exitCodes.found);
});

it('a rule that takes more than its share of ordinary requests is named by check and by test, with what it costs', async () => {
  const dear = write('dear.yml', RULE.replace('cs-user-agent|contains: toolbox', 'sc-status: 200').replace('title: A tool', 'title: Dear'));
  const both = `${readFileSync(dear, 'utf8')}---\n${RULE}`;
  writeFileSync(dear, both);
  const checked = await told(() => checkRules(dear, true));
  expect(JSON.parse(checked.out).rules).toMatchObject([
    { title: 'Dear', search: 'condition', cost: { judged: expect.closeTo(0.8, 1), isExpensive: true } },
    { title: 'A tool', cost: { isExpensive: false } },
  ]);
  const words = await told(() => checkRules(dear, false));
  expect(words.out).toMatch(/Dear\n.*TOO EXPENSIVE: judged on \d+ % of ordinary requests, [\d.]+ µs each/);
  const tested = await told(() => runRuleTests(dear, true));
  expect(JSON.parse(tested.out).expensive).toMatchObject([{ rule: 'Dear', line: 1 }]);
});

it('explain tells why, of JSON and of lines of a log', async () => {
  const rule = write('rule.yml', RULE);
  const json = await told(() => explainRule(rule, write('event.json', '{"cs-user-agent": "Firefox"}'), true));
  expect(JSON.parse(json.out)).toMatchObject({
    matched: false,
    because: [{ within: ['agent'], field: 'cs-user-agent|contains', found: ['Firefox'], matched: false }],
  });
  const line = '192.0.2.9 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "toolbox 3"\n';
  const log = await told(() => explainRule(rule, write('access.log', line), true));
  expect(JSON.parse(log.out)).toMatchObject({ matched: true, rules: [{ events: [true] }] });
});

it('explain runs a correlation over the events’ own times', async () => {
  const base = RULE.replace(/shopbell[\s\S]*/, '').replace('title', 'name: tool\ntitle');
  const many = `title: Many\ncorrelation: { type: event_count, rules: [tool], group-by: [c-ip], timespan: 1m, condition: { gte: 2 } }\n`;
  const rule = write('many.yml', `${base}---\n${many}`);
  const events = (second: number) =>
    [0, second]
      .map((at) => JSON.stringify({ timestamp: new Date(at * 1000 + 1e12).toISOString(), 'cs-user-agent': 'toolbox', 'c-ip': '1' }))
      .join('\n');
  const soon = await told(() => explainRule(rule, write('soon.json', events(59)), true));
  expect(JSON.parse(soon.out)).toMatchObject({ matched: true, because: [{ field: 'event_count', found: ['2 for 1'] }] });
  const late = await told(() => explainRule(rule, write('late.json', events(60)), true));
  expect(JSON.parse(late.out)).toMatchObject({ matched: false, because: [{ found: ['A tool: 2 matches'] }] });
});

it('explain refuses a rule that is not valid', async () => {
  const bad = write('bad.yml', RULE.replace('contains', 'holds'));
  await expect(explainRule(bad, bad, true)).rejects.toMatchObject({ code: 'RULE_NOT_VALID', details: { line: 4 } });
});

it('explain takes what programs and browsers send, as it would be stored', async () => {
  const span = write(
    'span.yml',
    RULE.replace('webserver', 'span')
      .replace('cs-user-agent|contains: toolbox', 'span.peer|endswith: .stranger.example')
      .replace(/shopbell[\s\S]*/, ''),
  );
  const otlp = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: ['drop.stranger.example', 'api.gateway.example'].map((host, nth) => ({
              ...{ traceId: 'ab'.repeat(16), spanId: `1${nth}`.repeat(8), name: 'POST', kind: 3, startTimeUnixNano: '1780000000000000000' },
              attributes: [{ key: 'server.address', value: { stringValue: host } }],
            })),
          },
        ],
      },
    ],
  };
  const traces = await told(() => explainRule(span, write('traces.json', JSON.stringify(otlp)), true));
  expect(JSON.parse(traces.out)).toMatchObject({ matched: true, rules: [{ events: [true, false] }] });
  const report = write(
    'report.yml',
    RULE.replace('webserver', 'browser_report')
      .replace('cs-user-agent|contains: toolbox', 'blocked-uri|contains: evil')
      .replace(/shopbell[\s\S]*/, ''),
  );
  const csp = { 'csp-report': { 'document-uri': 'https://shop.example/', 'blocked-uri': 'https://evil.example/x.js' } };
  const old = await told(() => explainRule(report, write('csp.json', JSON.stringify(csp)), true));
  expect(JSON.parse(old.out)).toMatchObject({ matched: true, because: [{ found: ['https://evil.example/x.js'] }] });
  const api = [
    { type: 'csp-violation', age: 10, url: 'https://shop.example/', body: { blockedURL: 'inline', effectiveDirective: 'script-src' } },
  ];
  const list = await told(() => explainRule(report, write('reports.json', JSON.stringify(api)), true));
  expect(JSON.parse(list.out)).toMatchObject({ matched: false, because: [{ found: ['inline'], matched: false }] });
  const empty = write('empty.json', '{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "00", "spanId": "1"}]}]}]}');
  await expect(explainRule(span, empty, true)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    details: { reason: expect.stringMatching(/nothing of it would be stored: .+/) },
  });
  const checked = await told(() => checkRules(span, true));
  expect(JSON.parse(checked.out).rules).toMatchObject([{ source: 'spans', search: 'texts' }]);
});
