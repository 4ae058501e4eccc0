import { type NavBadges, type Place, steps } from '../types.ts';
import { useView } from '../view-context.ts';

const shown = ['overview', 'respond', 'decide', 'tell'] as const;

const pictures: Readonly<Record<(typeof shown)[number] | 'all', string>> = {
  overview: 'M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20',
  respond: 'M12 3.5 21 19.5H3zM12 9.5v4.5M12 16.8v.2',
  decide: 'M12 4v16M7 20h10M5 7.5h14M5 7.5 2.5 14a3 3 0 0 0 5 0zM19 7.5 16.5 14a3 3 0 0 0 5 0z',
  tell: 'M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5',
  all: 'M4 7h16M4 12h16M4 17h16',
};

interface ThumbBarProps {
  readonly place: Place;
  readonly badges: NavBadges;
}

/** On a phone: what is needed at night under the thumb, and a button that opens the list of all places. Hidden elsewhere. */
export function ThumbBar({ place, badges }: ThumbBarProps) {
  const { t } = useView();
  const others = (['settings', ...steps] as const).filter((step) => !shown.some((name) => name === step));
  const waiting = others.reduce((sum, step) => sum + (badges[step]?.count ?? 0), 0);
  return (
    <nav class="bar" aria-label={t('web.bar')}>
      {shown.map((name) => (
        <a href={name === 'overview' ? '/' : `/${name}`} {...(place === name ? { 'aria-current': 'page' } : {})}>
          <Picture path={pictures[name]} />
          <span>{t(`web.nav.${name}`)}</span>
          <Count count={badges[name]?.count ?? 0} />
        </a>
      ))}
      <button type="button" popovertarget="places">
        <Picture path={pictures.all} />
        <span>{t('web.all')}</span>
        <Count count={waiting} />
      </button>
    </nav>
  );
}

function Count({ count }: { readonly count: number }) {
  const { t } = useView();
  if (count === 0) return null;
  return (
    <span class="count">
      {count}
      <span class="sr"> {t('web.waiting', { count })}</span>
    </span>
  );
}

function Picture({ path }: { readonly path: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={path} />
    </svg>
  );
}
