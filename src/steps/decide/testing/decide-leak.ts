import type { OrgId } from '#kernel/ids.ts';
import { makeDecision } from '../index.ts';
import type { CaseStage } from './open-case-stage.ts';

/** A case of one leaked record, decided by the officer with a reason: every duty yes unless said. */
export async function decideLeak(
  { house, leak, record, latest, settle }: CaseStage,
  org: OrgId,
  reason = 'as the facts say',
  answers: Partial<Record<'register' | 'authority' | 'people', 'yes' | 'no'>> = {},
) {
  const { row } = await leak(org, [record(org, 1, 'a')]);
  const { version } = await latest(org, row.id);
  const all = { register: 'yes', authority: 'yes', people: 'yes', ...answers } as const;
  await makeDecision(house.scope(org, 'privacy', 'per_officer'), { case: row.id, version, ...all, reason });
  await settle();
  return row;
}
