export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
  readonly current?: boolean;
}

/** Views of the same thing, as links. `label` names the group. */
export function Tabs({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a href={tab.href} {...(tab.current ? { 'aria-current': 'page' } : {})}>
          {tab.label}
          {tab.count === undefined ? null : <small>{tab.count}</small>}
        </a>
      ))}
    </nav>
  );
}
