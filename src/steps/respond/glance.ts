import { ledgerTables } from '#engines/ledger/tables.ts';
import { toEntry } from '#engines/ledger/verify-ledger.ts';
import { findShop } from '#registry/index.ts';
import type { Need, TakeGlance } from '#web/glance.ts';
import { tellWay } from './checks/tell-way.ts';
import { listContacts, listIncidents } from './readers.ts';
import type { IncidentRow } from './store.ts';

/** What the overview shows of this room: incidents that wait for an answer or for containment, and that nobody would be woken. */
export const takeGlance: TakeGlance = async ({ house, org }, t) =>
  house.state.inOrg(org, async (db) => {
    const open = (await listIncidents(db, org)).filter((incident) => incident.status !== 'closed');
    const contacts = await listContacts(db, org);
    const needs: Need[] = [];
    for (const incident of open.filter((one) => one.status === 'open' || one.status === 'acknowledged').slice(0, 20)) {
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
        (found) => found.name,
        () => incident.shop_id,
      );
      needs.push({
        step: 'respond',
        urgency: incident.severity,
        since: incident.opened_at,
        title: `${shop}: ${incident.title}`,
        text: t(incident.status === 'open' ? 'respond.need.answer' : 'respond.need.contain'),
        href: `/respond/incidents/${incident.id}`,
        action: t('respond.look'),
        stations: way.map(({ name, state }) => ({ name: t(`respond.station.${name}`), state })),
        // A finding shows itself as well: both are one thing for whoever reads the overview.
        incident: incident.source_kind === 'finding' ? incident.source_id : incident.id,
      });
    }
    if (contacts.length === 0) {
      const since = house.clock.now();
      needs.push({
        step: 'respond',
        urgency: 'medium',
        since,
        title: t('respond.nobody.heading'),
        text: t('respond.nobody.text'),
        href: '/respond/contacts',
        action: t('respond.nobody.action'),
      });
    }
    const waiting = open.filter((incident: IncidentRow) => incident.status === 'open').length;
    return {
      needs,
      shops: [],
      line: t('respond.glance', { open: open.length, waiting }),
      ...(waiting > 0 ? { badge: { count: waiting } } : {}),
    };
  });
