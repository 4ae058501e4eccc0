import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { readMemberNames } from '#registry/index.ts';
import { deadlineFrom } from '../add-version.ts';
import { type Facts, peopleOf } from '../checks/facts.ts';
import { otherLaws } from '../checks/other-laws.ts';
import { decisionMade } from '../events.ts';
import { findCase, listDecisions } from '../readers.ts';
import { type DecisionRow, readVersion } from '../store.ts';
import { against, deciding, hashPaper, type Memo, type Who } from './memo.ts';
import { listAdvice, listDissents } from './papers-tables.ts';

/**
 * The memo of a decision, the latest unless one is named, as it would be released now. Advice counts when it was given before the decision.
 * Throws NOT_FOUND when nobody has decided.
 */
export async function readMemo(db: Tx, org: OrgId, id: CaseId, number?: number): Promise<Memo> {
  const row = await findCase(db, id);
  const decisions = await listDecisions(db, id);
  const decision = number === undefined ? decisions[0] : decisions.find((one) => one.number === number);
  if (!decision) throw new ShopbellError('NOT_FOUND', { what: 'decision' });
  const version = await readVersion(db, id, decision.facts_version);
  const { outcome, facts } = version;
  const aware = awareThen(facts) ?? row.aware_at;
  const names = await readMemberNames(db);
  const who = (person: string): Who => ({ id: person, name: names.get(person) ?? null });
  const advice = (await listAdvice(db, id)).filter((one) => one.noted_at <= decision.at);
  const dissents = (await listDissents(db, id)).filter((one) => one.decision === decision.number);
  const { register, authority, people } = decision;
  const { low, high, band } = outcome.severity;
  return {
    schema: 'shopbell.decision-memo/1',
    case: { id: row.id, number: row.number, title: row.title },
    awareAt: aware.toISOString(),
    deadline: deadlineFrom(aware).toISOString(),
    decision: {
      ...{ number: decision.number, register, authority, people, reason: decision.reason },
      ...{ by: who(decision.decided_by), at: decision.at.toISOString() },
    },
    facts: { version: version.version, sha256: hashPaper(facts), at: version.at.toISOString() },
    people: peopleOf(facts),
    severity: { low, high, band },
    proposal: { register: outcome.register.answer, authority: outcome.authority.answer, people: outcome.people.answer },
    deviates: decision.deviates,
    reasons: deciding.flatMap((duty) => outcome[duty].reasons.map(({ rule, text }) => ({ duty, rule, text }))),
    open: await openThen(db, org, decision),
    advice: advice.map((one) => ({
      ...{ by: one.given_by, askedAt: one.asked_at.toISOString(), givenAt: one.given_at.toISOString(), text: one.advice },
      advises: { register: one.register, authority: one.authority, people: one.people },
      against: against(one, decision),
    })),
    others: otherLaws(outcome)
      .filter(({ applies }) => applies === 'yes')
      .flatMap(({ id: law, duties }) =>
        duties.map(({ id: duty, to, does, answer }) => ({ law, duty, to, does, proposal: answer, decided: decision.others[duty] ?? null })),
      ),
    dissents: dissents.map((one) => ({ by: who(one.noted_by), at: one.at.toISOString(), reason: one.reason })),
  };
}

/** Since when the organisation was aware, as those facts said: the case's own clock may have moved since. */
function awareThen(facts: Facts): Date | null {
  const fact = facts.awareAt;
  return fact && fact.certainty !== 'unknown' && typeof fact.value === 'string' ? new Date(fact.value) : null;
}

/** What was open when it was decided, as the ledger says: today's law might ask something else. */
async function openThen(db: Tx, org: OrgId, decision: DecisionRow): Promise<readonly string[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select('payload')
    .where('org_id', '=', org)
    .where('kind', '=', decisionMade.name)
    .where(sql<boolean>`payload->>'case' = ${decision.case_id}`)
    .orderBy('seq')
    .execute();
  const payload = rows[decision.number - 1]?.payload;
  return payload === undefined ? [] : decisionMade.payload.parse(payload).open;
}
