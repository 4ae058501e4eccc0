import type { Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import type { WebEnv } from '#web/types.ts';
import { readFactForm } from './checks/read-fact-form.ts';
import { caseId, factNamed, instantOf, text } from './read-form.ts';
import { attachIncident } from './verbs/attach-incident.ts';
import { closeCase } from './verbs/close-case.ts';
import { collectFacts } from './verbs/collect-facts.ts';
import { makeDecision } from './verbs/make-decision.ts';
import { noteClockMet } from './verbs/note-clock-met.ts';
import { noteFiling } from './verbs/note-filing.ts';
import { stateAwareness } from './verbs/state-awareness.ts';
import { stateFacts } from './verbs/state-facts.ts';

/** What the forms on a case's page do. */
export function addCaseForms(app: Hono<WebEnv>): void {
  addStatements(app);
  addClockForms(app);
  app.post('/cases/:id/collect', async (c) => {
    const id = caseId(c.req.param('id'));
    await collectFacts(c.var.scope, { case: id, again: true, purpose: 'tell-affected' });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/incident', async (c) => {
    const id = caseId(c.req.param('id'));
    const incident = text((await c.req.parseBody()).incident);
    if (!isId('inc', incident)) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
    const { continuedIn } = await attachIncident(c.var.scope, { case: id, incident });
    return c.redirect(`/decide/cases/${continuedIn ?? id}`, 303);
  });
  app.post('/cases/:id/close', async (c) => {
    const id = caseId(c.req.param('id'));
    await closeCase(c.var.scope, { case: id });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
}

function addStatements(app: Hono<WebEnv>): void {
  app.post('/cases/:id/decision', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    const answer = (name: string) => (form[name] === 'yes' ? 'yes' : 'no');
    for (const name of ['register', 'authority', 'people']) {
      if (form[name] !== 'yes' && form[name] !== 'no') throw new ShopbellError('INPUT_INVALID', { reason: `${name}: choose yes or no` });
    }
    const answers = { register: answer('register'), authority: answer('authority'), people: answer('people') } as const;
    await makeDecision(c.var.scope, {
      case: id,
      version: Number(form.version),
      ...answers,
      others: othersIn(form),
      reason: text(form.reason),
    });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/facts', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody({ all: true });
    const name = factNamed(form.fact);
    if (name === null) throw new ShopbellError('INPUT_INVALID', { reason: 'fact: choose one of the list' });
    const value = readFactForm(name, form, c.var.timeZone ?? 'UTC');
    const certainty = form.certainty === 'confirmed' || form.certainty === 'likely' ? form.certainty : 'unknown';
    const evidence = text(form.evidence).trim();
    const fact = value === null ? { value: null, certainty: 'unknown' as const } : { value, certainty };
    await stateFacts(c.var.scope, { case: id, facts: { [name]: { ...fact, ...(evidence === '' ? {} : { evidence }) } } });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
}

function addClockForms(app: Hono<WebEnv>): void {
  app.post('/cases/:id/filings', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    await noteFiling(c.var.scope, {
      case: id,
      kind: form.kind === 'supplement' || form.kind === 'withdrawal' ? form.kind : 'first',
      authority: text(form.authority),
      at: instantOf(form.at, c.var.timeZone),
      reference: text(form.reference),
      note: text(form.note),
      reasonForDelay: text(form.reasonForDelay),
    });
    return c.redirect(`/decide/cases/${id}`, 303);
  });
  app.post('/cases/:id/awareness', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    await stateAwareness(c.var.scope, {
      case: id,
      at: instantOf(form.at, c.var.timeZone),
      reason: text(form.reason),
      evidence: text(form.evidence),
      reasonForEarlier: text(form.reasonForEarlier),
    });
    return c.redirect(`/decide/cases/${id}#aware`, 303);
  });
  app.post('/cases/:id/clocks', async (c) => {
    const id = caseId(c.req.param('id'));
    const form = await c.req.parseBody();
    await noteClockMet(c.var.scope, {
      case: id,
      duty: text(form.duty),
      stage: text(form.stage),
      at: instantOf(form.at, c.var.timeZone),
      evidence: text(form.evidence),
      reasonForDelay: text(form.reasonForDelay),
    });
    return c.redirect(`/decide/cases/${id}#clocks`, 303);
  });
}

/** The answers about duties of other laws, from fields named `other:` and the duty's id. */
function othersIn(form: Readonly<Record<string, unknown>>): Record<string, 'yes' | 'no'> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]): [string, 'yes' | 'no'][] =>
      name.startsWith('other:') && (value === 'yes' || value === 'no') ? [[name.slice('other:'.length), value]] : [],
    ),
  );
}
