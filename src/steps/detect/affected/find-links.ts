import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import type { Selection } from '../finding.ts';
import { whereSelected } from '../select-rows.ts';
import { type Candidate, judgeLinks, type Link, type Traits } from './judge-links.ts';

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
}

const TRAITS = `groupUniqArrayIf(200)(session, session != '') as sessions, groupUniqArrayIf(200)(account, account != '') as accounts,
  groupUniqArray(50)(agent) as agents, groupUniqArrayIf(50)(tls, tls != '') as tls, groupUniqArray(200)(address) as addresses`;
/** As networkOf cuts it: the /24 of an IPv4 address, the /48 of an IPv6 one. */
const NETWORK =
  "if(position(address, ':') > 0, cutIPv6(toIPv6OrDefault(address), 10, 0), arrayStringConcat(arraySlice(splitByChar('.', address), 1, 3), '.'))";

/** Others who read records around that time and bear marks of the people of a selection. */
export async function findLinks({ telemetry, org, shop }: Place, selection: Selection): Promise<Link[]> {
  const own = whereSelected(shop, { ...selection, what: 'personal-reads' });
  const [known] = await telemetry.query<Traits & { actors: readonly number[] }>(
    org,
    `select ${TRAITS}, groupUniqArray(10000)(actor) as actors from @reads where ${own.where}`,
    own.params,
  );
  if (known === undefined || known.actors.length === 0) return [];
  const around = {
    shop,
    from: new Date(Date.parse(selection.from) - DAY),
    to: new Date(Date.parse(selection.to) + DAY),
  };
  const inSpan = 'shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}';
  const { sessions, accounts, agents, tls, addresses, actors } = known;
  const marks = { sessions, accounts, agents, tls, actors };
  const networks = `${NETWORK} in (select ${NETWORK} from @reads where ${inSpan} and address in {addresses:Array(String)})`;
  const candidates = await telemetry.query<Candidate>(
    org,
    `select actor, ${TRAITS}, uniqExact(object_ref) as records from @reads
     where ${inSpan} and actor not in {actors:Array(UInt64)} and (
       (session != '' and session in {sessions:Array(String)}) or (account != '' and account in {accounts:Array(String)})
       or agent in {agents:Array(String)} or (tls != '' and tls in {tls:Array(String)}) or ${networks})
     group by actor order by records desc limit 2000`,
    { ...around, ...marks, addresses },
  );
  const rows = await telemetry.query<{ what: string; mark: string; n: number }>(
    org,
    `select what, mark, uniqExact(actor) as n from (
       select actor, arrayJoin([('agent', agent), ('tls', tls), ('network', ${NETWORK})]) as pair, pair.1 as what, pair.2 as mark
       from @requests where ${inSpan} and (agent in {agents:Array(String)} or tls in {tls:Array(String)} or ${networks}))
     group by what, mark limit 100000`,
    { ...around, agents, tls, addresses },
  );
  const rarity = (what: string): Map<string, number> => new Map(rows.filter((row) => row.what === what).map((row) => [row.mark, row.n]));
  const byNetwork = new Map([...rarity('network')].map(([mark, n]) => [shortened(mark), n]));
  return judgeLinks(known, candidates, { agents: rarity('agent'), tls: rarity('tls'), networks: byNetwork });
}

/** The engine writes the network of an IPv6 address with the zeros that it cut: `2001:db8:6007::` is `2001:db8:6007`. */
function shortened(network: string): string {
  if (!network.includes(':')) return network;
  const [head = ''] = network.split('::');
  return [...head.split(':'), '0', '0', '0'].slice(0, 3).join(':').toLowerCase();
}
