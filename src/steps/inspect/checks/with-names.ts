import type { DnsFact, Inspection, Names } from '../inspection.ts';
import { type CheckMeta, found, type Judgement, unknown } from './check.ts';

/** Why a check of names has nothing to say, or null. */
export const noName = (inspection: Inspection) => (inspection.names === null ? 'the target has no public name' : null);

/** Judges what the name servers said. */
export function withNames(inspection: Inspection, judge: (names: Names) => Judgement): Judgement {
  return inspection.names === null ? unknown('the target has no public name') : judge(inspection.names);
}

/** The records that look like what is asked for. */
export function recordsOf(fact: DnsFact, pattern: RegExp): readonly string[] {
  return fact.kind === 'records' ? fact.records.filter((record) => pattern.test(record)) : [];
}

/** One weakness of the domain. */
export function weak(meta: CheckMeta, names: Names, title: string, text: string, severity = meta.severity): Judgement {
  return found([{ key: names.domain, severity, title, url: `dns:${names.domain}`, evidence: [{ kind: 'dns', text }] }]);
}
