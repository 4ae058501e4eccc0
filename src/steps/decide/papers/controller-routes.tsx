import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import { locales, type WebEnv } from '#web/types.ts';
import { type CaseCategory, caseCategories } from '../checks/fact-table.ts';
import { exportEvidence } from '../verbs/export-evidence.ts';
import { noteControllerTold } from '../verbs/note-controller-told.ts';
import { stateController } from '../verbs/state-controller.ts';
import { stateParty } from '../verbs/state-party.ts';
import { caseOf, formText, localInstant, sendPaper } from './paper-answers.ts';
import { readControllerPart } from './read-notices.ts';
import { controllerHtml } from './render-papers.tsx';

/** A processor's notices: who the controllers are, what each is told, and that it was; and the sealed evidence. */
export function addControllerRoutes(app: Hono<WebEnv>): void {
  app.get('/cases/:id/controllers/:file', sendNotice);
  app.post('/cases/:id/papers/controller', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    const language = locales.find((one) => one === form.language);
    if (!language) throw new ShopbellError('INPUT_INVALID', { reason: 'language: choose one of the list' });
    await stateController(c.var.scope, { shop: shopOf(form.shop), name: formText(form.name), contact: formText(form.contact), language });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
  app.post('/cases/:id/papers/party', takeParty);
  app.post('/cases/:id/papers/evidence', async (c) => {
    const form = await c.req.parseBody();
    const purpose = form.people === 'yes' ? formText(form.purpose) : null;
    const { zip, sha256, number } = await exportEvidence(c.var.scope, { case: caseOf(c), purpose });
    return c.body(Buffer.from(zip), 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="evidence-${number}.zip"`,
      'cache-control': 'no-store',
      'x-content-sha256': sha256,
    });
  });
  app.post('/cases/:id/papers/told', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    const sentAt = localInstant(c, 'sentAt', form.sentAt);
    await noteControllerTold(c.var.scope, {
      case: id,
      part: formText(form.part),
      hash: formText(form.hash),
      sentAt,
      way: formText(form.way),
    });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
}

/** A form's statement about a party: what it leaves out is not stated. */
async function takeParty(c: Context<WebEnv>): Promise<Response> {
  const id = caseOf(c);
  const form = await c.req.parseBody({ all: true });
  const one = (name: string) => formText(form[name]);
  const number = (name: string) => (one(name) === '' ? null : Number(one(name)));
  const language = locales.find((locale) => locale === form.language);
  if (!language) throw new ShopbellError('INPUT_INVALID', { reason: 'language: choose one of the list' });
  await stateParty(c.var.scope, {
    case: id,
    party: number('party'),
    kind: form.kind === 'joint' ? 'joint' : 'controller',
    name: one('name'),
    contact: one('contact'),
    language,
    shop: one('shop') === '' ? null : shopOf(form.shop),
    people: { atLeast: number('atLeast'), atMost: number('atMost') },
    categories: [form.categories].flat().filter((item) => caseCategories.some((category) => category === item)) as CaseCategory[],
    measures: one('measures'),
    tellWithinHours: number('hours'),
    reports: form.reports === 'yes' || form.reports === 'no' ? form.reports : 'unknown',
    arrangement: one('arrangement'),
    withdrawn: form.withdrawn === 'yes',
  });
  return c.redirect(`/decide/cases/${id}/papers`, 303);
}

/** The notice as a page to print or as PDF. */
async function sendNotice(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, timeZone } = c.var;
  const id = caseOf(c);
  const [, part = '', format] = /^(shop_\w+|party-\d+)\.(html|pdf)$/.exec(c.req.param('file') ?? '') ?? [];
  const { notice } = await house.state.inOrg(scope.org, (db) => readControllerPart(house, db, scope.org, id, part));
  const html = await controllerHtml(notice, timeZone ?? 'UTC');
  return sendPaper(c, html, format === 'pdf' ? 'pdf' : 'html', `notice-${notice.case}`);
}

function shopOf(field: unknown): ShopId {
  if (!isId('shop', field)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return field;
}
