import type { Context, Hono } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId } from '#kernel/ids.ts';
import type { WebEnv } from '#web/types.ts';
import { findCase } from '../readers.ts';
import { decidersCase } from './deciders-case.ts';
import { formTexts } from './form-words.ts';
import { loadNotification } from './load-notification.ts';
import { notificationFileName } from './notification-file.ts';
import type { NotificationFile } from './notification-shape.ts';
import { notificationHtml, renderNotification } from './render-notification.tsx';
import { listSubmissions, openSubmission } from './submissions.ts';

type Ask = Context<WebEnv>;

/** The notification as it stands, and each as it was submitted: a page to print, a PDF, a file for machines. */
export function addFileRoutes(app: Hono<WebEnv>): void {
  app.get('/cases/:id/notification/print', async (c) => answer(c, await draft(c), 'html'));
  app.get('/cases/:id/notification.pdf', async (c) => answer(c, await draft(c), 'pdf'));
  app.get('/cases/:id/notification.json', async (c) => answer(c, await draft(c), 'json'));
  app.get('/cases/:id/submissions/:file', async (c) => {
    const [, number = '', ending = 'html'] = /^(\d{1,6})(?:\.(pdf|json))?$/.exec(c.req.param('file')) ?? [];
    return answer(c, await submission(c, decidersCase(c), number), ending === 'pdf' || ending === 'json' ? ending : 'html');
  });
}

async function draft(c: Ask): Promise<NotificationFile> {
  const { house, scope, timeZone = 'UTC' } = c.var;
  const id = decidersCase(c);
  return house.state.inOrg(scope.org, async (db) => {
    const row = await findCase(db, id);
    return (await loadNotification(house, db, scope.org, row, { at: house.clock.now(), timeZone })).file;
  });
}

async function submission(c: Ask, id: CaseId, number: string): Promise<NotificationFile> {
  const { house, scope } = c.var;
  const rows = await house.state.inOrg(scope.org, (db) => listSubmissions(db, id));
  const row = rows.find((one) => String(one.number) === number);
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'submission' });
  return openSubmission(house, scope.org, row);
}

async function answer(c: Ask, file: NotificationFile, as: 'html' | 'pdf' | 'json'): Promise<Response> {
  const paper = { file, t: formTexts(file.language) };
  c.header('cache-control', 'no-store');
  if (as === 'html') return c.html(await notificationHtml(paper, <link rel="stylesheet" href={c.var.assets.publicCss} />));
  const disposition = { 'content-disposition': `attachment; filename="${notificationFileName(file, as)}"` };
  if (as === 'json') return c.body(`${JSON.stringify(file, null, 2)}\n`, 200, { 'content-type': 'application/json', ...disposition });
  const bytes = Buffer.from(await renderNotification(c.var.house, paper));
  return c.body(bytes, 200, { 'content-type': 'application/pdf', ...disposition });
}
