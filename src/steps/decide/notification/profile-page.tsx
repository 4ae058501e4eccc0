import type { PropsWithChildren } from 'hono/jsx';
import { Button } from '#web/components/button.tsx';
import { Card, Grid } from '#web/components/card.tsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { services } from '../checks/fact-table.ts';
import { wordsOfItem } from '../views/fact-words.ts';
import { Ticks } from './field-input.tsx';
import type { Profile } from './profile.ts';
import { templateField, templateWords } from './tables.ts';

/** A line of the profile → the field of the template that it fills. */
const fieldOf = {
  name: 'controller-name',
  contact: 'controller-contact',
  identifierType: 'identifier-type',
  identifier: 'identifier',
  sector: 'sector',
  activity: 'economic-activity',
  representativeName: 'representative-name',
  representativeContact: 'representative-contact',
  reporterName: 'reporter-name',
  reporterContact: 'reporter-contact',
  reporterFunction: 'reporter-function',
  reporterFunctionDescription: 'reporter-function-description',
  dpoDesignated: 'dpo-designated',
  dpoName: 'dpo-name',
  dpoContact: 'dpo-contact',
  contactAt: 'contact-at',
  systems: 'systems',
  measures: 'measures-before',
  measuresDescription: 'measures-before-description',
} as const satisfies Partial<Record<keyof Profile, string>>;

type Line = keyof typeof fieldOf;

const cards = [
  ['controller', ['name', 'contact', 'identifierType', 'identifier', 'sector', 'activity']],
  ['reporter', ['reporterName', 'reporterContact', 'reporterFunction', 'reporterFunctionDescription']],
  ['contact', ['dpoDesignated', 'dpoName', 'dpoContact', 'contactAt']],
  ['before', ['systems', 'measures', 'measuresDescription']],
] as const satisfies readonly (readonly [string, readonly Line[]])[];

/** What the organisation says of itself, once: a form with everything that no case knows. */
export function ProfilePage({ profile, error }: { readonly profile: Profile; readonly error?: string | undefined }) {
  const { t, locale } = useView();
  const words = templateWords(locale);
  return (
    <Form action="/decide/profile" error={error}>
      <Grid columns={2}>
        {cards.map(([section, lines]) => (
          <Card heading={words.sections[section]}>
            {lines.map((name) => (
              <ProfileLine name={name} profile={profile} />
            ))}
          </Card>
        ))}
        <Places profile={profile}>
          {(['representativeName', 'representativeContact'] as const).map((name) => (
            <ProfileLine name={name} profile={profile} />
          ))}
        </Places>
      </Grid>
      <Button kind="main">{t('notification.profile.save')}</Button>
    </Form>
  );
}

function Places({ profile, children }: PropsWithChildren<{ readonly profile: Profile }>) {
  const { t } = useView();
  const sizes = ['micro', 'small', 'medium', 'large'] as const;
  return (
    <Card heading={t('notification.profile.places')}>
      <Field
        name="establishedIn"
        label={t('notification.profile.established')}
        hint={t('notification.profile.established-hint')}
        value={profile.establishedIn.join(', ')}
        maxlength={300}
      />
      <Select
        name="size"
        label={t('notification.profile.size')}
        value={profile.size}
        choose={t('notification.choose')}
        options={sizes.map((value) => ({ value, label: t('notification.profile.size-is', { size: value }) }))}
      />
      <Ticks
        name="services"
        id="services"
        label={t('notification.profile.services')}
        options={services.map((value) => ({ value, label: wordsOfItem(value, t) }))}
        value={profile.services}
      />
      {children}
    </Card>
  );
}

function ProfileLine({ name, profile }: { readonly name: Line; readonly profile: Profile }) {
  const { t, locale } = useView();
  const words = templateWords(locale);
  const field = templateField(fieldOf[name]);
  const label = words.fields[field.key] ?? field.key;
  const value = profile[name];
  const codes = Object.keys(field.options ?? {}).filter((code) => name !== 'contactAt' || code !== 'contact-other');
  const options = codes.map((code) => ({ value: code, label: words.options[code] ?? code }));
  if (typeof value !== 'string') return <Ticks name={name} id={name} label={label} options={options} value={value} />;
  if (field.kind === 'choice')
    return <Select name={name} label={label} value={value} choose={t('notification.choose')} options={options} />;
  if (field.kind === 'text') return <Textarea name={name} label={label} value={value} rows={3} maxlength={4000} />;
  return <Field name={name} label={label} value={value} maxlength={300} />;
}
