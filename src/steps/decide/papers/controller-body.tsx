import { Time } from '#web/components/time.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import type { ControllerNotice } from './controller-notice.ts';

/** The processor's notice as the controller reads it, in the controller's language. */
export function ControllerBody({ notice }: { readonly notice: ControllerNotice }) {
  const { t } = useView();
  const { controller, processor } = notice;
  return (
    <div class="report">
      <p>{t('papers.notice.to', { controller: controller.name === '' ? '…' : controller.name })}</p>
      <p>{t('papers.notice.lead', { processor, number: notice.case })}</p>
      <dl class="key-value">
        <div>
          <dt>{t('papers.notice.aware')}</dt>
          <dd>
            <Time at={new Date(notice.awareAt)} as="exact" />
          </dd>
        </div>
        <div>
          <dt>{t('papers.notice.when')}</dt>
          <dd>
            {notice.occurredFrom === null ? t('papers.notice.unknown') : <Time at={new Date(notice.occurredFrom)} as="exact" />} –{' '}
            {notice.occurredTo === null ? t('papers.notice.unknown') : <Time at={new Date(notice.occurredTo)} as="exact" />}
          </dd>
        </div>
        <div>
          <dt>{t('papers.notice.people')}</dt>
          <dd>{notice.people === null ? t('papers.notice.uncounted') : showFactValue(notice.people)}</dd>
        </div>
        <div>
          <dt>{t('papers.notice.measures')}</dt>
          <dd>{notice.measures ?? t('papers.notice.follows')}</dd>
        </div>
      </dl>
      {notice.shops.map((shop) => (
        <ShopPart shop={shop} />
      ))}
      {notice.missing.length === 0 ? null : (
        <p>
          {t('papers.notice.missing')} {notice.missing.map((gap) => t('papers.notice.gap', { gap })).join(', ')}.
        </p>
      )}
      <p>{t('papers.notice.duty')}</p>
    </div>
  );
}

function ShopPart({ shop }: { readonly shop: ControllerNotice['shops'][number] }) {
  const { t } = useView();
  return (
    <section class="card">
      <h2>{shop.name}</h2>
      <dl class="key-value">
        <div>
          <dt>{t('papers.notice.categories')}</dt>
          <dd>
            {shop.categories.length === 0 ? t('papers.notice.unknown') : shop.categories.map((code) => wordsOfCategory(code, t)).join(', ')}
          </dd>
        </div>
        <div>
          <dt>{t('papers.notice.records')}</dt>
          <dd>
            {shop.records.length === 0
              ? t('papers.notice.unknown')
              : shop.records.map(({ kind, distinct }) => t('papers.notice.record', { kind, distinct })).join(', ')}
          </dd>
        </div>
        {shop.events.map((event) => (
          <div>
            <dt>{t('papers.notice.seen')}</dt>
            <dd>
              {event.title}: <Time at={new Date(event.from)} as="exact" /> – <Time at={new Date(event.to)} as="exact" />.{' '}
              {t('papers.notice.got', { succeeded: event.succeeded })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A kind of data in the reader's language: those of the data map have their words in the room that reads it. */
function wordsOfCategory(code: string, t: Translate): string {
  for (const key of [`detect.category.${code}`, `papers.category.${code}`]) {
    const words = t(key);
    if (words !== key) return words;
  }
  return code;
}
