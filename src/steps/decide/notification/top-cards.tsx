import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { locales } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { LeadAuthority } from './lead-authority.ts';
import type { Loaded } from './load-notification.ts';
import { FieldsForm } from './section-cards.tsx';
import { type Authority, authorityTable, templateWords } from './tables.ts';
import { regionName } from './words-of-value.ts';

interface CardProps {
  readonly loaded: Loaded;
  readonly path: string;
  readonly typed: FormData | null;
}

/** How complete it is and what is missing, by name, with the form that answers it. */
export function MeterCard({ loaded, path, typed }: CardProps) {
  const { t } = useView();
  const { completeness, fields } = loaded.filled;
  const { required, answered, open, missing } = completeness;
  const lacking = fields.filter((field) => missing.includes(field.key));
  const old = fields.filter((field) => field.outdated);
  return (
    <Card id="missing" heading={t('notification.meter', { answered, required })} tone={missing.length === 0 ? 'ok' : 'warn'}>
      <progress
        class="progress"
        value={answered}
        max={Math.max(1, required)}
        aria-label={t('notification.meter', { answered, required })}
      />
      <p>
        {t('notification.open', { open })} {missing.length === 0 ? t('notification.none-missing') : null}
      </p>
      {old.length === 0 ? null : (
        <p>
          {t('notification.look-again')}{' '}
          {old.map((field) => (
            <FieldLink path={path} field={field} />
          ))}
        </p>
      )}
      {lacking.length === 0 ? null : (
        <>
          <h3>{t('notification.missing-heading', { count: lacking.length })}</h3>
          {lacking.some((field) => profileSections.has(field.section)) ? (
            <p>
              {t('notification.profile-hint')} <a href="/decide/profile">{t('notification.profile.heading')}</a>
            </p>
          ) : null}
          <FieldsForm {...{ path, fields: lacking, phase: loaded.phase, edit: 'missing', typed }} />
        </>
      )}
    </Card>
  );
}

const profileSections: ReadonlySet<string> = new Set(['controller', 'reporter', 'contact', 'before']);

function FieldLink({ path, field }: { readonly path: string; readonly field: { readonly section: string; readonly key: string } }) {
  const { locale } = useView();
  return (
    <>
      <a href={`${path}?edit=${field.section}#section-${field.section}`}>{templateWords(locale).fields[field.key]}</a>{' '}
    </>
  );
}

/** To whom, in which phase, in which language. */
export function SetupCard({ loaded, path }: Omit<CardProps, 'typed'>) {
  const { t, locale } = useView();
  const { phase, authority, language, lead, filled } = loaded;
  const phases = filled.kind === 'new' ? (['incomplete', 'complete'] as const) : (['incomplete', 'complete', 'withdraw'] as const);
  const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });
  return (
    <Card heading={t('notification.setup')}>
      <LeadWords lead={lead} />
      <Form action={`${path}/setup`}>
        <div class="fields-2">
          <Select
            name="phase"
            label={t('notification.phase')}
            required
            value={phase}
            options={phases.map((value) => ({
              value,
              label: t('notification.phase-is', { kind: filled.kind.replace('-', ''), phase: value }),
            }))}
          />
          <Select
            name="authority"
            label={t('notification.authority')}
            value={authority?.id}
            choose={t('notification.other-authority')}
            options={authorityOptions(locale)}
          />
          <Select
            name="language"
            label={t('notification.language')}
            required
            value={language}
            options={locales.map((value) => ({ value, label: display.of(value) ?? value }))}
          />
        </div>
        <Button>{t('notification.save')}</Button>
      </Form>
      {authority === null ? null : <Channels authority={authority} />}
    </Card>
  );
}

function authorityOptions(locale: string) {
  return authorityTable()
    .authorities.map((one) => ({ value: one.id, label: `${regionName(one.country, locale)}: ${one.short}` }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}

function LeadWords({ lead }: { readonly lead: LeadAuthority }) {
  const { t } = useView();
  const names = (list: readonly Authority[]) => list.map((one) => `${one.short} (${one.country})`).join(', ');
  return (
    <>
      <p>
        {t('notification.lead', {
          answer: lead.answer,
          lead: lead.lead === null ? '' : `${lead.lead.name} (${lead.lead.short})`,
          each: names(lead.concerned),
        })}{' '}
        {lead.answer === 'unknown' || lead.asks.length > 0 ? (
          <Pill tone="unknown">{t('notification.asks', { facts: lead.asks.map((name) => t('decide.fact', { name })).join(', ') })}</Pill>
        ) : null}
      </p>
      {lead.apart.length === 0 ? null : <p>{t('notification.apart', { names: names(lead.apart) })}</p>}
    </>
  );
}

/** What is known of the authority's own form; that nothing is known is said. */
function OwnForm({ authority: { form } }: { readonly authority: Authority }) {
  const { t } = useView();
  if (form === undefined) return <p>{t('notification.form.unknown')}</p>;
  return (
    <p>
      {t('notification.form.languages', { languages: form.languages })}. {t('notification.form.phases', { phases: form.phases })}.{' '}
      {t('notification.form.asks', { asks: form.asks })}. ({t('notification.confidence', { confidence: form.confidence })})
    </p>
  );
}

/** How this authority is reached, as far as is known, each with how sure that is. */
function Channels({ authority }: { readonly authority: Authority }) {
  const { t, locale } = useView();
  const words = templateWords(locale);
  return (
    <>
      <h3>{t('notification.channels', { name: authority.name })}</h3>
      {authority.note === undefined ? null : <p>{words.notes[authority.note]}</p>}
      {authority.channels.length === 0 ? (
        <p class="soft">{t('notification.no-channel')}</p>
      ) : (
        <ul>
          {authority.channels.map((channel) => (
            <li>
              {words.channels[channel.id]}: <span lang="en">{channel.hint}</span> (
              {t('notification.confidence', { confidence: channel.confidence })})
            </li>
          ))}
        </ul>
      )}
      <OwnForm authority={authority} />
      {authority.website === undefined ? null : (
        <p>
          <a href={authority.website.url} rel="noreferrer">
            {authority.website.url.replace('https://', '')}
          </a>{' '}
          ({t('notification.confidence', { confidence: authority.website.confidence })})
        </p>
      )}
      <p class="soft">{t('notification.check-channel', { day: authorityTable().read_on })}</p>
    </>
  );
}

/** What is made of it: a page to print, a PDF, a file for machines. */
export function FileLinks({ path }: { readonly path: string }) {
  const { t } = useView();
  return (
    <>
      <ButtonLink href={`${path}/print`}>{t('notification.print')}</ButtonLink> <ButtonLink href={`${path}.pdf`}>PDF</ButtonLink>{' '}
      <ButtonLink href={`${path}.json`}>JSON</ButtonLink>
    </>
  );
}
