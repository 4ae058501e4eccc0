import { FactRow } from '#web/components/fact-row.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { templateField, templateWords } from './tables.ts';
import type { FilledField, Source } from './types.ts';
import { wordsOfValue } from './words-of-value.ts';

const tones: Readonly<Record<string, Tone>> = { confirmed: 'ok', likely: 'warn', unknown: 'unknown' };

/** One field: its title, what stands there, where that is from, how sure it is. */
export function FieldRow({ field }: { readonly field: FilledField }) {
  const { t, locale, timeZone } = useView();
  const words = templateWords(locale);
  const value = wordsOfValue(templateField(field.key), field.value, { words, locale, timeZone });
  const state = field.missing
    ? t('notification.missing')
    : field.certainty === null || field.value === null
      ? null
      : t('decide.certainty', { certainty: field.certainty });
  return (
    <FactRow
      label={`${field.number}. ${words.fields[field.key]}`}
      tone={field.missing ? 'bad' : (tones[field.certainty ?? ''] ?? 'unknown')}
      {...(state === null ? {} : { state })}
    >
      {value === '' ? <span class="soft">{t('notification.empty')}</span> : <span class="lines">{value}</span>}
      {field.source === null || field.value === null ? null : <small class="rests">{wordsOfSource(field.source, t)}</small>}
      {field.outdated ? (
        <small class="rests">{t('notification.outdated', { now: proposedWords(field, { words, locale, timeZone }) })}</small>
      ) : null}
    </FactRow>
  );
}

function proposedWords(field: FilledField, view: Parameters<typeof wordsOfValue>[2]): string {
  return wordsOfValue(templateField(field.key), field.proposed, view) || '–';
}

/** Where a value is from, in words. */
function wordsOfSource(source: Source, t: ReturnType<typeof useView>['t']): string {
  if (source.kind === 'fact')
    return t('notification.from.fact', { names: source.facts.map((name) => t('decide.fact', { name })).join(', ') });
  if (source.kind === 'computed') return t('notification.from.computed', { from: source.from });
  return t('notification.from.other', { kind: source.kind.replace('-', '') });
}
