import { decodeAll, redactText } from './redact-text.ts';

/** What a parameter's name alone says about its value. */
type Class = 'password' | 'token' | 'session' | 'email' | 'card' | 'personal';

const STRONG: Readonly<Record<Class, readonly string[]>> = {
  password: [
    'password',
    'passwd',
    'pwd',
    'pass',
    'passphrase',
    'passwort',
    'haslo',
    'userpassword',
    'newpassword',
    'oldpassword',
    'pass1',
    'pass2',
  ],
  token:
    'token accesstoken refreshtoken idtoken authtoken resettoken resetpasswordtoken apikey apitoken secret clientsecret consumerkey consumersecret authorization jwt bearer csrf csrftoken formkey wpnonce oauthtoken magiclink unsubscribetoken xapikey privatekey'.split(
      ' ',
    ),
  session: ['sid', 'session', 'sessionid', 'phpsessid', 'jsessionid', 'sess', 'oscsid', 'zenid'],
  email: ['email', 'mail', 'emailaddress', 'useremail', 'customeremail', 'billingemail'],
  card: ['cardnumber', 'ccnumber', 'ccnum', 'creditcard', 'cvv', 'cvc', 'cvv2', 'pan', 'iban', 'accountnumber'],
  personal:
    'phone telephone tel mobile phonenumber firstname lastname fullname surname street streetaddress address address1 address2 billingaddress shippingaddress postcode postalcode zip zipcode birthday birthdate dateofbirth dob pesel nip ssn taxvat vatid'.split(
      ' ',
    ),
};
// Names that often carry a secret, but as often a word: redacted only when the value looks random.
const WEAK = new Set([
  'key',
  'code',
  'hash',
  'state',
  'nonce',
  'sig',
  'signature',
  'auth',
  'otp',
  'orderkey',
  'securekey',
  'k',
  't',
  's',
  'login',
  'username',
  'user',
]);

const classes = new Map<string, Class>();
for (const [kind, names] of Object.entries(STRONG) as [Class, readonly string[]][]) for (const name of names) classes.set(name, kind);

/** The bare name: `billing[Email]`, `billing_email` and `billing-email` all end in the same word. */
function classOf(name: string): Class | 'weak' | null {
  const bare = name.toLowerCase().replace(/[^a-z0-9[\]]/g, '');
  const inner = bare.match(/\[([a-z0-9]+)\]$/)?.[1] ?? bare.replace(/[[\]]/g, '');
  const found = classes.get(inner) ?? classes.get(bare);
  if (found) return found;
  return WEAK.has(inner) ? 'weak' : null;
}

function looksRandom(value: string): boolean {
  return /^[A-Za-z0-9_.~-]{8,}$/.test(value) && /\d/.test(value);
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** As it stands in the query. */
  readonly raw: string;
}

/** Cuts a query into its parameters, with names and values decoded. At most 200; the rest stays in the last one's value. */
export function readQuery(query: string): Parameter[] {
  if (query === '') return [];
  return query.split('&', 200).map((raw) => {
    const equals = raw.indexOf('=');
    const name = decodeAll(equals < 0 ? raw : raw.slice(0, equals));
    return { name, value: equals < 0 ? '' : decodeAll(raw.slice(equals + 1).replaceAll('+', ' ')), raw };
  });
}

/** One parameter as it may be stored. */
export function redactParameter(parameter: Parameter): string {
  const kind = parameter.raw.includes('=') ? classOf(parameter.name) : null;
  const name = parameter.raw.split('=', 1)[0] ?? '';
  if (kind === null || parameter.value === '') return redactText(parameter.raw);
  if (kind === 'weak') return looksRandom(parameter.value) ? `${redactText(name)}=[token]` : redactText(parameter.raw);
  return `${redactText(name)}=[${kind}]`;
}

/** Whether this parameter carries a session, so that its keyed hash can tell visitors apart. */
export function isSession(name: string): boolean {
  return classOf(name) === 'session';
}

/** A field of an event as it may be stored: what its name says is secret becomes a mark, texts are redacted, the rest stays. */
export function redactField(name: string, value: unknown, depth = 0): unknown {
  const kind = classOf(name.split('.').at(-1) ?? name);
  if (kind !== null && kind !== 'weak' && value !== null && value !== '') return `[${kind}]`;
  if (typeof value === 'string') return kind === 'weak' && looksRandom(value) ? '[token]' : redactText(value.slice(0, 8192));
  if (typeof value === 'number') return redactNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 200).map((item) => redactField('', item, depth + 1));
  const pairs = Object.entries(value).slice(0, 200);
  return Object.fromEntries(pairs.map(([key, item]) => [redactText(key), redactField(key, item, depth + 1)]));
}

function redactNumber(value: number): number | string {
  const text = String(value);
  const redacted = redactText(text);
  return redacted === text ? value : redacted;
}
