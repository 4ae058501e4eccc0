import type { Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import type { FactName } from './checks/fact-table.ts';
import { factNames } from './checks/fact-table.ts';
import { isLeftOpen, isSettled, orderQuestions, previewQuestion, remainingAtMost } from './checks/order-questions.ts';
import { otherLawQuestions } from './checks/other-law-questions.ts';
import { readFactForm } from './checks/read-fact-form.ts';
import { caseId, factNamed, text } from './read-form.ts';
import { findCase, listVersions } from './readers.ts';
import { readVersion } from './store.ts';
import { lawTables } from './tables.ts';
import { stateFacts } from './verbs/state-facts.ts';
import { QuestionPage } from './views/question-page.tsx';

/** The guided questions of a case: one at a time, the one that settles most first. */
export function addQuestions(app: Hono<WebEnv>): void {
  app.get('/cases/:id/questions', async (c) => {
    const { house, scope, t } = c.var;
    const id = caseId(c.req.param('id'));
    const { row, version, versions } = await house.state.inOrg(scope.org, async (db) => ({
      row: await findCase(db, id),
      version: await readVersion(db, id),
      versions: await listVersions(db, id),
    }));
    const { facts, outcome } = version;
    const law = lawTables();
    const skipped = namesIn(c.req.query('skip'));
    const wanted = factNamed(c.req.query('fact'));
    if (wanted === 'awareAt') return c.redirect(`/decide/cases/${id}#aware`, 303);
    const others = isSettled(outcome) ? otherLawQuestions(facts, outcome) : [];
    const next = isSettled(outcome)
      ? others.filter((fact) => !skipped.includes(fact)).map((fact) => previewQuestion(fact, facts, law, outcome))[0]
      : orderQuestions(facts, law, outcome).find(({ fact }) => !skipped.includes(fact));
    const question = wanted === null ? (next ?? null) : previewQuestion(wanted, facts, law, outcome);
    const last = versions.findLast(({ stated_by, changed }) => stated_by !== 'shopbell' && changed.length === 1);
    const most = isSettled(outcome) ? others.length : remainingAtMost(facts, law, outcome);
    return page(c, {
      step: 'decide',
      title: t('decide.ask-page.title', { number: row.number }),
      heading: t('decide.ask-page.heading', { count: most }),
      lead: t('decide.ask-page.lead'),
      crumbs: [
        { href: '/decide', label: t('decide.name') },
        { href: `/decide/cases/${id}`, label: t('decide.case.title', { number: row.number }) },
      ],
      body: (
        <QuestionPage
          row={row}
          facts={facts}
          outcome={outcome}
          question={question}
          skipped={skipped}
          last={factNamed(last?.changed[0])}
          leftOpen={factNames.filter((name) => isLeftOpen(facts[name]))}
        />
      ),
    });
  });
  app.post('/cases/:id/questions', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody({ all: true });
    const name = factNamed(form.fact);
    if (name === null) throw new ShopbellError('INPUT_INVALID', { reason: 'fact: choose one of the list' });
    const value = form.unknown === undefined ? readFactForm(name, form, c.var.timeZone ?? 'UTC') : null;
    if (value === null && form.unknown === undefined)
      throw new ShopbellError('INPUT_INVALID', { reason: 'value: choose an answer, or say that it is not known' });
    const evidence = text(form.evidence).trim();
    const certainty = form.certainty === 'likely' ? ('likely' as const) : ('confirmed' as const);
    const fact = value === null ? { value, certainty: 'unknown' as const } : { value, certainty };
    await stateFacts(c.var.scope, { case: id, facts: { [name]: { ...fact, ...(evidence === '' ? {} : { evidence }) } } });
    const skipped = namesIn(text(form.skipped));
    return c.redirect(`/decide/cases/${id}/questions${skipped.length === 0 ? '' : `?skip=${skipped.join(',')}`}`, 303);
  });
}

/** The names of facts in a list with commas; others are left out. */
function namesIn(list: string | undefined): FactName[] {
  return (list ?? '').split(',').flatMap((one) => factNamed(one) ?? []);
}
