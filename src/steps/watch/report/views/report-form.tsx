import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Select, Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { type Locale, locales } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { ReportSettings } from '../store.ts';

interface ReportFormProps {
  readonly shop: string;
  /** `null`: nobody gets it. */
  readonly settings: ReportSettings | null;
  readonly locale: Locale;
  readonly error: string | undefined;
}

/** Who gets a shop’s weekly report by mail. */
export function ReportForm({ shop, settings, locale, error }: ReportFormProps) {
  const { t } = useView();
  const nameOf = (language: Locale) => new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return (
    <Card heading={t('watch.report.by-mail')} foot={t('watch.report.by-mail-foot')}>
      <Form action={`/watch/report/${shop}`} error={error}>
        <Textarea
          name="recipients"
          label={t('watch.report.recipients')}
          hint={t('watch.report.recipients-hint')}
          value={settings?.recipients.join('\n') ?? ''}
          rows={3}
        />
        <Select
          name="language"
          label={t('watch.report.language')}
          options={locales.map((value) => ({ value, label: nameOf(value) }))}
          value={settings?.language ?? locale}
          required
        />
        <Button kind="main">{t('watch.report.save')}</Button>
      </Form>
    </Card>
  );
}
