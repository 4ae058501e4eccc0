import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { readLocalTime } from '../checks/read-local-time.ts';
import { findCase } from '../readers.ts';
import { paperHtml, printPaper } from '../register/print-page.tsx';
import { noteAdvice } from '../verbs/note-advice.ts';
import { noteDissent } from '../verbs/note-dissent.ts';
import { releaseMemo } from '../verbs/release-memo.ts';
import { hashPaper, type Memo } from './memo.ts';
import { MemoBody } from './memo-body.tsx';
import { MemoPart } from './papers-page.tsx';
import { listMemos } from './papers-tables.ts';
import { readMemo } from './read-memo.ts';

/** The papers of a case: its memo, what controllers are told, its evidence. */
export function addPapersRoutes(app: Hono<WebEnv>): void {
  app.get('/cases/:id/papers', showPapers);
  app.get('/cases/:id/memo', (c) => sendMemo(c, null, 'html'));
  app.get('/cases/:id/memo.pdf', (c) => sendMemo(c, null, 'pdf'));
  app.get('/cases/:id/memos/:file', (c) => {
    const [, number = '', pdf] = /^(\d{1,6})(\.pdf)?$/.exec(c.req.param('file')) ?? [];
    if (number === '') throw new ShopbellError('NOT_FOUND', { what: 'memo' });
    return sendMemo(c, Number(number), pdf === undefined ? 'html' : 'pdf');
  });
  addMemoForms(app);
}

function addMemoForms(app: Hono<WebEnv>): void {
  app.post('/cases/:id/papers/release', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    await releaseMemo(c.var.scope, { case: id, decision: Number(form.decision), hash: text(form.hash) });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
  app.post('/cases/:id/papers/dissent', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    await noteDissent(c.var.scope, { case: id, decision: Number(form.decision), reason: text(form.reason) });
    return c.redirect(`/decide/cases/${id}/papers`, 303);
  });
  app.post('/cases/:id/papers/advice', async (c) => {
    const id = caseOf(c);
    const form = await c.req.parseBody();
    const answer = (name: string) => (form[name] === 'yes' || form[name] === 'no' ? form[name] : null);
    await noteAdvice(c.var.scope, {
      case: id,
      givenBy: text(form.givenBy),
      askedAt: instant(c, 'askedAt', form.askedAt),
      givenAt: instant(c, 'givenAt', form.givenAt),
      advice: text(form.advice),
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
  const { row, memo, memos } = await house.state.inOrg(scope.org, async (db) => ({
    row: await findCase(db, id),
    memo: await readMemo(db, scope.org, id).catch(nullIfMissing),
    memos: await listMemos(db, id),
  }));
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
      <MemoPart
        row={row}
        memo={memo}
        memos={memos}
        reader={scope.actor.id}
        mayDecide={may(scope.actor.role, 'decide')}
        mayDissent={may(scope.actor.role, 'respond')}
      />
    ),
  });
}

/** The memo as it stands, or a released one by its number, alone on a page. */
async function sendMemo(c: Context<WebEnv>, number: number | null, format: 'html' | 'pdf'): Promise<Response> {
  const { house, scope, t, locale, timeZone } = c.var;
  const id = caseOf(c);
  const { memo, released } = await house.state.inOrg(scope.org, async (db) => {
    await findCase(db, id);
    const memos = await listMemos(db, id);
    const asked = number === null ? null : memos.find((one) => one.number === number);
    if (asked === undefined) throw new ShopbellError('NOT_FOUND', { what: 'memo' });
    const content: Memo = asked?.content ?? (await readMemo(db, scope.org, id));
    const hash = hashPaper(content);
    return { memo: content, released: asked ?? memos.find((one) => one.hash === hash) ?? null };
  });
  const frozen = released === null ? null : { by: released.released_by, at: released.released_at, hash: hashPaper(memo) };
  const title = t('papers.memo.heading', { number: memo.case.number, title: memo.case.title });
  const html = await paperHtml({ locale, t, timeZone: timeZone ?? 'UTC' }, title, <MemoBody memo={memo} frozen={frozen} />);
  if (format === 'html') return c.html(html, 200, { 'cache-control': 'no-store', 'content-security-policy': PAPER_POLICY });
  const bytes = await printPaper(house, html, { onePage: true });
  return c.body(Buffer.from(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="memo-${memo.case.number}-${memo.decision.number}.pdf"`,
    'cache-control': 'no-store',
  });
}

/** A paper brings its style along and loads nothing. */
const PAPER_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function caseOf(c: Context<WebEnv>): CaseId {
  const id = c.req.param('id');
  if (!isId('case', id)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return id;
}

function nullIfMissing(error: unknown): null {
  if (error instanceof ShopbellError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function instant(c: Context<WebEnv>, name: string, field: unknown): string {
  const at = readLocalTime(text(field), c.var.timeZone ?? 'UTC');
  if (at === null) throw new ShopbellError('INPUT_INVALID', { reason: `${name}: choose day and time` });
  return at.toISOString();
}

function text(field: unknown): string {
  return typeof field === 'string' ? field : '';
}
