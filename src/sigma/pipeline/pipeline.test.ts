import { expect, it } from 'vitest';
import { makeEvent } from '../event.ts';
import { matchEvent } from '../match-event.ts';
import { readRules } from '../rule-set.ts';

const RULE = `title: t
logsource: { category: proxy }
detection:
  s: { Url|contains: login, Agent: curl }
  condition: s
`;
const pipeline = (...steps: string[]) => `name: ours\ntransformations:\n${steps.map((step) => `  - ${step}\n`).join('')}`;

function asks(steps: readonly string[], fields: Record<string, string>): boolean {
  const { rules, problems } = readRules([
    { name: 'r', text: RULE },
    { name: 'p', text: pipeline(...steps) },
  ]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(problems[0]?.reason);
  return matchEvent(rule.test, makeEvent(fields));
}

const mapped = '{ type: field_name_mapping, mapping: { Url: [cs-uri-query, cs-referer], Agent: cs-user-agent } }';

it('calls fields by the names they have here; several names are alternatives', () => {
  expect(asks([mapped], { 'cs-uri-query': '/login', 'cs-user-agent': 'curl' })).toBe(true);
  expect(asks([mapped], { 'cs-referer': '/login', 'cs-user-agent': 'curl' })).toBe(true);
  expect(asks([mapped], { 'cs-referer': '/login', 'cs-user-agent': 'wget' })).toBe(false);
  expect(asks(['{ type: field_name_prefix, prefix: http. }'], { 'http.Url': '/login', 'http.Agent': 'curl' })).toBe(true);
  expect(asks(['{ type: field_name_prefix_mapping, mapping: { A: a. } }'], { Url: '/login', 'a.gent': 'curl' })).toBe(true);
});

it('changes only rules and fields that it is meant for', () => {
  const other = mapped.replace(' }', ' }, rule_conditions: [{ type: logsource, category: webserver }]').replace('}]}', '}]');
  expect(() => asks([other], {})).not.toThrow();
  expect(asks([other], { 'cs-uri-query': '/login', 'cs-user-agent': 'curl' })).toBe(false);
  const one = '{ type: set_value, value: wget, field_name_conditions: [{ type: include_fields, fields: [Agent] }] }';
  expect(asks([one], { Url: '/login', Agent: 'wget' })).toBe(true);
  const drop = '{ type: drop_detection_item, field_name_conditions: [{ type: exclude_fields, fields: ["U.*"], match_type: re }] }';
  expect(asks([drop], { Url: '/login', Agent: 'anything' })).toBe(true);
});

it('adds conditions, replaces texts, maps values', () => {
  expect(asks(['{ type: add_condition, conditions: { kind: access } }'], { Url: '/login', Agent: 'curl' })).toBe(false);
  expect(asks(['{ type: add_condition, conditions: { kind: access } }'], { Url: '/login', Agent: 'curl', kind: 'access' })).toBe(true);
  expect(asks(['{ type: add_condition, negated: true, conditions: { kind: test } }'], { Url: '/login', Agent: 'curl', kind: 'test' })).toBe(
    false,
  );
  expect(asks(['{ type: replace_string, regex: log.n, replacement: signin }'], { Url: '/signin', Agent: 'curl' })).toBe(true);
  expect(asks(['{ type: map_string, mapping: { curl: [wget, curl/8] } }'], { Url: '/login', Agent: 'curl/8' })).toBe(true);
});

it('says where a rule cannot be used, and what of a pipeline is not known', () => {
  expect(() => asks(['{ type: rule_failure, message: "proxies are not logged here" }'], {})).toThrow('not logged here');
  const { problems } = readRules([{ name: 'p.yml', text: pipeline('{ type: nest }') }]);
  expect(problems).toMatchObject([{ file: 'p.yml', line: 3 }]);
});
