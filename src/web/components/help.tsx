import { placeKeys } from '../place-keys.ts';
import { steps } from '../types.ts';
import { useView } from '../view-context.ts';

/** The list of keyboard shortcuts, opened with `?`. Without scripts it stays closed. */
export function Help() {
  const { t } = useView();
  return (
    <dialog id="help" class="help" aria-labelledby="help-heading">
      <h2 id="help-heading">{t('web.help.heading')}</h2>
      <dl>
        {(['overview', ...steps, 'settings'] as const).map((place) => (
          <div>
            <dt>
              <kbd>g</kbd> <kbd>{placeKeys[place]}</kbd>
            </dt>
            <dd>{t(`web.nav.${place}`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{t('web.help.search')}</dd>
        </div>
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>{t('web.help.help')}</dd>
        </div>
      </dl>
      <form method="dialog">
        <button type="submit" class="button quiet">
          {t('web.close')}
        </button>
      </form>
    </dialog>
  );
}
