import { type Context, Hono } from 'hono';
import type { Scope } from '#engines/verb.ts';
import type { OrgId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { Button } from '#web/components/button.tsx';
import { Form } from '#web/components/form.tsx';
import { publicPage } from '#web/public-page.tsx';
import type { WebEnv } from '#web/types.ts';
import { isPageToken, readOrg } from './page-token.ts';
import { acknowledgeByLink } from './verbs/acknowledge-by-link.ts';

interface Link {
  readonly org: OrgId;
  readonly page: `page_${string}`;
  readonly token: string;
}

/** The link of a page, mounted at `/p`: looking at it changes nothing (mail scanners look), pressing its button answers. */
export function publicRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/respond/answer/:org/:page/:token', (c) => {
    const link = readLink(c);
    const { t } = c.var;
    if (link === null || !isPageToken({ house: c.var.house, org: link.org }, link.page, link.token)) return noLink(c);
    const title = t('respond.answer.heading');
    return publicPage(c, {
      title,
      heading: title,
      lead: t('respond.answer.lead'),
      body: (
        <Form action={c.req.path}>
          <Button kind="main">{t('respond.do.acknowledge')}</Button>
        </Form>
      ),
    });
  });
  app.post('/respond/answer/:org/:page/:token', async (c) => {
    const link = readLink(c);
    if (link === null || !isPageToken({ house: c.var.house, org: link.org }, link.page, link.token)) return noLink(c);
    const scope: Scope = { house: c.var.house, org: link.org, actor: { kind: 'customer', id: link.page, role: 'public' } };
    const { changed } = await acknowledgeByLink(scope, { page: link.page, token: link.token });
    const title = c.var.t(changed ? 'respond.answer.done' : 'respond.answer.before');
    const body = (
      <p>
        <a href={`${c.var.house.publicUrl}/respond`}>{c.var.t('respond.answer.console')}</a>
      </p>
    );
    return publicPage(c, { title, heading: title, lead: c.var.t('respond.answer.done-text'), body });
  });
  return app;
}

function readLink(c: Context<WebEnv>): Link | null {
  const [org, page, token] = [readOrg(c.req.param('org') ?? ''), c.req.param('page'), c.req.param('token') ?? ''];
  return org === null || !isId('page', page) ? null : { org, page, token };
}

function noLink(c: Context<WebEnv>): Promise<Response> {
  const title = c.var.t('respond.answer.no-link');
  return publicPage(c, { title, heading: title, lead: c.var.t('respond.answer.no-link-text'), body: null, status: 404 });
}
