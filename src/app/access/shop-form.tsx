import type { Shop } from '#registry/types.ts';
import { Checkbox, Field, Select } from '#web/components/fields.tsx';
import { useView } from '#web/view-context.ts';

type Values = Readonly<Record<string, string>>;

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** What a form says about a shop, as the registry takes it. */
export function shopFromFields(fields: Values) {
  return {
    name: fields.shopName ?? '',
    url: fields.url ?? '',
    allowPrivate: fields.allowPrivate === 'yes',
    timeZone: fields.timeZone ?? '',
    country: fields.country ?? '',
    contact: {
      name: fields.contactName ?? '',
      address: fields.contactEmail ?? '',
      phone: fields.contactPhone ?? '',
      ...(fields.contactPostal?.trim() ? { postal: fields.contactPostal } : {}),
    },
    privacyContact: { name: fields.privacyName ?? '', address: fields.privacyAddress ?? '' },
  };
}

/** A shop as the fields of its form. */
export function fieldsOfShop(shop: Shop): Values {
  return {
    shopName: shop.name,
    url: shop.url,
    allowPrivate: shop.allowPrivate ? 'yes' : '',
    timeZone: shop.timeZone,
    country: shop.country,
    contactName: shop.contact.name,
    contactEmail: shop.contact.address,
    contactPostal: shop.contact.postal ?? '',
    contactPhone: shop.contact.phone,
    privacyName: shop.privacyContact.name,
    privacyAddress: shop.privacyContact.address,
    platform: shop.platform,
    directoryUrl: shop.directoryUrl ?? '',
  };
}

/** The fields of a shop: what every step needs to know of it. */
export function ShopFields({ values }: { readonly values: Values }) {
  const { t, locale } = useView();
  return (
    <>
      <div class="fields-2">
        <Field name="shopName" label={t('access.shop.name')} value={values.shopName} maxlength={200} required />
        <Field
          name="url"
          type="url"
          label={t('access.shop.url')}
          hint={t('access.shop.urlHint')}
          value={values.url}
          placeholder="https://"
          required
        />
        <Select
          name="timeZone"
          label={t('access.shop.zone')}
          value={values.timeZone}
          choose={t('access.choose')}
          options={zonesWith(values.timeZone).map((zone) => ({ value: zone, label: zone }))}
          required
        />
        <Select
          name="country"
          label={t('access.shop.country')}
          hint={t('access.shop.countryHint')}
          value={values.country}
          choose={t('access.choose')}
          options={countries(locale)}
          required
        />
      </div>
      <Checkbox
        name="allowPrivate"
        label={t('access.shop.private')}
        hint={t('access.shop.privateHint')}
        checked={values.allowPrivate === 'yes'}
      />
      <Contacts values={values} />
    </>
  );
}

/** Whom customers write to, and who answers for their data. */
function Contacts({ values }: { readonly values: Values }) {
  const { t } = useView();
  return (
    <div class="fields-2">
      <Field name="contactName" label={t('access.shop.contact')} hint={t('access.shop.contactHint')} value={values.contactName} required />
      <Field name="privacyName" label={t('access.shop.privacy')} hint={t('access.shop.privacyHint')} value={values.privacyName} required />
      <Field
        name="contactEmail"
        type="email"
        label={t('access.shop.contactEmail')}
        hint={t('access.shop.contactEmailHint')}
        value={values.contactEmail}
        maxlength={200}
        required
      />
      <Field name="privacyAddress" label={t('access.shop.privacyAddress')} value={values.privacyAddress} />
      <Field name="contactPostal" label={t('access.shop.contactPostal')} value={values.contactPostal} maxlength={200} />
      <Field name="contactPhone" type="tel" label={t('access.shop.contactPhone')} value={values.contactPhone} />
    </div>
  );
}

const known = new Map<string, { value: string; label: string }[]>();

/** Every country of ISO 3166-1 that the language has a name for, in its order. */
function countries(locale: string): readonly { value: string; label: string }[] {
  const before = known.get(locale);
  if (before) return before;
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const list = letters
    .flatMap((a) => letters.map((b) => a + b))
    .flatMap((code) => {
      const label = notCountries.has(code) ? undefined : names.of(code);
      return label === undefined ? [] : [{ value: code, label }];
    })
    .sort((a, b) => a.label.localeCompare(b.label, locale));
  known.set(locale, list);
  return list;
}

/** Codes that CLDR names though ISO 3166-1 assigns them to no country: groups, withdrawn ones, test regions. */
const notCountries = new Set('AC AN BU CP CQ CS DD DG DY EA EU EZ FX HV IC NH NT QO RH SU TA TP UK UN VD XA XB XK YD YU ZR ZZ'.split(' '));

/** A shop may have a zone by another of its names, such as Asia/Kolkata: saving the form must not change it. */
function zonesWith(zone: string | undefined): readonly string[] {
  return !zone || zones.includes(zone) ? zones : [zone, ...zones];
}
