import { parse } from 'tldts';

const EXAMPLE_DOMAIN =
  /(?:^|\.)(?:example\.(?:com|org|net|edu|pl|de|jp|co\.jp)|domain\.(?:com|pl|de|tld)|(?:your|my)(?:domain|site|company|email)\.\w+|email\.com|test\.(?:com|de|pl)|mail\.com|sentry\.io|sentry-next\.\w+|wixpress\.com|schema\.org|w3\.org|npmjs\.com|jsdelivr\.net|unpkg\.com)$|\.(?:test|example|invalid|localhost)$/i;
/** Mailboxes of an office, not of a person. */
const ROLE =
  /^(?:info|office|biuro|kontakt|contact|hello|hi|hallo|czesc|shop|sklep|store|support|pomoc|help|helpdesk|hilfe|service|serwis|kundenservice|kundendienst|bok|sales|sprzedaz|verkauf|bestellung|zamowienia|order|orders|returns?|zwroty|retoure|reklamacje?|press|presse|media|pr|jobs|career|kariera|karriere|hr|billing|invoice|faktury|buchhaltung|ksiegowosc|accounting|legal|privacy|datenschutz|dsb|iod|rodo|gdpr|dpo|abuse|security|postmaster|webmaster|hostmaster|admin|administrator|root|noreply|no-reply|donotreply|do-not-reply|newsletter|marketing|team|mail|email|feedback|partner|b2b|export|import|wholesale|hurt)(?:[+._-].*)?$/i;
const PLACEHOLDER =
  /^(?:you|your|name|your\.?name|user|username|someone|somebody|email|e-mail|e\.?mail|first(?:name)?\.?last(?:name)?|firstname|lastname|imi[eę]\.?nazwisko|vorname\.?nachname|john\.?(?:doe|smith)|jane\.?doe|jan\.?kowalski|max\.?mustermann|erika\.?mustermann|taro\.?yamada|foo|bar|test(?:er|user|ing)?\d*|demo\d*|customer|sample|xxx+|abc|[\da-f]{24,})$/i;

/** Numbers that networks and payment services publish for tests; from memory. */
const TEST_CARDS = new Set([
  ...['4111111111111111', '4242424242424242', '4000056655665556', '4012888888881881', '4000000000000002', '4000002500003155'],
  ...['5555555555554444', '5105105105105100', '5200828282828210', '2223003122003222', '5454545454545454', '5500000000000004'],
  ...['378282246310005', '371449635398431', '340000000000009', '6011111111111117', '6011000990139424', '3530111333300000'],
  ...['3566002020360505', '30569309025904', '38520000023237', '6200000000000005', '4000000000003220', '4917610000000000'],
  ...['4988438843884305', '4166676667666746', '4646464646464644', '2222400070000005', '5577000055770004', '4444333322221111'],
]);
/** The accounts that textbooks and registries show. */
const TEST_ACCOUNTS = new Set([
  ...['DE89370400440532013000', 'GB29NWBK60161331926819', 'GB82WEST12345698765432', 'PL61109010140000071219812874'],
  ...['FR1420041010050500013M02606', 'NL91ABNA0417164300', 'ES9121000418450200051332', 'IT60X0542811101000000123456'],
  ...['AT611904300234573201', 'CH9300762011623852957', 'BE68539007547034', 'PL27114020040000300201355387', 'DE75512108001245126199'],
]);

/** Whether a value is an example, a test, or a mailbox of an office: of no person. */
export function isNobodys(kind: string, value: string): boolean {
  if (kind === 'email') {
    const [local = '', domain = ''] = splitMail(value);
    return EXAMPLE_DOMAIN.test(domain) || ROLE.test(local) || PLACEHOLDER.test(local) || isProgram(domain);
  }
  const digits = value.replace(/\D/g, '');
  if (kind === 'card') return TEST_CARDS.has(digits);
  if (kind === 'iban') return TEST_ACCOUNTS.has(value.replace(/[ +-]/g, '').toUpperCase());
  if (kind === 'phone') return /0?123456|(\d)\1{5}|555-?01\d\d$|0{6}/.test(value.replace(/[\s().]/g, ''));
  return /^(\d)\1+$|^0?123456789/.test(digits);
}

/** The part before the last @, and the domain in lower case. */
export function splitMail(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1).toLowerCase()];
}

/** The domain that somebody registered: `shop.co.uk` of `www.shop.co.uk`; a name inside a house stands for itself. */
export function registeredDomain(host: string): string {
  return parse(host, { validateHostname: false }).domain ?? host.toLowerCase();
}

/** `name@1.2.3`: versions of programs look like it. */
function isProgram(domain: string): boolean {
  return /^\d+(?:\.\d+)+/.test(domain);
}
