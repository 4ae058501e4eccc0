import type { Hono } from 'hono';
import type { House } from '#engines/house.ts';
import type { Tx } from '#engines/state/types.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { DAY } from '#kernel/time.ts';
import { readMemberNames } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { compareVersions, versionBefore } from './checks/compare-versions.ts';
import { findCounterfactuals, findOpenQuestions } from './checks/find-open-questions.ts';
import { nextStepOfCase } from './checks/next-step-of-case.ts';
import { isLeftOpen, isSettled } from './checks/order-questions.ts';
import { suggestAwareness } from './checks/suggest-awareness.ts';
import { waitingForAnchor } from './clocks/clocks-of.ts';
import { dutiesOfOutcome } from './clocks/duties-of-outcome.ts';
import { listClocks } from './clocks/sync-clocks.ts';
import { listFilings } from './filings.ts';
import { readToldRecord } from './notification/read-told-record.ts';
import { countAffected } from './papers/affected.ts';
import { CasePapers } from './papers/case-papers.tsx';
import { countUntoldControllers } from './papers/read-notices.ts';
import { caseId, factNamed } from './read-form.ts';
import { listOpenings } from './read-opening.ts';
import { countPeopleBy, findCase, listAwareness, listDecisions, listVersions, readHistory } from './readers.ts';
import { readVersion } from './store.ts';
import { lawTables } from './tables.ts';
import { CasePage } from './views/case-page.tsx';
import { FactPage } from './views/fact-page.tsx';

/** The page of a case, and that of one of its facts. */
export function addCasePages(app: Hono<WebEnv>): void {
  app.get('/cases/:id', async (c) => {
    const { house, scope, t } = c.var;
    const id = caseId(c.req.param('id'));
    const now = house.clock.now();
    const asked = { from: Number(c.req.query('from') ?? ''), to: Number(c.req.query('to') ?? '') };
    const all = await house.state.inOrg(scope.org, (db) => readCase(house, db, scope.org, id, now, asked));
    const { row, version } = all;
    const { facts, outcome } = version;
    const law = lawTables();
    const questions = findOpenQuestions(facts, law, outcome);
    const missing = questions.filter(({ fact }) => (facts[fact]?.certainty ?? 'unknown') === 'unknown').map(({ fact }) => fact);
    const isOpen = row.state === 'open' && !isSettled(outcome);
    const open = isOpen ? questions.filter(({ fact }) => !isLeftOpen(facts[fact])).length : 0;
    return page(c, {
      step: 'decide',
      title: t('decide.case.title', { number: row.number }),
      heading: row.title,
      lead: t('decide.case.lead', { number: row.number, version: row.version }),
      crumbs: [{ href: '/decide', label: t('decide.name') }],
      body: (
        <CasePage
          {...all}
          facts={facts}
          outcome={outcome}
          questions={questions}
          missing={missing}
          open={open}
          next={nextStepOfCase({ ...all, outcome, questions: open, now })}
          flips={findCounterfactuals(facts, law, outcome)}
          waiting={row.state === 'open' ? waitingForAnchor(dutiesOfOutcome(outcome), facts) : []}
          hints={suggestAwareness(facts, row)}
          now={now}
          mayDecide={may(scope.actor.role, 'decide')}
          papers={<CasePapers row={row} facts={facts} counted={all.counted} />}
        />
      ),
    });
  });
  app.get('/cases/:id/facts', async (c) => {
    const { house, scope, t } = c.var;
    const id = caseId(c.req.param('id'));
    const name = factNamed(c.req.query('fact'));
    if (name === null) return c.redirect(`/decide/cases/${id}`, 303);
    if (name === 'awareAt') return c.redirect(`/decide/cases/${id}#aware`, 303);
    const { row, facts, history } = await house.state.inOrg(scope.org, async (db) => ({
      row: await findCase(db, id),
      facts: (await readVersion(db, id)).facts,
      history: await readHistory(db, id, name),
    }));
    return page(c, {
      step: 'decide',
      title: t('decide.fact', { name }),
      heading: t(`decide.ask.${name}`),
      lead: t(`decide.example.${name}`),
      crumbs: [
        { href: '/decide', label: t('decide.name') },
        { href: `/decide/cases/${id}`, label: t('decide.case.title', { number: row.number }) },
      ],
      body: <FactPage row={row} name={name} fact={facts[name]} history={history} mayDecide={may(scope.actor.role, 'decide')} />,
    });
  });
}

/** All that a case's page shows, in one transaction. Versions are compared as asked, else with the one that held a day ago. */
async function readCase(
  house: Pick<House, 'state'>,
  db: Tx,
  org: OrgId,
  id: CaseId,
  now: Date,
  asked: { readonly from: number; readonly to: number },
) {
  const row = await findCase(db, id);
  const version = await readVersion(db, id);
  const versions = await listVersions(db, id);
  const has = (wanted: number) => versions.some((one) => one.version === wanted);
  const to = has(asked.to) ? asked.to : row.version;
  const from = has(asked.from) ? asked.from : (versionBefore(versions, new Date(now.getTime() - DAY))?.version ?? to);
  const comparison = compareVersions(await readVersion(db, id, from), await readVersion(db, id, to));
  const incidents = row.kind === 'incident' || row.incident_id !== null ? [] : await listOpenings(db, org);
  return {
    row,
    version,
    versions,
    from,
    to,
    comparison,
    people: await countPeopleBy(db, id),
    decisions: await listDecisions(db, id),
    names: await readMemberNames(db),
    filings: await listFilings(db, id),
    clocks: await listClocks({ db }, id),
    awareness: await listAwareness(db, id),
    told: await readToldRecord(db, org, id),
    untold: await countUntoldControllers(house, db, org, id),
    counted: await countAffected(db, id, row.unknown_records),
    incidents: incidents.map(({ at, opened }) => ({ at, id: opened.incident, title: opened.title })),
  };
}
