import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { Button, ButtonLink } from './components/button.tsx';
import { Card } from './components/card.tsx';
import { page } from './page.tsx';
import { publicPage } from './public-page.tsx';
import type { WebEnv } from './types.ts';

export interface ErrorPageOptions {
  /** `console` inside the console (unless said); `public` for customers and for people who are not signed in. */
  readonly layout?: 'console' | 'public';
}

/**
 * Answers with what happened, what it means and what to do: a page for people, a JSON document
 * `{error: {code, message, remedy, details}}` for programs. What is not a ShopbellError is logged and shown as DEFECT.
 * Use as `app.onError((error, c) => errorPage(c, error))`.
 */
export async function errorPage(c: Context<WebEnv>, thrown: unknown, { layout = 'console' }: ErrorPageOptions = {}): Promise<Response> {
  const error = thrown instanceof ShopbellError ? thrown : asDefect(c, thrown);
  const { code, message, remedy, details, status } = error;
  if (wantsJson(c)) return c.json({ error: { code, message, remedy, details } }, status as 500);
  const { t, house } = c.var;
  const title = t('web.error.title', { status });
  const isRefusedForm = layout === 'console' && c.req.method === 'POST' && status < 500;
  const words = (
    <Card tone={status >= 500 ? 'bad' : 'warn'}>
      <dl class="error-words">
        <dt>{t('web.error.what')}</dt>
        <dd lang="en">{message}</dd>
        <dt>{t('web.error.do')}</dt>
        <dd lang="en">{remedy}</dd>
        <dt>{t('web.error.code')}</dt>
        <dd>
          <code>{code}</code> · <code>{house.clock.now().toISOString()}</code>
        </dd>
      </dl>
      {isRefusedForm ? <p>{t('web.error.kept')}</p> : null}
      <p class="card-actions">
        {isRefusedForm ? (
          <Button kind="main" type="button" data-back hidden>
            {t('web.error.back')}
          </Button>
        ) : null}
        <ButtonLink href={layout === 'console' ? '/' : c.req.path}>
          {t(layout === 'console' ? 'web.error.home' : 'web.error.again')}
        </ButtonLink>
      </p>
    </Card>
  );
  if (layout === 'public') return publicPage(c, { title, heading: title, body: words, status });
  return page(c, { step: 'overview', title, heading: title, body: words, status });
}

function asDefect(c: Context<WebEnv>, thrown: unknown): ShopbellError {
  c.var.house.log.error('A request failed by a defect', { method: c.req.method, path: c.req.path, reason: messageOf(thrown) });
  return new ShopbellError('DEFECT', {}, { cause: thrown });
}

function wantsJson(c: Context<WebEnv>): boolean {
  if (c.req.path.startsWith('/api/')) return true;
  const best = accepts(c, { header: 'Accept', supports: ['text/html', 'application/json'], default: 'text/html' });
  return best === 'application/json';
}
