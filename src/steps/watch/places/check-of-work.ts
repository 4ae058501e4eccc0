import { createHash } from 'node:crypto';
import type { OrgId } from '#kernel/ids.ts';
import type { WatchCheck } from '../store.ts';
import type { Work } from './protocol.ts';

/** Nobody's: a prober knows no organisation but the one whose key it has. */
const NO_ORG: OrgId = 'org_';

/** A check as a prober looks at it, of what it was told. Pure. */
export function checkOfWork(work: Work, target: WatchCheck['target']): WatchCheck {
  const { id, name, everyMs, failures, allowPrivate, dependsOn, state, since, reason, lastAt, flapping, looks } = work;
  return {
    ...{ id, name, target, everyMs, failures, allowPrivate, dependsOn, org: NO_ORG, shop: 'shop_', paused: false },
    standing: { state, since, reason, lastAt, suspect: null, flapping, looks },
    ...{
      lastMs: null,
      beats: { okAt: null, startedAt: null, failedAt: null },
      secrets: null,
      secretsHash: createHash('sha256').update(JSON.stringify(work.secrets)).digest('base64url'),
      behind: null,
      place: null,
      file: null,
      severity: 'high',
    },
  };
}
