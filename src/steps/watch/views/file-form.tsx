import type { Shop } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { useView } from '#web/view-context.ts';
import { orderSystems } from '../orders/order-words.ts';
import type { TakenFile } from '../orders/take-order-file.ts';

interface Props {
  readonly shop: Shop;
  /** What came of a file that was just sent, or why it was not taken. */
  readonly file?: TakenFile | string | undefined;
  readonly isOpen: boolean;
}

/** Takes an export of any of the shop's systems. */
export function FileForm({ shop, file, isOpen }: Props) {
  const { t } = useView();
  return (
    <Card heading={t('watch.orders.file')}>
      {file === undefined || typeof file === 'string' ? null : (
        <>
          <p>{t('watch.orders.file-taken', { lines: file.lines, kind: file.kind, steps: file.steps, rejected: file.rejected })}</p>
          {file.reasons.length === 0 ? null : (
            <ul>
              {file.reasons.map(({ line, reason }) => (
                <li>{t('watch.orders.file-line', { line, reason })}</li>
              ))}
            </ul>
          )}
        </>
      )}
      <Fold summary={t('watch.orders.file-send')} open={isOpen || file !== undefined}>
        <p>{t('watch.orders.file-text', { address: '/in/orders?system=payment' })}</p>
        <Form action={`/watch/orders/${shop.id}/file`} upload error={typeof file === 'string' ? file : undefined}>
          <Select
            name="toldBy"
            label={t('watch.orders.file-who')}
            required
            options={orderSystems.map((system) => ({ value: system, label: t(`watch.orders.system.${system}`) }))}
          />
          <Field name="file" type="file" label={t('watch.orders.file-choose')} required />
          <Button>{t('watch.orders.file-send')}</Button>
        </Form>
      </Fold>
    </Card>
  );
}
