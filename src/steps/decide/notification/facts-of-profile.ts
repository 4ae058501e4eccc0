import type { Facts, FactValue } from '../checks/facts.ts';
import type { Profile } from './profile.ts';

/** What the organisation says of itself once, as facts of a case: which laws apply turns on them. What was not said stays unknown. Pure. */
export function factsOfProfile({ establishedIn, services, size }: Profile, at: string): Facts {
  const said = (value: FactValue) =>
    ({ value, certainty: 'confirmed', evidence: 'the organisation profile', statedBy: 'shopbell', at }) as const;
  return {
    ...(establishedIn.length > 0 ? { establishedIn: said(establishedIn) } : {}),
    ...(services.length > 0 ? { services: said(services) } : {}),
    ...(size === '' ? {} : { size: said(size) }),
  };
}
