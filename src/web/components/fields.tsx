import type { Child, PropsWithChildren } from 'hono/jsx';
import { useView } from '../view-context.ts';

interface Common {
  readonly name: string;
  readonly label: Child;
  /** What to write here and why, under the label. */
  readonly hint?: Child;
  /** What is wrong with what was sent, and how to mend it. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** The element's id; the name unless said (say it when two forms on a page share names). */
  readonly id?: string;
}

export interface FieldProps extends Common {
  readonly type?: 'text' | 'email' | 'url' | 'password' | 'number' | 'date' | 'datetime-local' | 'time' | 'tel' | 'search' | 'file';
  readonly value?: string | number | undefined;
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url' | 'tel';
  readonly placeholder?: string;
  readonly pattern?: string;
  readonly minlength?: number;
  readonly maxlength?: number;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string | number;
  readonly readonly?: boolean;
  readonly autofocus?: boolean;
}

export function Field({ name, label, hint, error, id = name, required, type = 'text', ...rest }: FieldProps) {
  return (
    <Row {...{ id, label, hint, error, required }}>
      <input {...described(id, hint, error)} id={id} name={name} type={type} required={required} {...rest} />
    </Row>
  );
}

export interface TextareaProps extends Common {
  readonly value?: string | undefined;
  readonly rows?: number;
  readonly maxlength?: number;
  readonly placeholder?: string;
}

export function Textarea({ name, label, hint, error, id = name, required, value, rows = 5, ...rest }: TextareaProps) {
  return (
    <Row {...{ id, label, hint, error, required }}>
      <textarea {...described(id, hint, error)} id={id} name={name} required={required} rows={rows} {...rest}>
        {value}
      </textarea>
    </Row>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps extends Common {
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  /** An empty first choice with these words. */
  readonly choose?: string;
}

export function Select({ name, label, hint, error, id = name, required, options, value, choose }: SelectProps) {
  return (
    <Row {...{ id, label, hint, error, required }}>
      <select {...described(id, hint, error)} id={id} name={name} required={required}>
        {choose ? <option value="">{choose}</option> : null}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Row>
  );
}

export interface CheckboxProps extends Omit<Common, 'required'> {
  readonly checked?: boolean;
  /** What is sent when ticked; `yes` unless said. */
  readonly value?: string;
  readonly required?: boolean;
}

export function Checkbox({ name, label, hint, error, id = name, checked, value = 'yes', required }: CheckboxProps) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label class="tick" for={id}>
        <input {...described(id, hint, error)} type="checkbox" id={id} name={name} value={value} checked={checked} required={required} />
        <span>{label}</span>
      </label>
      <Words {...{ id, hint, error }} />
    </div>
  );
}

export interface RadiosProps extends Common {
  readonly options: readonly (Option & { readonly hint?: string })[];
  readonly value?: string | undefined;
  /** The choices side by side: for two or three of a word each. */
  readonly beside?: boolean;
}

/** A few choices that are all worth reading; for more than about six use `Select`. */
export function Radios({ name, label, hint, error, id = name, required, options, value, beside }: RadiosProps) {
  return (
    <fieldset class={['field', error ? 'wrong' : '', beside ? 'beside' : ''].filter(Boolean).join(' ')} {...described(id, hint, error)}>
      <legend>
        {label}
        {required ? null : <Optional />}
      </legend>
      <Words {...{ id, hint, error }} />
      {options.map((option) => (
        <label class="tick" for={`${id}-${option.value}`}>
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={name}
            value={option.value}
            checked={option.value === value}
            required={required}
          />
          <span>
            {option.label}
            {option.hint ? <small>{option.hint}</small> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

type RowProps = PropsWithChildren<{
  readonly id: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
}>;

function Row({ id, label, hint, error, required, children }: RowProps) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}>
        {label}
        {required ? null : <Optional />}
      </label>
      <Words {...{ id, hint, error }} />
      {children}
    </div>
  );
}

function Optional() {
  const { t } = useView();
  return <small class="optional"> {t('web.optional')}</small>;
}

function Words({ id, hint, error }: { readonly id: string; readonly hint?: Child; readonly error?: string | undefined }) {
  return (
    <>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </>
  );
}

function described(id: string, hint: Child, error: string | undefined): Record<string, string> {
  const by = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter((part) => part !== '').join(' ');
  return { ...(by ? { 'aria-describedby': by } : {}), ...(error ? { 'aria-invalid': 'true' } : {}) };
}
