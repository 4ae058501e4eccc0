import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Textarea } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import type { Brand } from '../checks/judge-name.ts';

interface BrandPageProps {
  readonly shops: readonly { readonly id: string; readonly name: string; readonly brand: Brand }[];
  readonly mayConfigure: boolean;
}

/** What each shop is called and what belongs to it. */
export function BrandPage({ shops, mayConfigure }: BrandPageProps) {
  const { t } = useView();
  return (
    <>
      {shops.map(({ id, name, brand }) => (
        <Card heading={name}>
          <Form action={`/unmask/brands/${id}`}>
            <Textarea
              id={`words-${id}`}
              name="words"
              label={t('unmask.brand.words')}
              hint={t('unmask.brand.words-hint')}
              value={brand.words.join('\n')}
              required
              rows={2}
            />
            <Textarea
              id={`own-${id}`}
              name="own"
              label={t('unmask.brand.own')}
              hint={t('unmask.brand.own-hint')}
              value={brand.own.join('\n')}
              required
              rows={4}
            />
            <Textarea
              id={`safe-${id}`}
              name="safe"
              label={t('unmask.brand.safe')}
              hint={t('unmask.brand.safe-hint')}
              value={brand.safe.join('\n')}
              rows={2}
            />
            {mayConfigure ? <Button kind="main">{t('unmask.brand.button', { name })}</Button> : null}
          </Form>
        </Card>
      ))}
    </>
  );
}
