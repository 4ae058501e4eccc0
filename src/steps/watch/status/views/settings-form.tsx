import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { WatchCheck } from '../../store.ts';
import { type StatusPart, statusLanguages, statusParts } from '../status-words.ts';
import type { SetPage } from '../store.ts';

interface Props {
  readonly shop: Shop;
  readonly page: SetPage;
  readonly checks: readonly WatchCheck[];
  readonly chosen: readonly { readonly part: StatusPart; readonly check: string }[];
  readonly publicUrl: string;
  readonly error: string | undefined;
}

/** Whether the page is public, where, and which checks stand for which part. */
export function SettingsForm({ shop, page, checks, chosen, publicUrl, error }: Props) {
  const { t } = useView();
  const isChosen = (part: StatusPart, check: string) => chosen.some((one) => one.part === part && one.check === check);
  return (
    <Card heading={t('watch.status.settings')} foot={t('watch.status.settings-foot')}>
      <Form action={`/watch/status/${shop.id}`} error={error}>
        <Checkbox name="published" label={t('watch.status.publish')} hint={t('watch.status.publish-hint')} checked={page.isPublished} />
        <Field
          name="slug"
          label={t('watch.status.slug')}
          hint={t('watch.status.slug-hint', { url: `${publicUrl}/status/` })}
          value={page.slug}
          minlength={3}
          maxlength={50}
          pattern="[a-z0-9][a-z0-9\-]*[a-z0-9]"
          required
        />
        <Select
          name="language"
          label={t('watch.status.language')}
          hint={t('watch.status.language-hint')}
          value={page.language}
          options={statusLanguages.map((value) => ({ value, label: t(`watch.status.in.${value}`) }))}
          required
        />
        {statusParts.map((part) => (
          <fieldset class="field">
            <legend>{t(`watch.status.part.${part}`)}</legend>
            <p class="hint">{t(`watch.status.stands-for.${part}`)}</p>
            {checks.map(({ id, name }) => (
              <Checkbox name={`check-${part}`} id={`${part}-${id}`} value={id} label={name} checked={isChosen(part, id)} />
            ))}
            {checks.length === 0 ? <p class="hint">{t('watch.status.no-checks')}</p> : null}
          </fieldset>
        ))}
        <Checkbox name="orders" label={t('watch.status.orders')} hint={t('watch.status.orders-hint')} checked={page.usesOrders} />
        <Button kind="main">{t('watch.status.save')}</Button>
      </Form>
    </Card>
  );
}
