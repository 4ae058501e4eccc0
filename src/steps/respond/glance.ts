import { ledgerTables } from '#engines/ledger/tables.ts';
import { toEntry } from '#engines/ledger/verify-ledger.ts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { findShop } from '#registry/index.ts';
import type { Need, TakeGlance } from '#web/glance.ts';
import type { Locale, Translate } from '#web/types.ts';
import { askMoneyAtRisk } from './ask-money-at-risk.ts';
import { tellWay } from './checks/tell-way.ts';
import { listContacts, listIncidents } from './readers.ts';
import { sayRiskShort } from './say-risk.ts';
import type { IncidentRow } from './store.ts';

/** Every page of the console asks: what is not known at once is left out, and is there for the next. */
const WITHIN_MS = 300;

/** What the overview shows of this room: incidents that wait for an answer or for containment, and that nobody would be woken. */
export const takeGlance: TakeGlance = async ({ house, org }, t, locale = 'en') => {
  const { open, found, contacts } = await house.state.inOrg(org, async (db) => {
    const all = (await listIncidents(db, org)).filter((incident) => incident.status !== 'closed');
    const urgent = all.filter((one) => one.status === 'open' || one.status === 'acknowledged').slice(0, 20);
    const read: Found[] = [];
    for (const incident of urgent) read.push(await readFound(db, org, incident));
    return { open: all, found: read, contacts: await listContacts(db, org) };
  });
  const failing = found.map(({ incident }) => incident).filter(({ recovered_at }) => recovered_at === null);
  const risks = await askMoneyAtRisk(house, org, failing, WITHIN_MS);
  const needs = found.map((one): Need => needOf(one, risks.get(one.incident.id), t, locale));
  if (contacts.length === 0) needs.push(nobodyWoken(house.clock.now(), t));
  const waiting = open.filter((incident) => incident.status === 'open').length;
  return {
    needs,
    shops: [],
    line: t('respond.glance', { open: open.length, waiting }),
    ...(waiting > 0 ? { badge: { count: waiting } } : {}),
  };
};

interface Found {
  readonly incident: IncidentRow;
  readonly shop: string;
  readonly way: ReturnType<typeof tellWay>;
}

async function readFound(db: Tx, org: OrgId, incident: IncidentRow): Promise<Found> {
  const story = await ledgerTables(db)
    .selectFrom('ledger')
    .selectAll()
    .where('org_id', '=', org)
    .where('subject', '=', incident.id)
    .orderBy('seq')
    .limit(200)
    .execute();
  const way = tellWay(story.map(toEntry), incident.opened_at, incident.touches_people);
  const shop = await findShop(db, incident.shop_id).then(
    (one) => one.name,
    () => incident.shop_id,
  );
  return { incident, shop, way };
}

function needOf({ incident, shop, way }: Found, risk: MoneyAtRisk | undefined, t: Translate, locale: Locale): Need {
  const wanted = t(incident.status === 'open' ? 'respond.need.answer' : 'respond.need.contain');
  const cost = risk === undefined ? null : sayRiskShort(risk, incident.source_kind, t, locale);
  return {
    step: 'respond',
    urgency: incident.severity,
    since: incident.opened_at,
    title: `${shop}: ${incident.title}`,
    text: cost === null ? wanted : `${wanted} · ${cost}`,
    href: `/respond/incidents/${incident.id}`,
    action: t('respond.look'),
    stations: way.map(({ name, state }) => ({ name: t(`respond.station.${name}`), state })),
    // A finding shows itself as well: both are one thing for whoever reads the overview.
    incident: incident.source_kind === 'finding' ? incident.source_id : incident.id,
  };
}

function nobodyWoken(since: Date, t: Translate): Need {
  return {
    step: 'respond',
    urgency: 'medium',
    since,
    title: t('respond.nobody.heading'),
    text: t('respond.nobody.text'),
    href: '/respond/contacts',
    action: t('respond.nobody.action'),
  };
}
