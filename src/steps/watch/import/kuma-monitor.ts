import type { Harvest } from './harvest.ts';
import type { SecretBox } from './open-secret-box.ts';
import { type Fields, flagOf, isEmpty, numberOf, textOf } from './parse-source.ts';

/** One monitor. Its fields are found by small letters alone: the export writes `retryInterval`, the table `retry_interval`. */
export interface Monitor {
  readonly name: string;
  readonly type: string;
  readonly box: SecretBox;
  text(field: string): string;
  number(field: string): number | null;
  flag(field: string): boolean;
  raw(field: string): unknown;
  change(what: string): void;
}

export function monitorOf(fields: Fields, name: string, box: SecretBox, harvest: Harvest): Monitor {
  const plain = new Map(Object.entries(fields).map(([field, value]) => [plainName(field), value]));
  return {
    name,
    type: textOf(plain.get('type')),
    box,
    text: (field) => textOf(plain.get(field)),
    number: (field) => numberOf(plain.get(field)),
    flag: (field) => flagOf(plain.get(field)),
    raw: (field) => plain.get(field),
    change: (what) => harvest.change(name, what),
  };
}

/** Ids of monitors that are paused themselves or in a group that is. */
export function pausedIds(monitors: readonly Fields[]): ReadonlySet<string> {
  const isActive = ({ active }: Fields) => active === undefined || active === null || flagOf(active);
  const paused = new Set(monitors.filter((one) => !isActive(one) || flagOf(one.forceInactive)).map(({ id }) => textOf(id)));
  for (let before = -1; before !== paused.size; ) {
    before = paused.size;
    for (const { id, parent } of monitors) if (paused.has(textOf(parent)) && textOf(parent) !== '') paused.add(textOf(id));
  }
  return paused;
}

function plainName(field: string): string {
  return field.replaceAll('_', '').toLowerCase();
}

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Say nothing about what is watched. */
const HARMLESS = set(`id userid weight description tags notificationidlist createddate resendinterval childrenids forceinactive
  maintenance includesensitivedata pathname path dnslastresult screenshot saveresponse saveerrorresponse
  responsemaxlength monitortags maintenancelist customurl userids statuspageid lastresult retryonlyonstatuscodefailure pinglastresult`);

/** Are read, or belong to one type only and mean nothing elsewhere. */
const KNOWN = set(`name type active url hostname port parent interval retryinterval maxretries timeout method headers body
  httpbodyencoding keyword invertkeyword expirynotification domainexpirynotification ignoretls upsidedown maxredirects
  acceptedstatuscodes acceptedstatuscodesjson dnsresolvetype dnsresolveserver pushtoken jsonpath jsonpathoperator expectedvalue
  databaseconnectionstring databasequery grpcurl grpcprotobuf grpcbody grpcmetadata grpcmethod grpcservicename grpcenabletls
  authmethod basicauthuser basicauthpass authworkstation authdomain oauthclientid oauthclientsecret oauthauthmethod oauthtokenurl
  oauthscopes oauthaudience tlsca tlscert tlskey packetsize pingnumeric pingcount pingperrequesttimeout conditions
  mqttusername mqttpassword mqtttopic mqttsuccessmessage mqttchecktype mqttwebsocketpath radiususername radiuspassword radiuscalledstationid
  radiuscallingstationid radiussecret game gamediggivenportonly gamedigtoken dockercontainer dockerhost kafkaproducertopic
  kafkaproducerbrokers kafkaproducerssl kafkaproducerallowautotopiccreation kafkaproducermessage kafkaproducersasloptions
  snmpoid snmpversion snmpv3username rabbitmqnodes rabbitmqusername rabbitmqpassword smtpsecurity remotebrowser remotebrowsersenabled
  manualstatus location protocol ntpserver sipmethod sipprotocol subtype systemservicename
  screenshotdelay ntpstratumthreshold ntptimeoffsetthreshold ntprootdispersionthreshold
  wsignoresecwebsocketacceptheader wssubprotocol proxyid cachebust ipfamily expectedtlsalert`);

/** Of any type: what would be watched in another way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  proxyid: 'it is asked directly, not over the proxy',
  cachebust: 'no parameter is added against caches',
  ipfamily: 'it is asked over whatever address its name has first, not over one family only',
  expectedtlsalert: 'no TLS alert is expected',
};

/** Names what is not taken of a monitor that is. */
export function tellFields(fields: Fields, monitor: Monitor, harvest: Harvest): void {
  for (const [field, value] of Object.entries(fields)) {
    const plain = plainName(field);
    const told = Object.hasOwn(ELSEWHERE, plain) ? ELSEWHERE[plain] : undefined;
    if (isEmpty(value) || (plain === 'expectedtlsalert' && value === 'none')) continue;
    if (HARMLESS.has(plain) && plain !== 'id') harvest.ignore(field);
    if (told !== undefined) monitor.change(told);
    else if (!KNOWN.has(plain) && !HARMLESS.has(plain))
      monitor.change(`the field “${field.slice(0, 60)}” is not known here and was left out`);
  }
}
