import { followLedger } from '../src/cli/drill/follow-ledger.ts';
import { registerWritten } from '../src/steps/decide/events.ts';
import { listCases, makeDecision, stateFacts } from '../src/steps/decide/index.ts';
import { readVersion } from '../src/steps/decide/store.ts';
import { noteAdvice } from '../src/steps/decide/verbs/note-advice.ts';
import { stateController } from '../src/steps/decide/verbs/state-controller.ts';
import type { Stage } from './open-stage.ts';

/** Decides the stage's case with advice, as a processor with a controller, and returns the pages that come of it, and the papers to print. */
export async function seedPapers(stage: Stage): Promise<{ readonly pages: readonly string[]; readonly papers: readonly string[] }> {
  const { org, shop, as } = stage.rehearsal;
  const { house } = stage.running;
  const officer = as('privacy', 'stage-officer');
  const [row] = await house.state.inOrg(org, (db) => listCases(db));
  if (!row) throw new Error('The stage has no case.');
  const at = new Date(house.clock.now().getTime() - 1_000).toISOString();
  const times = { askedAt: at, givenAt: at };
  await noteAdvice(officer, { case: row.id, givenBy: 'Outside counsel', ...times, advice: 'Wait until the list is whole.', people: 'no' });
  await stateFacts(officer, { case: row.id, facts: { role: { value: 'processor', certainty: 'confirmed' } } });
  await stateController(officer, { shop, name: 'Beispiel GmbH', contact: 'datenschutz@beispiel.example', language: 'de' });
  const ledger = await followLedger(house, org);
  const { version } = await house.state.inOrg(org, (db) => readVersion(db, row.id));
  const answers = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(officer, { case: row.id, version, ...answers, reason: 'The controller asked us to do it for them.' });
  await ledger.first(registerWritten, 30_000);
  await ledger.stop();
  const path = `/decide/cases/${row.id}`;
  return {
    pages: ['/decide/register', `/decide/register/${row.id}`, path, `${path}/papers`],
    papers: [`${path}/memo.html`, `${path}/controllers/${shop}.html`],
  };
}
