import { wallTimeOf } from '#kernel/local-time.ts';
import { Checkbox, Field, Radios, Select, Textarea } from '#web/components/fields.tsx';
import { useView, type View } from '#web/view-context.ts';
import { type FactName, factRow } from '../checks/fact-table.ts';
import { type Fact, isBounds, placesOf } from '../checks/facts.ts';
import { wordsOfFact } from './fact-words.ts';

interface FactInputProps {
  readonly name: FactName;
  readonly fact: Fact | undefined;
  /** What choosing an answer would change, under its words. */
  readonly hintOf?: (value: string) => string | undefined;
}

const MANY = 7;
const PLACES = 5;
const OTHER_COUNTRIES = ['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FR', 'GB', 'IE', 'IT', 'JP', 'NL', 'PL', 'SE', 'US'];

/** The inputs that fit a fact: choices in words, boxes to tick, at least and at most, rows of countries, a local time. Without scripts. */
export function FactInput(props: FactInputProps) {
  const view = useView();
  const { t } = view;
  const { name, fact } = props;
  const { kind } = factRow(name);
  const label = t(`decide.ask.${name}`);
  const value = fact?.value ?? null;
  if (kind === 'choice' || kind === 'level') return <Choice {...props} label={label} />;
  if (kind === 'list') return <Ticks {...props} label={label} />;
  if (kind === 'count') {
    const bounds = isBounds(value) ? value : null;
    return (
      <fieldset class="field beside">
        <legend>{label}</legend>
        <Field name="atLeast" type="number" min={0} label={t('decide.input.at-least')} value={bounds?.atLeast} inputmode="numeric" />
        <Field
          name="atMost"
          type="number"
          min={0}
          label={t('decide.input.at-most')}
          value={bounds?.atMost ?? undefined}
          hint={t('decide.input.at-most-hint')}
          inputmode="numeric"
        />
      </fieldset>
    );
  }
  if (kind === 'places') return <Places fact={fact} label={label} />;
  if (kind === 'instant') {
    const at = typeof value === 'string' ? wallTimeOf(new Date(value), view.timeZone) : undefined;
    return (
      <Field name="value" type="datetime-local" label={label} value={at} hint={t('decide.filing.zone', { zone: view.timeZone })} required />
    );
  }
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : undefined;
  if (kind === 'codes') return <Field name="value" label={label} value={text} maxlength={200} required />;
  return <Textarea name="value" label={label} value={text} rows={4} maxlength={4_000} required />;
}

function Choice({ name, fact, hintOf, label }: FactInputProps & { readonly label: string }) {
  const view = useView();
  const { kind, options = [] } = factRow(name);
  const codes = kind === 'level' ? ['0.25', '0.5', '0.75', '1'] : options;
  const choices = codes.map((code) => {
    const hint = hintOf?.(code);
    return { value: code, label: kind === 'level' ? code : wordsOfFact(name, code, view), ...(hint === undefined ? {} : { hint }) };
  });
  const value = fact?.value === null || fact?.value === undefined ? undefined : String(fact.value);
  if (choices.length > MANY) return <Select name="value" label={label} options={choices} value={value} required />;
  return <Radios name="value" label={label} options={choices} value={value} required />;
}

function Ticks({ name, fact, hintOf, label }: FactInputProps & { readonly label: string }) {
  const view = useView();
  const { options = [] } = factRow(name);
  const ticked = Array.isArray(fact?.value) ? (fact.value as readonly string[]) : [];
  return (
    <fieldset class="field ticks">
      <legend>{label}</legend>
      {options.map((option) => (
        <Checkbox
          name="items"
          id={`items-${option}`}
          value={option}
          checked={ticked.includes(option)}
          label={
            <>
              {wordsOfFact(name, [option], view)}
              <Hint text={hintOf?.(option)} />
            </>
          }
        />
      ))}
      <Checkbox
        name="none"
        id="items-none"
        label={view.t('decide.input.none')}
        checked={ticked.length === 0 && Array.isArray(fact?.value)}
      />
    </fieldset>
  );
}

function Hint({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : <small>{text}</small>;
}

function Places({ fact, label }: { readonly fact: Fact | undefined; readonly label: string }) {
  const view = useView();
  const { t } = view;
  const known = Object.entries(placesOf(fact === undefined ? {} : { countries: fact }).places);
  const rows = [...known, ...Array.from({ length: Math.max(1, PLACES - known.length) }, () => null)];
  const codes = [...new Set([...OTHER_COUNTRIES, ...known.map(([code]) => code)])];
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <p class="hint">{t('decide.input.places-hint')}</p>
      <datalist id="countries">
        {codes.map((code) => (
          <option value={code}>{countryName(code, view)}</option>
        ))}
      </datalist>
      {rows.map((row, nth) => (
        <div class="place-row">
          <label for={`place-${nth}`}>{t('decide.input.country', { number: nth + 1 })}</label>
          <input id={`place-${nth}`} name="place" list="countries" maxlength={6} value={row?.[0]} autocapitalize="characters" />
          <label for={`place-least-${nth}`}>{t('decide.input.at-least')}</label>
          <input id={`place-least-${nth}`} name="placeAtLeast" type="number" min={0} value={row?.[1].atLeast} />
          <label for={`place-most-${nth}`}>{t('decide.input.at-most')}</label>
          <input id={`place-most-${nth}`} name="placeAtMost" type="number" min={0} value={row?.[1].atMost ?? undefined} />
        </div>
      ))}
    </fieldset>
  );
}

function countryName(code: string, { locale }: Pick<View, 'locale'>): string {
  return new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }).of(code.slice(0, 2)) ?? code;
}
