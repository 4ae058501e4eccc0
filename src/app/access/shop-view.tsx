import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { KeyValue } from '#web/components/fact-row.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { ShopFields } from './shop-form.tsx';

export interface ShopViewProps {
  readonly shop: Shop;
  readonly values: Readonly<Record<string, string>>;
  readonly mayChange: boolean;
  readonly error: string | undefined;
  /** Words on a list of people that was just imported, or ''. */
  readonly importedWords: string;
}

const platforms = ['generic', 'woocommerce', 'magento', 'shopware', 'prestashop', 'vendure', 'medusa', 'practice'];

/** One shop's settings. */
export function ShopView({ shop, values, mayChange, error, importedWords }: ShopViewProps) {
  const { t } = useView();
  if (!mayChange) return <ReadOnly shop={shop} />;
  const names = platforms.includes(shop.platform) ? platforms : [...platforms, shop.platform];
  return (
    <>
      {importedWords ? <p role="status">{importedWords}</p> : null}
      <Card heading={t('access.shop.about')}>
        <Form action={`/settings/shops/${shop.id}`} error={error}>
          <ShopFields values={values} />
          <Select
            name="platform"
            label={t('access.shop.platform')}
            hint={t('access.shop.platformHint')}
            value={values.platform}
            options={names.map((name) => ({ value: name, label: t(`access.platform.${name}`) }))}
            required
          />
          <Button kind="main">{t('access.save')}</Button>
        </Form>
      </Card>
      <Card heading={t('access.directory.heading')}>
        <p>{t('access.directory.why')}</p>
        <Form action={`/settings/shops/${shop.id}/directory`}>
          <Field name="directoryUrl" type="url" label={t('access.directory.url')} value={values.directoryUrl} placeholder="https://" />
          <Field
            name="directoryKey"
            type="password"
            label={t('access.directory.key')}
            hint={t('access.directory.keyHint')}
            autocomplete="off"
          />
          <Button>{t('access.save')}</Button>
        </Form>
      </Card>
      {shop.directoryUrl === null ? (
        <Card heading={t('access.import.heading')}>
          <p>{t('access.import.why')}</p>
          <Form action={`/settings/shops/${shop.id}/people`} upload>
            <Field name="people" type="file" label={t('access.import.file')} hint={t('access.import.hint')} required />
            <Button>{t('access.import.go')}</Button>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

function ReadOnly({ shop }: { readonly shop: Shop }) {
  const { t } = useView();
  return (
    <Card heading={t('access.shop.about')}>
      <KeyValue
        items={[
          { key: t('access.shop.platform'), value: t(`access.platform.${shop.platform}`) },
          { key: t('access.shop.zone'), value: shop.timeZone },
          { key: t('access.shop.country'), value: shop.country },
          {
            key: t('access.shop.contact'),
            value: [shop.contact.name, shop.contact.address, shop.contact.postal, shop.contact.phone].filter(Boolean).join(', '),
          },
          { key: t('access.shop.privacy'), value: [shop.privacyContact.name, shop.privacyContact.address].filter(Boolean).join(', ') },
        ]}
      />
    </Card>
  );
}
