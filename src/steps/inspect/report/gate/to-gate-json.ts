import type { GateReport } from '../../gate/judge-gate.ts';
import type { JudgedItem } from '../../gate/types.ts';
import { inspectDocument } from '../to-json.ts';
import type { GateDocument } from './gate-shape.ts';

/** The documented JSON document of `shopbell gate --format json`. */
export function toGateJson(result: GateReport): string {
  const { inspection, decision, components, unknown, passed, level, compared } = result;
  const { failing, known, expired, below, gone, unchecked } = decision;
  const document: GateDocument = {
    schema: 'shopbell.gate/1',
    ...{ target: inspection.target, passed, complete: unknown.length === 0, level, compared },
    ...{ failing: failing.map(rowOf), known: known.map(rowOf), gone: [...gone], expired: expired.map(rowOf) },
    ...{ below: below.map(rowOf), unchecked: [...unchecked], shrunk: [...result.shrunk] },
    ...{ budgets: [...result.budgets], journeys: [...result.journeys] },
    components: components === null ? null : componentsOf(components),
    inspection: inspectDocument(result, compared ? decision : null),
    unknown: [...unknown],
    elapsedMs: result.elapsedMs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function rowOf({
  fingerprint,
  check,
  key,
  title,
  severity,
  standing,
  where,
  evidence,
  fix,
  entry,
}: JudgedItem): GateDocument['known'][number] {
  const acceptance = entry === null ? null : pick(entry);
  return { fingerprint, check, key, title, severity, standing, where, evidence: [...evidence], fix, acceptance };
}

function pick({ severity, firstSeen, owner, reason, until }: NonNullable<JudgedItem['entry']>) {
  return { severity, firstSeen, owner, reason, until };
}

function componentsOf({ added, removed, changed }: NonNullable<GateReport['components']>): GateDocument['components'] {
  return {
    added: added.map(({ id, licences, holes }) => ({ id, licences: [...licences], holes: holes.map((hole) => hole.id) })),
    removed: [...removed],
    changed: changed.map(({ base, from, to }) => ({ base, from: [...from], to: [...to] })),
    otherHoles: 'unknown',
  };
}
