import type { PropsWithChildren } from 'hono/jsx';
import { Field, Select, Textarea } from '#web/components/fields.tsx';
import { useView } from '#web/view-context.ts';
import { inputOf } from './form-input.ts';
import { authorityTable, type TemplateField, templateWords } from './tables.ts';
import type { FilledField, Phase } from './types.ts';

export interface FieldInputProps {
  readonly field: TemplateField;
  readonly filled: FilledField;
  readonly phase: Phase;
  /** What the person sent and what was refused, instead of what is stored. */
  readonly typed?: readonly string[] | undefined;
}

const types = { instant: 'datetime-local', day: 'date' } as const;
const hinted = new Set(['count', 'places', 'codes', 'instant']);

/** The control with which a person answers a field; what it showed goes along, so that only a change is saved. */
export function FieldInput({ field, filled, phase, typed }: FieldInputProps) {
  const { t, locale, timeZone } = useView();
  const shown = inputOf(field, filled.value, timeZone);
  const value = typed ?? shown;
  const hint = hinted.has(field.kind) ? t(`notification.hint.${field.kind}`, { zone: timeZone }) : undefined;
  const common = {
    ...{ name: `a.${field.key}`, id: `a-${field.key}`, label: `${field.number}. ${templateWords(locale).fields[field.key]}` },
    ...(hint === undefined ? {} : { hint }),
    required: filled.required,
  };
  return (
    <>
      <input type="hidden" name={`f.${field.key}`} value="1" />
      {shown.map((one) => (
        <input type="hidden" name={`o.${field.key}`} value={one} />
      ))}
      <Control {...{ field, phase, value, common }} />
    </>
  );
}

interface ControlProps extends Pick<FieldInputProps, 'field' | 'phase'> {
  readonly value: readonly string[];
  readonly common: {
    readonly name: string;
    readonly id: string;
    readonly label: string;
    readonly hint?: string;
    readonly required: boolean;
  };
}

function Control({ field, phase, value, common }: ControlProps) {
  const { t, locale } = useView();
  const words = templateWords(locale).options;
  const codes = Object.keys(field.options ?? {}).filter((code) => phase !== 'complete' || !(field.only_incomplete ?? []).includes(code));
  const options = codes.map((code) => ({ value: code, label: words[code] ?? code }));
  if (field.kind === 'choices') return <Ticks {...common} options={options} value={value} />;
  if (field.kind === 'authorities') return <Ticks {...common} options={eeaAuthorities()} value={value} />;
  if (field.kind === 'choice') return <Select {...common} options={options} value={value[0]} choose={t('notification.choose')} />;
  if (field.kind === 'flag') {
    const both = ['yes', 'no'].map((code) => ({ value: code, label: words[code] ?? code }));
    return <Select {...common} options={both} value={value[0]} choose={t('notification.choose')} />;
  }
  if (field.kind === 'text') return <Textarea {...common} rows={3} maxlength={4000} value={value[0]} />;
  const type = field.kind === 'instant' || field.kind === 'day' ? types[field.kind] : 'text';
  return <Field {...common} type={type} value={value[0] ?? ''} maxlength={2000} />;
}

function eeaAuthorities() {
  const { authorities, eea } = authorityTable();
  return authorities.filter((one) => eea.includes(one.country)).map((one) => ({ value: one.id, label: `${one.country} ${one.short}` }));
}

interface TicksProps {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[];
}

/** Several may hold. Long lists open when asked. */
export function Ticks({ name, id, label, options, value }: TicksProps) {
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <Folded when={options.length > 16} chosen={options.filter((one) => value.includes(one.value)).map((one) => one.label)}>
        {options.map((option) => (
          <label class="tick" for={`${id}-${option.value}`}>
            <input type="checkbox" id={`${id}-${option.value}`} name={name} value={option.value} checked={value.includes(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </Folded>
    </fieldset>
  );
}

function Folded({ when, chosen, children }: PropsWithChildren<{ readonly when: boolean; readonly chosen: readonly string[] }>) {
  const { t } = useView();
  if (!when) return <>{children}</>;
  return (
    <details>
      <summary>{t('notification.show-options', { count: chosen.length, chosen: chosen.join('; ') })}</summary>
      {children}
    </details>
  );
}
