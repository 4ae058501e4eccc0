import { sql } from 'kysely';
import { defineReaction, type Reaction } from '#engines/ledger/reaction.ts';
import { ledgerTables } from '#engines/ledger/tables.ts';
import { signalGrew } from '#steps/detect/events.ts';
import { incidentContained, incidentGrew, incidentOpened } from '#steps/respond/events.ts';
import { listClocks, syncClocks } from './clocks/sync-clocks.ts';
import { caseOpened, clockChanged, decisionMade, filingNoted, incidentAttached } from './events.ts';
import { findCaseOfSignal } from './find-case-of-signal.ts';
import { decideTables } from './store.ts';
import { collectFacts } from './verbs/collect-facts.ts';
import { openCase } from './verbs/open-case.ts';
import { writeRegister } from './verbs/write-register.ts';

const openForIncident = defineReaction({
  name: 'decide.open-for-incident',
  on: incidentOpened,
  run: async (ctx, { payload }) => {
    if (payload.touchesPeople) await openCase(ctx, { incident: payload.incident });
  },
});

/** A directory that does not answer fails this reaction, which is then tried again; the case and its clock are there already. */
const findPeopleOfCase = defineReaction({
  name: 'decide.find-people',
  on: caseOpened,
  run: async (ctx, { payload }) => {
    await collectFacts(ctx, { case: payload.case, purpose: 'tell-affected' });
  },
});

/** A case that was opened by hand now has an incident, and with it signals, records and people. */
const collectForAttached = defineReaction({
  name: 'decide.collect-for-attached',
  on: incidentAttached,
  run: async (ctx, { payload }) => {
    await collectFacts(ctx, { case: payload.continuedIn ?? payload.case, purpose: 'tell-affected' });
  },
});

const growWithIncident = defineReaction({
  name: 'decide.grow-with-incident',
  on: incidentGrew,
  run: async (ctx, { payload }) => {
    if (!payload.touchesPeople) return;
    const { case: id } = await openCase(ctx, { incident: payload.incident });
    await collectFacts(ctx, { case: id, purpose: 'tell-affected' });
  },
});

/** An incident that was told once stays told; who is affected follows the signal itself, to the last record. */
const recountWithSignal = defineReaction({
  name: 'decide.recount-with-signal',
  on: signalGrew,
  run: async (ctx, { payload }) => {
    const id = await findCaseOfSignal(ctx.db, ctx.org, payload.signal);
    if (id !== null) await collectFacts(ctx, { case: id, purpose: 'tell-affected' });
  },
});

const noteContainment = defineReaction({
  name: 'decide.note-containment',
  on: incidentContained,
  run: async (ctx, { payload }) => {
    const known = await decideTables(ctx.db)
      .selectFrom('cases')
      .select('id')
      .where('incident_id', '=', payload.incident)
      .executeTakeFirst();
    if (known) await collectFacts(ctx, { case: known.id, purpose: 'tell-affected' });
  },
});

/** Also of a case that was found to be no breach: that it was looked at, and why it is none, is what an authority asks about. */
const writeDecidedCase = defineReaction({
  name: 'decide.write-register',
  on: decisionMade,
  run: async (ctx, { payload, seq }) => {
    // Somebody may have decided again before this runs: each decision gets the entry that it made.
    const { count } = await ledgerTables(ctx.db)
      .selectFrom('ledger')
      .select(sql<string>`count(*)`.as('count'))
      .where('org_id', '=', ctx.org)
      .where('kind', '=', decisionMade.name)
      .where('subject', '=', payload.case)
      .where('seq', '<=', String(seq))
      .executeTakeFirstOrThrow();
    await writeRegister(ctx, { case: payload.case, decision: Number(count) });
  },
});

/** Only of a case that is in the register already: else its entry comes with the decision and names the filing. */
const writeFiledCase = defineReaction({
  name: 'decide.register-filing',
  on: filingNoted,
  run: async (ctx, { payload }) => {
    const known = await decideTables(ctx.db)
      .selectFrom('register_entries')
      .select('id')
      .where('case_id', '=', payload.case)
      .executeTakeFirst();
    if (known) await writeRegister(ctx, { case: payload.case });
  },
});

/** A duty of any law that a person said was met: the entry names it. A filing has its own entry. */
const writeMetDuty = defineReaction({
  name: 'decide.register-duty-met',
  on: clockChanged,
  run: async (ctx, { payload }) => {
    if (payload.state !== 'met') return;
    const met = (await listClocks(ctx, payload.case)).find((one) => one.duty === payload.duty && one.stage === payload.stage);
    const known = await decideTables(ctx.db)
      .selectFrom('register_entries')
      .select('id')
      .where('case_id', '=', payload.case)
      .executeTakeFirst();
    if (known && met?.state === 'met' && met.met_by !== 'filing') await writeRegister(ctx, { case: payload.case });
  },
});

/** Whoever noted that the authority was told: the clock stops. */
const stopClock = defineReaction({
  name: 'decide.stop-clock',
  on: filingNoted,
  run: async (ctx, { payload }) => {
    await syncClocks(ctx, payload.case);
  },
});

export const reactions: readonly Reaction[] = [
  openForIncident,
  findPeopleOfCase,
  collectForAttached,
  growWithIncident,
  recountWithSignal,
  noteContainment,
  writeDecidedCase,
  writeFiledCase,
  writeMetDuty,
  stopClock,
];
