import type { DnsFact } from './exchange.ts';

export interface SpfTerm {
  readonly qualifier: '+' | '-' | '~' | '?';
  readonly name: string;
  readonly value: string | null;
}

export interface SpfWalk {
  /** Look-ups that a receiver must make at most (RFC 7208 §4.6.4: more than ten end in an error). */
  readonly lookups: number;
  /** Of these, such as find nothing (more than two end in an error). */
  readonly voids: number;
  /** Why receivers throw the record away. */
  readonly errors: readonly string[];
  /** What happens to every other server, by the last word; `null`: nothing is said. */
  readonly all: SpfTerm['qualifier'] | null;
  /** An included record that lets every server send. */
  readonly open: string | null;
  readonly usesPtr: boolean;
  /** What could not be asked, or null. */
  readonly unknown: string | null;
}

const MECHANISMS: ReadonlySet<string> = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']);
const MOST = 24;

/** The terms of a record, without the version. `null` for one that breaks the grammar. */
export function readSpf(record: string): readonly SpfTerm[] | null {
  const words = record.trim().split(/\s+/).slice(1);
  const terms = words.map((word): SpfTerm | null => {
    const modifier = /^([a-z][\w.-]*)=(.*)$/i.exec(word);
    if (modifier) return { qualifier: '+', name: `${modifier[1]?.toLowerCase()}=`, value: modifier[2] ?? '' };
    const [, qualifier = '+', name = '', rest] = /^([+?~-]?)([a-z0-9]+)([:/].*)?$/i.exec(word) ?? [];
    if (!MECHANISMS.has(name.toLowerCase())) return null;
    const value = rest === undefined ? null : rest.replace(/^:/, '');
    return { qualifier: (qualifier || '+') as SpfTerm['qualifier'], name: name.toLowerCase(), value };
  });
  return terms.includes(null) ? null : terms.filter((term) => term !== null);
}

export const isSpf = (record: string): boolean => /^v=spf1(\s|$)/i.test(record);

/** The names that a record's terms ask for: `TXT name`, `A name`, `MX name`; those with macros depend on the mail and are left out. */
export function questionsOf(terms: readonly SpfTerm[], domain: string): readonly string[] {
  const hasAll = terms.some(({ name }) => name === 'all');
  return terms.flatMap(({ name, value }) => {
    const host = (value ?? '').replace(/\/.*$/, '') || domain;
    if (host.includes('%')) return [];
    if (name === 'include' || (name === 'redirect=' && !hasAll)) return [`TXT ${host.toLowerCase()}`];
    if (name === 'a' || name === 'exists') return [`A ${host.toLowerCase()}`];
    return name === 'mx' ? [`MX ${host.toLowerCase()}`] : [];
  });
}

/** Walks a record and everything that it includes, over saved answers. Pure. */
export function walkSpf(record: string, domain: string, answers: Readonly<Record<string, DnsFact>>): SpfWalk {
  const state = {
    lookups: 0,
    voids: 0,
    errors: [] as string[],
    open: null as string | null,
    usesPtr: false,
    unknown: null as string | null,
  };
  const all = walk(record, domain, 0);
  if (state.lookups > 10) state.errors.push(`it takes more than ten look-ups (${state.lookups}${state.lookups >= MOST ? ' or more' : ''})`);
  if (state.voids > 2) state.errors.push(`${state.voids} of its look-ups find nothing, two are allowed`);
  return { ...state, errors: [...new Set(state.errors)], all };

  function walk(text: string, at: string, depth: number): SpfTerm['qualifier'] | null {
    const terms = readSpf(text);
    if (terms === null) {
      state.errors.push(`the record of ${at} has a word that does not exist in SPF`);
      return null;
    }
    const last = terms.find(({ name }) => name === 'all')?.qualifier ?? null;
    if (depth > 0 && last === '+') state.open ??= at;
    for (const term of terms) {
      if (term.name === 'ptr') state.usesPtr = true;
      if (['include', 'a', 'mx', 'ptr', 'exists'].includes(term.name) || (term.name === 'redirect=' && last === null)) state.lookups += 1;
      if (state.lookups >= MOST) return last;
      const redirected = follow(term, at, depth, last !== null);
      if (term.name === 'redirect=' && last === null) return redirected;
    }
    return last;
  }

  function follow(term: SpfTerm, at: string, depth: number, hasAll: boolean): SpfTerm['qualifier'] | null {
    const [question] = questionsOf(hasAll ? [term, { qualifier: '-', name: 'all', value: null }] : [term], at);
    const fact = question === undefined ? undefined : answers[question];
    if (question === undefined || fact === undefined) return null;
    if (fact.kind === 'unknown') {
      state.unknown ??= fact.reason;
      return null;
    }
    const isRecord = question.startsWith('TXT ');
    if (fact.kind === 'none') state.voids += 1;
    if (!isRecord) return null;
    const records = fact.kind === 'records' ? fact.records.filter(isSpf) : [];
    const [record] = records;
    if (record === undefined || records.length > 1) {
      state.errors.push(`${question.slice(4)}, which it names, has ${records.length === 0 ? 'no SPF record' : 'several SPF records'}`);
      return null;
    }
    return walk(record, question.slice(4), depth + 1);
  }
}
