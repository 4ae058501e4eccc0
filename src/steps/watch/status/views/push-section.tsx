import { Button } from '#web/components/button.tsx';
import { useView } from '#web/view-context.ts';

export interface PushLinks {
  /** Where the worker and what it tells us stand: the page's address without a slash at its end. */
  readonly base: string;
  readonly key: string;
  readonly script: string;
}

/** News in the browser: hidden until a script finds that this browser can, so that nobody is offered what does not work. */
export function PushSection({ base, key: publicKey, script }: PushLinks) {
  const { t, locale } = useView();
  return (
    <div id="push" class="status-push" data-base={base} data-key={publicKey} data-lang={locale} hidden>
      <p>{t('watch.status.push.text')}</p>
      <p>
        <Button type="button" id="push-on">
          {t('watch.status.push.on')}
        </Button>
        <Button type="button" id="push-off" hidden>
          {t('watch.status.push.off')}
        </Button>
      </p>
      <p role="status">
        {(['hears', 'left', 'denied', 'failed'] as const).map((state) => (
          <span data-push={state} hidden>
            {t(`watch.status.push.${state}`)}
          </span>
        ))}
      </p>
      <script type="module" src={script}></script>
    </div>
  );
}
