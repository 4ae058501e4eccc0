import { Button, ButtonLink } from '#web/components/button.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { PageLinks } from '../page-links.ts';
import { PushSection } from './push-section.tsx';

/** How to hear of news: by mail, by feed, by program. */
export function NewsSection({ links }: { readonly links: PageLinks }) {
  const { t } = useView();
  return (
    <section class="status-news" aria-labelledby="news">
      <h2 id="news">{t('watch.status.news')}</h2>
      <p>{t('watch.status.news-text')}</p>
      {'action' in links.subscribe ? (
        <SubscribeForm action={links.subscribe.action} />
      ) : (
        <p>
          <ButtonLink href={links.subscribe.href}>{t('watch.status.subscribe')}</ButtonLink>
        </p>
      )}
      {links.push === undefined ? null : <PushSection {...links.push} />}
      <p class="status-feeds">
        {t('watch.status.feeds')} <a href={links.atom}>Atom</a> <a href={links.rss}>RSS</a> <a href={links.json}>JSON</a>
      </p>
    </section>
  );
}

/** One address; whether it is known already is never said. */
export function SubscribeForm({ action, error }: { readonly action: string; readonly error?: string }) {
  const { t } = useView();
  return (
    <Form action={action}>
      <Field
        name="address"
        type="email"
        autocomplete="email"
        inputmode="email"
        maxlength={254}
        required
        label={t('watch.status.address')}
        hint={t('watch.status.address-hint')}
        error={error}
      />
      <Button>{t('watch.status.subscribe')}</Button>
    </Form>
  );
}
