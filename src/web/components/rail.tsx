import { type NavBadge, type NavBadges, type Person, type Place, steps } from '../types.ts';
import { useView } from '../view-context.ts';
import { Bell } from './bell.tsx';
import { Csrf } from './form.tsx';

interface RailProps {
  readonly place: Place;
  readonly badges: NavBadges;
  readonly person: Person | null;
  readonly orgName: string | null;
  readonly theme: 'light' | 'dark' | null;
}

/** The console's navigation: the eight steps in the order of a leak's way, with what waits in each. */
export function Rail({ place, badges, person, orgName, theme }: RailProps) {
  const { t } = useView();
  return (
    <header class="rail">
      <a class="brand" href="/">
        <Bell />
        <span class="brand-words">
          <b>Shopbell</b>
          {orgName ? <small>{orgName}</small> : null}
        </span>
      </a>
      <nav id="places" popover="auto" aria-label={t('web.places')}>
        <RailLink to="overview" href="/" here={place} badge={badges.overview} />
        <ol>
          {steps.map((step) => (
            <li>
              <RailLink to={step} href={`/${step}`} here={place} badge={badges[step]} />
            </li>
          ))}
        </ol>
        <RailLink to="settings" href="/settings" here={place} badge={badges.settings} />
      </nav>
      <div class="rail-foot">
        {person ? (
          <p class="who">
            <a href="/account">
              <b>{person.name}</b>
            </a>
            <small>{t('web.role', { role: person.role })}</small>
          </p>
        ) : null}
        <ThemeChoice theme={theme} />
      </div>
    </header>
  );
}

interface RailLinkProps {
  readonly to: Place;
  readonly href: string;
  readonly here: Place;
  readonly badge: NavBadge | undefined;
}

function RailLink({ to, href, here, badge }: RailLinkProps) {
  const { t } = useView();
  const count = badge?.count ?? 0;
  return (
    <a href={href} data-place={to} {...(to === here ? { 'aria-current': 'page' } : {})}>
      <span>{t(`web.nav.${to}`)}</span>
      {count > 0 ? (
        <span class="count">
          {count}
          <span class="sr"> {t('web.waiting', { count })}</span>
        </span>
      ) : badge?.text ? (
        <small>{badge.text}</small>
      ) : null}
    </a>
  );
}

function ThemeChoice({ theme }: { readonly theme: 'light' | 'dark' | null }) {
  const { t, url } = useView();
  return (
    <form class="theme" method="post" action="/theme">
      <Csrf />
      <input type="hidden" name="back" value={url.pathname + url.search} />
      {(['auto', 'light', 'dark'] as const).map((value) => (
        <button type="submit" name="theme" value={value} aria-pressed={(theme ?? 'auto') === value ? 'true' : 'false'}>
          {t(`web.theme.${value}`)}
        </button>
      ))}
    </form>
  );
}
