import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { may, type Permission } from '#kernel/permissions.ts';
import { Tabs } from '#web/components/tabs.tsx';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';

type SettingsPlace = 'shops' | 'sources' | 'people' | 'keys' | 'account';

interface SettingsPageOptions {
  readonly place: SettingsPlace;
  readonly heading: Child;
  readonly lead?: Child;
  readonly actions?: Child;
  readonly body: Child;
  readonly islands?: readonly string[];
  readonly status?: number;
}

const tabs: readonly { readonly place: SettingsPlace; readonly href: string; readonly permission: Permission }[] = [
  { place: 'shops', href: '/settings/shops', permission: 'look' },
  { place: 'sources', href: '/settings/connect', permission: 'look' },
  { place: 'people', href: '/settings/people', permission: 'look' },
  { place: 'keys', href: '/settings/keys', permission: 'configure' },
  { place: 'account', href: '/account', permission: 'look' },
];

/** A page of the settings, with the way to the others. */
export function settingsPage(c: Context<WebEnv>, options: SettingsPageOptions): Promise<Response> {
  const { t, scope } = c.var;
  const { place, body, ...rest } = options;
  const shown = tabs.filter((tab) => may(scope.actor.role, tab.permission));
  return page(c, {
    step: 'settings',
    title: t(`access.tab.${place}`),
    ...rest,
    body: (
      <>
        <Tabs
          label={t('access.settings')}
          tabs={shown.map((tab) => ({ href: tab.href, label: t(`access.tab.${tab.place}`), current: tab.place === place }))}
        />
        {body}
      </>
    ),
  });
}
