import { Button } from '#web/components/button.tsx';
import { Checkbox, Field, Select, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { locales } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { caseCategories } from '../checks/fact-table.ts';
import type { CaseRow } from '../store.ts';
import { wordsOfItem } from '../views/fact-words.ts';
import type { PartyRow } from './parties.ts';

interface PartyFormProps {
  readonly row: CaseRow;
  readonly kind: PartyRow['kind'];
  /** What was stated before; null for a new one. */
  readonly party: PartyRow | null;
  /** The shops' part that it is about, with who its controller is. */
  readonly shop?: { readonly key: string; readonly name: string; readonly contact: string; readonly language: PartyRow['language'] } | null;
  readonly summary: string;
}

/** States one party of a case: its part of people and data as a controller whose data is processed, or its duty as a joint controller. */
export function PartyForm({ row, kind, party, shop = null, summary }: PartyFormProps) {
  const { t } = useView();
  const id = `${kind}-${party?.party ?? shop?.key ?? 'new'}`;
  const action = `/decide/cases/${row.id}/papers/party`;
  return (
    <Fold summary={summary}>
      <Form action={action}>
        <input type="hidden" name="kind" value={kind} />
        {party === null ? null : <input type="hidden" name="party" value={String(party.party)} />}
        {shop === null ? <Who id={id} party={party} /> : <KnownWho shop={shop} />}
        {kind === 'controller' ? <Part id={id} party={party} /> : <Joint id={id} party={party} />}
        <p>
          <Button>{t('papers.party.state')}</Button>{' '}
          {party === null ? null : (
            <Button name="withdrawn" value="yes">
              {t('papers.party.withdraw')}
            </Button>
          )}
        </p>
      </Form>
    </Fold>
  );
}

interface PartProps {
  readonly id: string;
  readonly party: PartyRow | null;
}

function KnownWho({ shop }: { readonly shop: NonNullable<PartyFormProps['shop']> }) {
  return (
    <>
      <input type="hidden" name="shop" value={shop.key} />
      <input type="hidden" name="name" value={shop.name} />
      <input type="hidden" name="contact" value={shop.contact} />
      <input type="hidden" name="language" value={shop.language} />
    </>
  );
}

function Who({ id, party }: PartProps) {
  const { t } = useView();
  return (
    <div class="fields-2">
      <Field name="name" id={`${id}-name`} label={t('papers.controllers.name')} value={party?.name} maxlength={200} required />
      <Field name="contact" id={`${id}-contact`} label={t('papers.controllers.contact')} value={party?.contact} maxlength={200} required />
      <Select
        name="language"
        id={`${id}-language`}
        label={t('papers.controllers.language')}
        options={locales.map((value) => ({ value, label: new Intl.DisplayNames([value], { type: 'language' }).of(value) ?? value }))}
        value={party?.language}
        required
      />
    </div>
  );
}

function Part({ id, party }: PartProps) {
  const { t } = useView();
  return (
    <>
      <div class="fields-2">
        <Field
          name="atLeast"
          id={`${id}-at-least`}
          type="number"
          min={0}
          inputmode="numeric"
          label={t('papers.party.at-least')}
          value={party?.people_at_least ?? undefined}
        />
        <Field
          name="atMost"
          id={`${id}-at-most`}
          type="number"
          min={0}
          inputmode="numeric"
          label={t('papers.party.at-most')}
          hint={t('decide.input.at-most-hint')}
          value={party?.people_at_most ?? undefined}
        />
        <Field
          name="hours"
          id={`${id}-hours`}
          type="number"
          min={1}
          max={720}
          inputmode="numeric"
          label={t('papers.party.hours')}
          hint={t('papers.party.hours-hint')}
          value={party?.tell_within_hours ?? undefined}
        />
      </div>
      <Textarea
        name="measures"
        id={`${id}-measures`}
        label={t('papers.party.measures')}
        value={party?.measures}
        rows={3}
        maxlength={4_000}
      />
      <fieldset class="field ticks">
        <legend>{t('papers.party.categories')}</legend>
        {caseCategories.map((option) => (
          <Checkbox
            name="categories"
            id={`${id}-${option}`}
            value={option}
            label={wordsOfItem(option, t)}
            checked={party?.categories.includes(option) ?? false}
          />
        ))}
      </fieldset>
    </>
  );
}

function Joint({ id, party }: PartProps) {
  const { t } = useView();
  return (
    <>
      <Select
        name="reports"
        id={`${id}-reports`}
        label={t('papers.joint.reports')}
        options={(['yes', 'no', 'unknown'] as const).map((value) => ({ value, label: t('decide.answer', { answer: value }) }))}
        value={party?.reports ?? 'unknown'}
        required
      />
      <Textarea
        name="arrangement"
        id={`${id}-arrangement`}
        label={t('papers.joint.arrangement')}
        value={party?.arrangement}
        rows={2}
        maxlength={1_000}
      />
    </>
  );
}
