import type { House, Ports } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { reportsAddress } from '#intake/index.ts';
import type { OrgId } from '#kernel/ids.ts';
import { resolvePeople } from '#registry/index.ts';
import { affectedPeople, caseBrief, factWords } from '#steps/decide/index.ts';
import { listTouchedRecords } from '#steps/detect/index.ts';
import { isShopControlled } from '#steps/inspect/index.ts';
import { briefIncidents, listIncidentSignals } from '#steps/respond/index.ts';
import { checkLetterCode, listNoticeTexts } from '#steps/tell/index.ts';
import { ownNames } from '#steps/unmask/index.ts';
import { keepMoneyAtRisk, listHints, readShopChanges } from '#steps/watch/index.ts';

/** Wires what one step reads from another. The house is asked for late, since the ports are part of it. */
export function makePorts(house: () => House): Ports {
  const scope = (org: OrgId): Scope => ({ house: house(), org, actor: { kind: 'system', id: 'ports', role: 'system' } });
  return {
    async *touchedRecords(org, incident) {
      const signals = await house().state.inOrg(org, (db) => listIncidentSignals(db, org, incident));
      const { batches } = await listTouchedRecords(scope(org), { signals });
      yield* batches;
    },
    resolvePeople: (org, shop, records) => resolvePeople(house(), org, shop, records),
    caseBrief: (org, id) => caseBrief(house(), org, id),
    factWords,
    affectedPeople: (org, id) => affectedPeople(house(), org, id),
    noticeTexts: (org, id) => listNoticeTexts(house(), org, id),
    checkLetterCode: (shop, code) => checkLetterCode(house(), shop, code),
    ownNames: (org, shop) => ownNames(house(), org, shop),
    isControlled: (org, shop, url) => house().state.inOrg(org, (db) => isShopControlled(db, org, shop, url)),
    moneyAtRisk: keepMoneyAtRisk(house),
    incidents: (org, asked, words) => briefIncidents(house(), org, asked, words),
    shopChanges: (org, shop, from, to) => readShopChanges(house(), { org, shop, from, to, states: true }),
    providerHints: listHints(house),
    reportsAddress: (org, shop) => reportsAddress(house(), org, shop),
  };
}
