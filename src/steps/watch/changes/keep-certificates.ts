import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { noteCertificates } from '../verbs/note-certificates.ts';
import type { SeenCertificate } from './seen-certificate.ts';

interface Waiting {
  readonly org: OrgId;
  readonly check: CheckId;
  readonly seen: SeenCertificate;
  readonly at: Date;
}

const AT_ONCE = 500;
const MOST = 10_000;

/** Collects certificates that this process has not met at a check before, and notes them in batches. One that is known costs nothing. */
export function openCertificates(house: House) {
  const known = new Map<CheckId, Set<string>>();
  let waiting: Waiting[] = [];
  const flush = async (): Promise<void> => {
    const batch = waiting.splice(0, AT_ONCE);
    for (const [org, group] of Map.groupBy(batch, (one) => one.org)) {
      try {
        const scope = { house, org, actor: { kind: 'system', id: 'watch', role: 'system' } } as const;
        await noteCertificates(scope, { seen: group.map(({ check, seen, at }) => ({ check, at, ...seen })) });
      } catch (thrown) {
        house.log.warn('certificates that were seen could not be noted and wait', { reason: messageOf(thrown), waiting: group.length });
        waiting = [...group, ...waiting].slice(-MOST);
      }
    }
  };
  return {
    add: (check: { readonly id: CheckId; readonly org: OrgId }, seen: SeenCertificate, at: Date): void => {
      const met = known.get(check.id) ?? new Set();
      if (met.has(seen.fingerprint)) return;
      known.set(check.id, met.add(seen.fingerprint));
      waiting.push({ org: check.org, check: check.id, seen, at });
    },
    flush,
  };
}
