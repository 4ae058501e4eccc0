import type { CaseKind } from '../events.ts';
import type { FactName } from './fact-table.ts';
import type { Fact, Facts, FactValue } from './facts.ts';

type Preset = Readonly<Partial<Record<FactName, FactValue>>>;

/** What a kind of case suggests. Only what can be taken back by a person without harm: nothing here makes a risk smaller than unknown would. */
const presets: Readonly<Record<Exclude<CaseKind, 'incident'>, Preset>> = {
  'lost-device': { medium: 'device', cause: 'loss', incidentTypes: ['device-lost'] },
  'wrong-recipient': { medium: 'message', cause: 'mistake', confidentiality: 'known-recipients', incidentTypes: ['mail-misdelivered'] },
  tip: {},
  'processor-notice': { medium: 'systems' },
  other: {},
};

/** The first facts of a case that a person opens: when it was noticed as they said, the rest likely at most. Pure. */
export function factsOfKind(kind: Exclude<CaseKind, 'incident'>, noticedAt: string, by: string, at: string): Facts {
  const suggested = Object.entries(presets[kind]).map(([name, value]): [string, Fact] => [
    name,
    { value, certainty: 'likely', evidence: `suggested by the kind of case: ${kind}`, statedBy: 'shopbell', at },
  ]);
  return {
    ...Object.fromEntries(suggested),
    firstSignalAt: { value: noticedAt, certainty: 'confirmed', evidence: 'whoever opened the case', statedBy: by, at },
    awareAt: {
      value: noticedAt,
      certainty: 'likely',
      evidence: 'when it was noticed: the earliest time that can be meant',
      statedBy: 'shopbell',
      at,
    },
  };
}
