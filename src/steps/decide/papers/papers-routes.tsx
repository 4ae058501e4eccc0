import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { readMemberNames } from '#registry/index.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { choiceOf } from '../checks/facts.ts';
import { findCase } from '../readers.ts';
import { readVersion } from '../store.ts';
import { noteAdvice } from '../verbs/note-advice.ts';
import { noteDissent } from '../verbs/note-dissent.ts';
import { releaseMemo } from '../verbs/release-memo.ts';
import { addControllerRoutes } from './controller-routes.tsx';
import { ControllersPart } from './controllers-part.tsx';
import { EvidenceCard } from './evidence-card.tsx';
import { EVIDENCE_KEY } from './evidence-shapes.ts';
import { frozenOf } from './frozen.ts';
import { JointPart } from './joint-part.tsx';
import { hashPaper, type Memo } from './memo.ts';
import { caseOf, formText, localInstant, sendPaper } from './paper-answers.ts';
import { MemoPart } from './papers-page.tsx';
import { listAdvice, listMemos, listSentNotices } from './papers-tables.ts';
import { listParties } from './parties.ts';
import { readMemo } from './read-memo.ts';
import { readControllerParts } from './read-notices.ts';
import { memoHtml } from './render-papers.tsx';

/** The papers of a case: its memo, what controllers are told, its evidence. */
export function addPapersRoutes(app: Hono<WebEnv>): void {
  app.get('/cases/:id/papers', showPapers);
  app.get('/cases/:id/memo.html', (c) => sendMemo(c, null, 'html'));
  app.get('/cases/:id/memo.pdf', (c) => sendMemo(c, null, 'pdf'));
  app.get('/cases/:id/memos/:file', (c) => {
    const [, number = '', format] = /^(\d{1,6})\.(html|pdf)$/.exec(c.req.param('file')) ?? [];
    if (number === '') throw new ShopbellError('NOT_FOUND', { what: 'memo' });
    return sendMemo(c, Number(number), format === 'pdf' ? 'pdf' : 'html');
  });
  addMemoForms(app);
  addControllerRoutes(app);
}

function addMemoForms(app: Hono<WebEnv>): void {
  app.post('/cases/:id/papers/release', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    await releaseMemo(c.var.scope, { case: id, decision: Number(form.decision), hash: formText(form.hash) });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
  app.post('/cases/:id/papers/dissent', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    await noteDissent(c.var.scope, { case: id, decision: Number(form.decision), reason: formText(form.reason) });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
  app.post('/cases/:id/papers/advice', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    const answer = (name: string) => (form[name] === 'yes' || form[name] === 'no' ? form[name] : null);
    await noteAdvice(c.var.scope, {
      case: id,
      givenBy: formText(form.givenBy),
      askedAt: localInstant(c, 'askedAt', form.askedAt),
      givenAt: localInstant(c, 'givenAt', form.givenAt),
      advice: formText(form.advice),
      register: answer('register'),
      authority: answer('authority'),
      people: answer('people'),
    });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
}

async function showPapers(c: Context<WebEnv>): Promise<Response> {
  const { house, scope, t } = c.var;
  const id = caseOf(c);
  const { row, memo, memos, advice, names, parts, sent, parties, role } = await house.state.inOrg(scope.org, async (db) => ({
    row: await findCase(db, id),
    parts: await readControllerParts(house, db, scope.org, id),
    parties: await listParties(db, id),
    role: choiceOf((await readVersion(db, id)).facts, 'role'),
    sent: await listSentNotices(db, id),
    memo: await readMemo(db, scope.org, id).catch(nullIfMissing),
    memos: await listMemos(db, id),
    advice: await listAdvice(db, id),
    names: await readMemberNames(db),
  }));
  const mayDecide = may(scope.actor.role, 'decide');
  return page(c, {
    step: 'decide',
    title: t('papers.title', { number: row.number }),
    heading: t('papers.heading', { number: row.number }),
    lead: row.title,
    crumbs: [
      { href: '/decide', label: t('decide.name') },
      { href: `/decide/cases/${row.id}`, label: t('decide.case.title', { number: row.number }) },
    ],
    body: (
      <>
        <MemoPart
          row={row}
          memo={memo}
          memos={memos}
          fresh={advice.filter((one) => memo === null || one.noted_at.toISOString() > memo.decision.at)}
          names={names}
          reader={scope.actor.id}
          mayDecide={mayDecide}
          mayDissent={may(scope.actor.role, 'respond')}
        />
        {role === 'joint-controller' ? <JointPart row={row} parties={parties} mayDecide={mayDecide && row.state === 'open'} /> : null}
        <ControllersPart row={row} parts={parts} sent={sent} mayDecide={mayDecide} isProcessor={role === 'processor'} />
        {mayDecide ? <EvidenceCard row={row} publicKey={house.secrets.publicKey(scope.org, EVIDENCE_KEY)} /> : null}
      </>
    ),
  });
}

/** The memo as it stands, or a released one by its number, alone on a page. */
async function sendMemo(c: Context<WebEnv>, number: number | null, format: 'html' | 'pdf'): Promise<Response> {
  const { house, scope, locale, timeZone } = c.var;
  const id = caseOf(c);
  const { memo, released, names } = await house.state.inOrg(scope.org, async (db) => {
    await findCase(db, id);
    const memos = await listMemos(db, id);
    const asked = number === null ? null : memos.find((one) => one.number === number);
    if (asked === undefined) throw new ShopbellError('NOT_FOUND', { what: 'memo' });
    const content: Memo = asked?.content ?? (await readMemo(db, scope.org, id));
    const hash = hashPaper(content);
    return { memo: content, released: asked ?? memos.find((one) => one.hash === hash) ?? null, names: await readMemberNames(db) };
  });
  const frozen = released === null ? null : frozenOf(released, names);
  const html = await memoHtml(memo, frozen, { locale, timeZone: timeZone ?? 'UTC' });
  return sendPaper(c, html, format, `memo-${memo.case.number}-${memo.decision.number}`);
}

function nullIfMissing(error: unknown): null {
  if (error instanceof ShopbellError && error.code === 'NOT_FOUND') return null;
  throw error;
}
