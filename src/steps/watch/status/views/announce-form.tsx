import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Checkbox, Field, Radios, Textarea } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { announcementKinds, type StatusLanguage, statusLanguages, statusParts } from '../status-words.ts';

interface Props {
  readonly shop: string;
  /** The page's own language, asked for first. */
  readonly main: StatusLanguage;
  readonly error: string | undefined;
}

/** Says something to the shop's customers: what it is, what it concerns, in which words. */
export function AnnounceForm({ shop, main, error }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.status.announce')} foot={t('watch.status.announce-foot')}>
      <Form action={`/watch/status/${shop}/announce`} error={error}>
        <Radios
          name="kind"
          label={t('watch.status.kind')}
          required
          value="trouble"
          options={announcementKinds.map((value) => ({
            value,
            label: t(`watch.status.kind.${value}`),
            hint: t(`watch.status.kind-hint.${value}`),
          }))}
        />
        <fieldset class="field">
          <legend>{t('watch.status.which')}</legend>
          {statusParts.map((part) => (
            <Checkbox name="part" id={`part-${part}`} value={part} label={t(`watch.status.part.${part}`)} />
          ))}
        </fieldset>
        <SaidFields main={main} prefix="new" withTitle />
        <Button kind="main">{t('watch.status.tell')}</Button>
      </Form>
    </Card>
  );
}

interface SaidProps {
  readonly main: StatusLanguage;
  /** Keeps ids apart where two such groups stand on a page. */
  readonly prefix: string;
  readonly withTitle?: boolean;
}

/** What is said, in the page's language first, and folded away in the others. */
export function SaidFields({ main, prefix, withTitle = false }: SaidProps) {
  const { t } = useView();
  const fields = (language: StatusLanguage) => {
    const required = language === main;
    const of = { language: t(`watch.status.in.${language}`) };
    return (
      <>
        {withTitle ? (
          <Field
            name={`title-${language}`}
            id={`${prefix}-title-${language}`}
            label={t('watch.status.what', of)}
            maxlength={150}
            required={required}
          />
        ) : null}
        <Textarea
          name={`text-${language}`}
          id={`${prefix}-text-${language}`}
          label={t('watch.status.words', of)}
          rows={3}
          maxlength={2000}
          required={required}
        />
      </>
    );
  };
  return (
    <>
      {fields(main)}
      <Fold summary={t('watch.status.other-languages')}>{statusLanguages.filter((language) => language !== main).map(fields)}</Fold>
    </>
  );
}
