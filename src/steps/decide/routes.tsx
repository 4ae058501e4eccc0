import { Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { HOUR } from '#kernel/time.ts';
import { ButtonLink } from '#web/components/button.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { type FactName, factNames } from './checks/fact-table.ts';
import { findCounterfactuals, findOpenQuestions } from './checks/find-open-questions.ts';
import { parseFactInput } from './checks/parse-fact-input.ts';
import { readLocalTime } from './checks/read-local-time.ts';
import { listAllFilings, listFilings, notifiedCases } from './filings.ts';
import { countAffected } from './papers/affected.ts';
import { CasePapers } from './papers/case-papers.tsx';
import { addPapersRoutes } from './papers/papers-routes.tsx';
import { readTold } from './read-told.ts';
import { countPeopleBy, findCase, listCases, listDecidedCases, listDecisions } from './readers.ts';
import { addRegisterRoutes } from './register/register-routes.tsx';
import { readVersion } from './store.ts';
import { lawTables } from './tables.ts';
import { closeCase } from './verbs/close-case.ts';
import { collectFacts } from './verbs/collect-facts.ts';
import { makeDecision } from './verbs/make-decision.ts';
import { noteFiling } from './verbs/note-filing.ts';
import { stateFacts } from './verbs/state-facts.ts';
import { CaseList } from './views/case-list.tsx';
import { CasePage } from './views/case-page.tsx';
import { CaseClock } from './views/filings-card.tsx';

/** The console's pages of this room, mounted at `/decide`. */
export function routes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  addLists(app);
  addRegisterRoutes(app);
  addPapersRoutes(app);
  addCase(app);
  addCaseForms(app);
  return app;
}

function addLists(app: Hono<WebEnv>): void {
  app.get('/', async (c) => {
    const { house, scope, t } = c.var;
    const { cases, decided, notified } = await house.state.inOrg(scope.org, async (db) => ({
      cases: await listCases(db),
      decided: await listDecidedCases(db),
      notified: notifiedCases(await listAllFilings(db)),
    }));
    const waiting = cases.filter((row) => row.state === 'open' && !decided.has(row.id)).length;
    return page(c, {
      step: 'decide',
      title: t('decide.name'),
      heading: t('decide.heading', { waiting }),
      lead: t('decide.lead'),
      actions: <ButtonLink href="/decide/register">{t('decide.register.heading')}</ButtonLink>,
      body: <CaseList cases={cases} decided={decided} notified={notified} now={house.clock.now()} />,
    });
  });
}

function addCase(app: Hono<WebEnv>): void {
  app.get('/cases/:id', async (c) => {
    const { house, scope, t } = c.var;
    const id = caseId(c.req.param('id'));
    const { row, version, people, decisions, told, filings, counted } = await house.state.inOrg(scope.org, async (db) => ({
      row: await findCase(db, id),
      version: await readVersion(db, id),
      people: await countPeopleBy(db, id),
      decisions: await listDecisions(db, id),
      filings: await listFilings(db, id),
      told: await readTold(db, scope.org, id),
      counted: await countAffected(db, id, (await findCase(db, id)).unknown_records),
    }));
    const { facts, outcome } = version;
    const law = lawTables();
    const now = house.clock.now();
    return page(c, {
      step: 'decide',
      title: t('decide.case.title', { number: row.number }),
      heading: t('decide.case.heading', { title: row.title }),
      lead: t('decide.case.lead', { number: row.number, version: row.version }),
      crumbs: [{ href: '/decide', label: t('decide.name') }],
      actions: <CaseClock row={row} filings={filings} now={now} wholeMs={72 * HOUR} />,
      body: (
        <CasePage
          row={row}
          facts={facts}
          outcome={outcome}
          questions={findOpenQuestions(facts, law, outcome)}
          flips={findCounterfactuals(facts, law, outcome)}
          people={people}
          decisions={decisions}
          filings={filings}
          now={now}
          told={told}
          mayDecide={may(scope.actor.role, 'decide')}
          papers={<CasePapers row={row} facts={facts} counted={counted} />}
        />
      ),
    });
  });
}

function addCaseForms(app: Hono<WebEnv>): void {
  app.post('/cases/:id/decision', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    const answer = (name: string) => (form[name] === 'yes' ? 'yes' : 'no');
    for (const name of ['register', 'authority', 'people']) {
      if (form[name] !== 'yes' && form[name] !== 'no') throw new ShopbellError('INPUT_INVALID', { reason: `${name}: choose yes or no` });
    }
    const answers = { register: answer('register'), authority: answer('authority'), people: answer('people') } as const;
    await makeDecision(c.var.scope, { case: id, version: Number(form.version), ...answers, reason: text(form.reason) });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/facts', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    const name = factNames.find((one): one is FactName => one === form.fact);
    if (!name) throw new ShopbellError('INPUT_INVALID', { reason: 'fact: choose one of the list' });
    const value = parseFactInput(name, text(form.value));
    const certainty = form.certainty === 'confirmed' || form.certainty === 'likely' ? form.certainty : 'unknown';
    const evidence = text(form.evidence).trim();
    const fact = value === null ? { value: null, certainty: 'unknown' as const } : { value, certainty };
    await stateFacts(c.var.scope, { case: id, facts: { [name]: { ...fact, ...(evidence === '' ? {} : { evidence }) } } });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/filings', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    const at = readLocalTime(text(form.at), c.var.timeZone ?? 'UTC');
    if (at === null) throw new ShopbellError('INPUT_INVALID', { reason: 'at: choose day and time' });
    await noteFiling(c.var.scope, {
      case: id,
      kind: form.kind === 'supplement' || form.kind === 'withdrawal' ? form.kind : 'first',
      authority: text(form.authority),
      at: at.toISOString(),
      reference: text(form.reference),
      note: text(form.note),
      reasonForDelay: text(form.reasonForDelay),
    });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/collect', async (c) => {
    const id = caseId(c.req.param('id'));
    await collectFacts(c.var.scope, { case: id, again: true, purpose: 'tell-affected' });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/close', async (c) => {
    const id = caseId(c.req.param('id'));
    await closeCase(c.var.scope, { case: id });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
}

function caseId(text: string): CaseId {
  if (!isId('case', text)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return text;
}

function text(field: unknown): string {
  return typeof field === 'string' ? field : '';
}
