import type { ScannedSignal } from '../../src/cli/scan/run-scan.ts';
import type { Incident, IncidentName } from './week/types.ts';

const HOUR = 3_600_000;

/** Rules that may tell of a leak of this kind. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  enumeration: ['enumeration'],
  export: ['bulk-export', 'enumeration'],
  stuffing: ['stuffing'],
  dump: ['dump-taken'],
};

export interface WeekVerdict {
  readonly found: readonly Incident[];
  readonly missed: readonly Incident[];
  /** Signals of medium or more that belong to no leak, and louder than a note. */
  readonly wrong: readonly ScannedSignal[];
}

/** A leak is found when a signal of a fitting rule overlaps it in time and names one of its addresses. */
export function judgeWeek(signals: readonly ScannedSignal[], incidents: readonly Incident[]): WeekVerdict {
  const loud = signals.filter((signal) => signal.level !== 'info' && signal.level !== 'low');
  const found = incidents.filter((incident) => loud.some((signal) => tells(signal, incident)));
  const wrong = loud.filter((signal) => !incidents.some((incident) => belongs(signal, incident)));
  return { found, missed: incidents.filter((incident) => !found.includes(incident)), wrong };
}

function tells(signal: ScannedSignal, incident: Incident): boolean {
  return TELLING[familyOf(incident.name)]?.includes(signal.rule) === true && belongs(signal, incident);
}

function belongs(signal: ScannedSignal, incident: Incident): boolean {
  if (Date.parse(signal.lastSeen) < incident.from - HOUR || Date.parse(signal.firstSeen) > incident.to + HOUR) return false;
  const named = [signal.actor.address ?? '', ...signal.selection.pairs.map((pair) => pair.split('\n', 1)[0] ?? '')];
  return named.some((address) => incident.addresses.includes(address));
}

function familyOf(name: IncidentName): string {
  return name.split('-', 1)[0] ?? name;
}
