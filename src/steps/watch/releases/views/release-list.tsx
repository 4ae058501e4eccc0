import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Release } from '../store.ts';

/** The words to the numbered lines of a chart: releases of the shop, in their order. Nothing when there was none. */
export function ReleaseList({ releases }: { readonly releases: readonly Release[] }) {
  const { t } = useView();
  if (releases.length === 0) return null;
  return (
    <>
      <p class="soft">{t('watch.check.releases')}</p>
      <ol>
        {releases.map(({ at, version, link }, nth) => {
          const words = t('watch.services.change.release', { name: version });
          return (
            <li>
              <b>{nth + 1}</b> <Time at={at} /> {link === null ? words : <a href={link}>{words}</a>}
            </li>
          );
        })}
      </ol>
    </>
  );
}
