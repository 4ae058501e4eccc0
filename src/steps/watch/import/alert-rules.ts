import type { CheckSeverity } from '../checks/check-severity.ts';
import { type Fields, fieldsOf, isFields, listOf, parseYaml, textOf } from './parse-source.ts';

/** What an alert asks that a check can say too. */
type Asked =
  /** That a target is scraped, or that a probe succeeds. */
  | { readonly of: 'up' | 'probe_success'; readonly matches: Matches }
  /** That a certificate is good for so many days more. */
  | { readonly of: 'certificate'; readonly days: number; readonly matches: Matches };

type Matches = (labels: Readonly<Record<string, string>>) => boolean;

export interface AlertRule {
  readonly name: string;
  /** As it is written: `5m`; '' at once. */
  readonly waits: string;
  /** Its label `severity`. */
  readonly severity: string;
  /** `null`: no check says the same. */
  readonly asked: Asked | null;
  /** The expression, shortened. */
  readonly text: string;
}

/** Reads a file of Prometheus' rules: its alerts, and whether something is recorded too. A text says why it cannot be read. Pure. */
export function readAlertRules(text: string): { readonly alerts: readonly AlertRule[]; readonly records: boolean } | string {
  const parsed = parseYaml(text);
  if (typeof parsed === 'string') return parsed;
  if (!isFields(parsed.value) || !Array.isArray(parsed.value.groups)) return 'it holds no groups of rules';
  const rules = parsed.value.groups.flatMap((group: unknown) => listOf(fieldsOf(group).rules).map(fieldsOf));
  return {
    alerts: rules.filter((rule) => textOf(rule.alert) !== '').map(ruleOf),
    records: rules.some((rule) => textOf(rule.record) !== ''),
  };
}

function ruleOf(rule: Fields): AlertRule {
  const text = textOf(rule.expr)
    .replace(/#[^\n"']*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    ...{
      name: textOf(rule.alert).slice(0, 100),
      waits: textOf(rule.for).trim(),
      severity: textOf(fieldsOf(rule.labels).severity).slice(0, 40),
    },
    ...{ asked: askedBy(text), text: text.slice(0, 120) },
  };
}

const SELECTOR = String.raw`(\w+) ?(?:\{([^{}]*)\})?`;
const DOWN = new RegExp(`^${SELECTOR} ?(?:== ?0|!= ?1|< ?1)$`);
const EXPIRY = new RegExp(String.raw`^\(?${SELECTOR} ?- ?time\(\)\)? ?(/ ?[\d*() ]+?)? ?<=? ?([\d*() ]+)$`);
const DAY_SECONDS = 86_400;

/** What an expression asks, by its shape; whatever is not surely the same is not known. */
function askedBy(text: string): Asked | null {
  if (text.length > 500) return null;
  const plain = /^\((.*)\)$/.exec(text)?.[1];
  const [, metric, inside = ''] = DOWN.exec(plain !== undefined && DOWN.test(plain) ? plain : text) ?? [];
  if (metric === 'up' || metric === 'probe_success') return withMatches(inside, (matches) => ({ of: metric, matches }));
  const [, expiry, of = '', divided = '/1', below = ''] = EXPIRY.exec(text) ?? [];
  if (expiry !== 'probe_ssl_earliest_cert_expiry' && expiry !== 'probe_ssl_last_chain_expiry_timestamp_seconds') return null;
  const days = (productOf(below) * productOf(divided.slice(1))) / DAY_SECONDS;
  return Number.isInteger(days) && days > 0 && days <= 365 ? withMatches(of, (matches) => ({ of: 'certificate', days, matches })) : null;
}

/** `86400 * 14`, `(24*3600)`; NaN: something else stands there. */
function productOf(text: string): number {
  const factors = text.replace(/[()]/g, '').split('*');
  return factors.reduce((product, factor) => product * (/^ *\d+ *$/.test(factor) ? Number(factor) : Number.NaN), 1);
}

function withMatches(inside: string, make: (matches: Matches) => Asked): Asked | null {
  const matches = matchesOf(inside);
  return matches === null ? null : make(matches);
}

const MATCHER = /^\s*(\w+)\s*(=~|!~|!=|=)\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*$/;

/** A selector's labels; `null`: a pattern that is more than texts to choose from. */
function matchesOf(inside: string): Matches | null {
  const parts = inside.split(',').filter((part) => part.trim() !== '');
  const all = parts.map((part): Matches | null => {
    const [, label = '', sign = '', first, second] = MATCHER.exec(part) ?? [];
    if (label === '') return null;
    const wanted = first ?? second ?? '';
    const isPattern = sign.endsWith('~');
    if (isPattern && wanted === '.+') return (labels) => ((labels[label] ?? '') !== '') === (sign === '=~');
    if (isPattern && !/^[\w :/-]*(?:\|[\w :/-]*)*$/.test(wanted)) return null;
    const texts = isPattern ? wanted.split('|') : [wanted];
    return (labels) => texts.includes(labels[label] ?? '') === !sign.startsWith('!');
  });
  return all.includes(null) ? null : (labels) => all.every((one) => one?.(labels));
}

const WORDS: Readonly<Record<CheckSeverity, readonly string[]>> = {
  critical: ['critical', 'page', 'disaster', 'emergency', 'p1', 'sev1'],
  high: ['high', 'error', 'major', 'p2', 'sev2'],
  medium: ['warning', 'warn', 'medium', 'average', 'minor', 'ticket', 'p3', 'sev3'],
  low: ['info', 'information', 'low', 'none', 'p4', 'sev4'],
};

/** How grave a word of theirs is; `null`: the word is not known. Pure. */
export function severityOf(word: string): CheckSeverity | null {
  const wanted = word.trim().toLowerCase();
  const [found] = Object.entries(WORDS).find(([, words]) => words.includes(wanted)) ?? [];
  return (found as CheckSeverity | undefined) ?? null;
}
