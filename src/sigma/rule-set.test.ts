import { describe, expect, it } from 'vitest';
import { makeEvent } from './event.ts';
import { explainEvent } from './explain-event.ts';
import { matchEvent } from './match-event.ts';
import { parseCondition } from './parse-condition.ts';
import { readRules } from './rule-set.ts';

const RULE = `title: A tool
id: 11111111-1111-4111-8111-111111111111
name: tool
logsource: { category: webserver }
detection:
  agent:
    cs-user-agent|contains: [curl, wget]
  ours:
    c-ip: 192.0.2.1
  condition: agent and not ours
`;

describe('conditions', () => {
  const names = ['a', 'b', 'sel_1', 'sel_2', '_hidden'];
  it('bind or looser than and, and and looser than not', () => {
    expect(parseCondition('a or b and not sel_1', names)).toMatchObject({
      kind: 'or',
      parts: [{ name: 'a' }, { kind: 'and', parts: [{ name: 'b' }, { kind: 'not' }] }],
    });
  });
  it('resolve patterns and them', () => {
    expect(parseCondition('all of sel_*', names)).toMatchObject({ kind: 'and', parts: [{ name: 'sel_1' }, { name: 'sel_2' }] });
    expect(parseCondition('1 of them', names)).toMatchObject({ kind: 'or', parts: [{}, {}, {}, {}] });
  });
  it.each(['', 'c', 'a and', '(a', 'a b', '2 of sel_*', '1 of nothing_*', '('.repeat(5000)])('refuses %j with a reason', (text) => {
    expect(() => parseCondition(text, names)).toThrow(/condition/);
  });
});

describe('rule files', () => {
  const problemOf = (text: string) => readRules([{ name: 'own.yml', text }]).problems.map(({ line, reason }) => `${line}: ${reason}`);

  it.each<[string, string, RegExp]>([
    ['no YAML', 'title: [', /^1: this is not YAML/],
    ['nothing', '', /^0: there is no rule/],
    ['a list', '- a\n- b\n', /^1: a rule is a map/],
    ['no title', RULE.replace('title: A tool\n', ''), /title/],
    ['no log source', RULE.replace(/logsource.*\n/, ''), /logsource/],
    ['a wrong level', `${RULE}level: loud\n`, /^11: level/],
    ['a modifier that is none', RULE.replace('contains', 'contians'), /^7: there is no modifier “contians”/],
    ['a value that is no range', RULE.replace('c-ip: 192.0.2.1', 'c-ip|cidr: [192.0.2.0/24, here]'), /^9: “here” is no range/],
    ['a selection that is not there', RULE.replace('not ours', 'not theirs'), /^10: condition: there is no selection theirs/],
    ['an old aggregation', RULE.replace('not ours', 'not ours | count() > 5'), /^10: .*write a correlation/],
    ['no condition', RULE.replace(/ {2}condition.*\n/, ''), /^5: there is no condition/],
    ['a key twice', RULE.replace('  ours:', '  agent:'), /^8: this is not YAML/],
  ])('with %s are refused with line and reason', (_, text, reason) => {
    expect(problemOf(text)).toEqual([expect.stringMatching(reason)]);
  });

  it('lose only the document that is wrong', () => {
    const set = readRules([{ name: 'own.yml', text: `${RULE.replace('contains', 'x')}---\n${RULE}` }]);
    // Both claim the same id: the first one was not even a rule.
    expect(set.rules).toHaveLength(0);
    const other = readRules([
      {
        name: 'own.yml',
        text: `${RULE}---\n${RULE.replace('contains', 'x')
          .replace(/11111111/, '2')
          .replace('name: tool', '')}`,
      },
    ]);
    expect(other.rules.map((rule) => rule.rule.title)).toEqual(['A tool']);
    expect(other.problems).toMatchObject([{ file: 'own.yml', line: 18 }]);
  });

  it('refuse a second rule of the same id', () => {
    expect(
      readRules([
        { name: 'a', text: RULE },
        { name: 'b', text: RULE },
      ]).problems,
    ).toMatchObject([{ file: 'b', line: 2, reason: expect.stringContaining('rule in a, line 1') }]);
  });
});

describe('filters', () => {
  const filter = (rules: string, source = 'webserver') =>
    `title: Our monitor\nlogsource: { category: ${source} }\nfilter:\n  rules: ${rules}\n  monitor:\n    cs-user-agent: curl/monitor\n  condition: not monitor\n`;
  const event = makeEvent({ 'cs-user-agent': 'curl/monitor', 'c-ip': '198.51.100.1' });

  it.each<[string, string, boolean]>([
    ['by name', filter('[tool]'), false],
    ['by id', filter('[11111111-1111-4111-8111-111111111111]'), false],
    ['any rule', filter('any'), false],
    ['another log source', filter('any', 'proxy'), true],
  ])('take out what they name: %s', (_, text, matches) => {
    const set = readRules([{ name: 'r', text: `${RULE}---\n${text}` }]);
    expect(set.problems).toEqual([]);
    const [rule] = set.rules;
    expect(rule && matchEvent(rule.test, event)).toBe(matches);
    expect(rule && matchEvent(rule.test, makeEvent({ 'cs-user-agent': 'curl/8', 'c-ip': '198.51.100.1' }))).toBe(true);
  });

  it('that name no rule are refused', () => {
    expect(readRules([{ name: 'r', text: `${RULE}---\n${filter('[nobody]')}` }]).problems).toMatchObject([{ line: 15 }]);
  });
});

it('a rule explains why it matched, and why not', () => {
  const [rule] = readRules([{ name: 'r', text: RULE }]).rules;
  if (rule === undefined) throw new Error('no rule');
  const because = (fields: Record<string, string>) =>
    explainEvent(rule.test, makeEvent(fields)).map(({ within, field, matched }) => `${within.join('.')} ${field} ${matched}`);
  expect(because({ 'cs-user-agent': 'Wget/1', 'c-ip': '198.51.100.1' })).toEqual([
    'agent cs-user-agent|contains true',
    'not.ours c-ip false',
  ]);
  expect(because({ 'cs-user-agent': 'Wget/1', 'c-ip': '192.0.2.1' })).toEqual(['not.ours c-ip true']);
  expect(because({ 'cs-user-agent': 'Firefox', 'c-ip': '198.51.100.1' })).toEqual([
    'agent cs-user-agent|contains false',
    'agent cs-user-agent|contains false',
  ]);
});
