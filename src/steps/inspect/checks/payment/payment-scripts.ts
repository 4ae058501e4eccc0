import { type Authorised, isMade, type PaymentPage, releaseKey, type Script, scriptKey } from '../../inspection.ts';
import { pairChanged, sketchOf } from '../../inventory/likeness.ts';
import { namesInScript } from '../../inventory/names-in-script.ts';
import { vendorOf } from '../../inventory/vendor-of.ts';
import type { Check, Weakness } from '../check.ts';
import { comparePayment, expiredWeaknesses, hasBegun, nothingAuthorised } from './compare-payment.ts';
import { freshLine } from './payment-hosts.ts';

/** Every script on the payment page was authorised by a person, with its content (PCI DSS 4.0.1, 6.4.3 and 11.6.1). */
export const paymentScripts: Check = {
  meta: {
    id: 'payment-scripts',
    area: 'payment',
    title: 'Every script on the payment page is authorised',
    severity: 'high',
    requires: ['payment', 'authorised'],
    owner: 'A script that nobody knows can read everything that customers type when they pay.',
    remedy: 'Find out who added it and why. Authorise it with a reason, or remove it at once: this is how card data is stolen.',
    references: ['CWE-829', 'PCI DSS 4.0.1 6.4.3', 'PCI DSS 4.0.1 11.6.1', 'ASVS 5.0 3.6.1'],
  },
  notFor: nothingAuthorised,
  judge: (inspection) => comparePayment(inspection, judgeScripts, 'every script is authorised and unchanged'),
};

type Version = Authorised['scripts'][number];
type What = 'new' | 'changed' | 'rejected';

function judgeScripts(page: PaymentPage, authorised: Authorised): Weakness[] {
  const known = Map.groupBy(authorised.scripts, ({ key }) => releaseKey(key));
  const begun = hasBegun(authorised);
  const rejected = new Map(
    (authorised.rejected ?? []).filter(({ kind }) => kind === 'script').map((item) => [releaseKey(item.key), item.reason]),
  );
  const weaknesses = new Map<string, Weakness>();
  const changed = changedMade(page, known);
  for (const script of page.scripts) {
    const key = scriptKey(script);
    const was = changed.get(key);
    const versions = known.get(key) ?? (was === undefined ? undefined : known.get(was.key));
    if (rejected.has(key)) weaknesses.set(key, asWeakness(page, script, 'rejected', rejected.get(key)));
    else if (!begun || isTrusted(script, versions, authorised)) continue;
    else if (versions === undefined) weaknesses.set(key, asWeakness(page, script, 'new'));
    else if (
      script.party !== 'provider' &&
      !versions.some((version) => isSame(version, script, page) || isOfShape(version, script, page))
    ) {
      weaknesses.set(key, asWeakness(page, script, 'changed', likenessWords(was)));
    }
  }
  const there = new Set(page.scripts.map(scriptKey));
  const gone =
    page.partial === null
      ? [...known].filter(([key]) => !there.has(key)).flatMap(([key, versions]) => goneWeakness(page, key, versions))
      : [];
  return [...weaknesses.values(), ...gone, ...expiredWeaknesses(authorised, 'script', page, (key) => there.has(releaseKey(key)))];
}

/** Whether its vendor is trusted, or a person said that changes of this script are followed only. A new script of the page is never. */
function isTrusted(script: Script, versions: readonly Version[] | undefined, { vendors = [], trusted = [] }: Authorised): boolean {
  if (isMade(script)) return false;
  if (vendors.includes(vendorOf(script.url) ?? '')) return true;
  return versions !== undefined && trusted.some((key) => releaseKey(key) === scriptKey(script));
}

/** The same content; or one that differs only in numbers and texts and names no host that the authorised one does not. */
function isSame({ hash, shape, named }: Version, script: Script, page: PaymentPage): boolean {
  if (hash === script.hash) return true;
  const source = page.sources[script.hash];
  if (shape === undefined || shape !== script.shape || named === undefined || source === undefined) return false;
  return namesNoOther(source, named);
}

/** Scripts of the page itself that are one that was authorised, with another content. */
function changedMade(page: PaymentPage, known: ReadonlyMap<string, readonly Version[]>) {
  const made = new Map(page.scripts.filter(isMade).map((script) => [scriptKey(script), script]));
  const gone = [...known].flatMap(([key, versions]) =>
    made.has(key) ? [] : versions.flatMap(({ party, sketch }) => (sketch === undefined ? [] : { key, party, sketch })),
  );
  const fresh = [...made].flatMap(([key, { party, hash }]) => {
    const source = page.sources[hash];
    return known.has(key) || source === undefined || gone.length === 0 ? [] : { key, party, sketch: sketchOf(source) };
  });
  return pairChanged(fresh, gone);
}

function likenessWords(was: { readonly likeness: number } | undefined): string | undefined {
  return was === undefined ? undefined : `about ${Math.round(was.likeness * 100)} % of it is as it was authorised`;
}

/** A script of the page itself carries other values at every visit; one shape is one script, as long as these values name no other host. */
function isOfShape(version: Version, script: Script, page: PaymentPage): boolean {
  if (!isMade(script)) return false;
  const { key, shape, named } = version;
  if (shape === undefined) return releaseKey(key) === scriptKey(script);
  const source = page.sources[script.hash];
  return shape === script.shape && (named === undefined || source === undefined || namesNoOther(source, named));
}

function namesNoOther(source: string, named: readonly string[]): boolean {
  return namesInScript(source).hosts.every((host) => named.includes(host));
}

/** A script of its own address that was authorised and is no longer there: a deletion is a change too. */
function goneWeakness(page: PaymentPage, key: string, [version]: readonly Version[]): Weakness[] {
  if (version === undefined || (version.party !== 'first' && version.party !== 'third')) return [];
  return [
    {
      key: `gone ${key}`,
      severity: 'low',
      title: `An authorised script is no longer on the payment page: ${key}`,
      url: page.finalUrl,
      evidence: [{ kind: 'script', text: `${key} was not loaded; last authorised content SHA-256 ${version.hash}` }],
      remedy:
        'If it was taken off on purpose, withdraw its authorisation. If not, find out who removed it: a check against fraud may be missing.',
    },
  ];
}

const titles: Readonly<Record<What, string>> = {
  new: 'A script that nobody authorised runs on the payment page',
  changed: 'A script on the payment page has changed',
  rejected: 'A rejected script runs on the payment page',
};

function asWeakness(page: PaymentPage, script: Script, what: What, remark?: string): Weakness {
  const third = script.party === 'third' || script.party === 'eval';
  const name = nameOf(script);
  // The page itself does not change with releases by name: a change of it is no smaller than a new one.
  const grave = what === 'new' || isMade(script);
  const severity = what === 'rejected' ? 'high' : grave ? (third ? 'high' : 'medium') : third ? 'medium' : 'low';
  const made = script.parent ? `, made by ${script.parent}` : '';
  const where = script.runsIn === undefined ? '' : `, in the ${script.runsIn.kind} ${script.runsIn.url}`;
  const text = `${name}, ${script.party} party, ${script.bytes} bytes, SHA-256 ${script.hash}${made}${where}`;
  const named = namedLine(page.sources[script.hash]);
  return {
    key: scriptKey(script),
    severity,
    title: `${titles[what]}: ${name}`,
    url: page.finalUrl,
    evidence: [
      { kind: 'script', text },
      ...(what === 'new' ? freshLine(page, URL.parse(script.url)?.host ?? '') : []),
      ...(named === null ? [] : [{ kind: 'script' as const, text: named }]),
      ...(remark ? [{ kind: 'script' as const, text: what === 'rejected' ? `rejected: ${remark}` : remark }] : []),
    ],
  };
}

function nameOf(script: Script): string {
  if (script.party === 'provider') return `what a payment provider runs in its frame from ${scriptKey(script).replace('provider:', '')}`;
  return isMade(script) ? `${script.party} script in ${script.url}` : script.url;
}

/** What it names, in a line; null when its source is not at hand or names nothing. */
function namedLine(source: string | undefined): string | null {
  if (source === undefined) return null;
  const { hosts, does, fields } = namesInScript(source);
  const parts = [
    hosts.length > 0 ? `names the hosts ${hosts.slice(0, 8).join(', ')}` : '',
    fields.length > 0 ? `the fields ${fields.join(', ')}` : '',
    does.length > 0 ? `uses ${does.join(', ')}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join('; ');
}
