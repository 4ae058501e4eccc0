import { compareSeverity, type Evidence, type Severity } from '#kernel/outcome.ts';
import { ageOf } from '../../components/age-of.ts';
import type { Libraries } from '../../components/libraries-seen.ts';
import { libraryFacts } from '../../components/library-facts.ts';
import { libraryHoles } from '../../components/library-holes.ts';
import type { FoundLibrary } from '../../components/recognise-libraries.ts';
import type { Inspection } from '../../inspection.ts';
import { type Check, found, type Judgement, pass, unknown, type Weakness } from '../check.ts';

const MOST_IDS = 6;
const MOST_TOLD = 12;

/** Whether a library that the home page or the payment page runs lies in the range of a known hole. */
export const libraries: Check = {
  meta: {
    id: 'libraries',
    area: 'components',
    title: 'No front-end library in use has a known hole',
    severity: 'high',
    requires: ['libraries', 'home', 'payment'],
    owner: 'A known hole in a library of your pages lets thieves run their own code where customers type.',
    remedy: 'Update the library, or take it out where nothing uses it any more; then look at the pages that use it.',
    remedies: {
      wordpress: 'Update WordPress, theme and plugins: most bring their own copy. jQuery comes with WordPress itself.',
      magento: 'Update Magento and its extensions: libraries stand under lib/web and in view/*/web of extensions.',
      prestashop: 'Update PrestaShop and the theme: libraries stand under js/ and in the theme’s assets.',
      shopware: 'Update Shopware and its extensions, then build the storefront again.',
    },
    references: ['CWE-1395', 'CWE-1104', 'PCI DSS 4.0.1 6.3.2', 'PCI DSS 4.0.1 6.3.3', 'ASVS 5.0 15.2.1', 'WSTG-INFO-08'],
  },
  judge: (inspection) => {
    const { libraries: seen } = inspection;
    if (seen === undefined) return unknown('this inspection was saved before libraries were looked at');
    if (seen.home === null && seen.payment === null) return unknown(seen.cut ?? 'no page was seen');
    const weaknesses = weaknessesOf(seen, inspection);
    return weaknesses.length > 0 ? withRest(found(weaknesses), seen, inspection) : withoutHole(seen, inspection);
  },
};

function weaknessesOf(seen: Libraries, inspection: Inspection): Weakness[] {
  const grouped = new Map<string, FoundLibrary[]>();
  for (const one of [...(seen.payment ?? []), ...(seen.home ?? [])]) {
    const key = `${one.library}@${one.version}`;
    if (one.vendor === null) grouped.set(key, [...(grouped.get(key) ?? []), one]);
  }
  return [...grouped].flatMap(([key, places]) => weaknessOf(key, places, seen, inspection) ?? []);
}

function weaknessOf(key: string, places: readonly FoundLibrary[], seen: Libraries, inspection: Inspection): Weakness | null {
  const [first] = places;
  if (first === undefined) return null;
  const { holes, mended } = libraryHoles(first.library, first.version);
  if (holes.length === 0) return null;
  const worst = holes.reduce<Severity>((most, { severity }) => (compareSeverity(severity, most) > 0 ? severity : most), 'low');
  const ids = [...new Set(holes.flatMap((hole) => hole.ids))];
  const named = ids.length === 0 ? (holes[0]?.summary ?? '') : listed(ids, MOST_IDS);
  const onPayment = (seen.payment ?? []).some((one) => `${one.library}@${one.version}` === key);
  const evidence: Evidence[] = [
    {
      kind: 'script',
      text: `${first.library} ${first.version} in ${first.url}${onPayment ? ', on the payment page' : ''} (told by its ${first.by})`,
    },
    ...holes.slice(0, MOST_TOLD).map(({ ids: own, severity, summary }): Evidence => {
      return { kind: 'artifact', text: [own.join(', '), severity, summary].filter((part) => part !== '').join(' · ') };
    }),
    { kind: 'artifact', text: `${libraryFacts().source.split(',')[0]}: ${ageOf(libraryFacts().asOf, inspection.startedAt).text}` },
  ];
  return {
    key,
    severity: worst,
    title: `${first.library} ${first.version} has ${holes.length === 1 ? 'a known hole' : `${holes.length} known holes`}: ${named}`,
    url: onPayment && inspection.payment?.kind === 'got' ? inspection.payment.value.finalUrl : first.url,
    evidence,
    remedy:
      mended === null
        ? `No version of ${first.library} is known that has none of these holes: replace it.`
        : `Update ${first.library} from ${first.version} to ${mended} or later.`,
  };
}

/** Weaknesses first, then what could not be judged. */
function withRest(judgement: Judgement, seen: Libraries, inspection: Inspection): Judgement {
  return { ...judgement, evidence: [...judgement.evidence, ...restOf(seen), { kind: 'script', text: summary(seen, inspection) }] };
}

function withoutHole(seen: Libraries, inspection: Inspection): Judgement {
  const open = seen.cut ?? seen.missing[0] ?? null;
  const evidence = restOf(seen);
  if (open !== null) {
    const more = seen.missing.length > 1 ? ` (and ${seen.missing.length - 1} more)` : '';
    return {
      ...unknown(`A script could not be read: ${open}${more}`),
      evidence: [...unknown(`A script could not be read: ${open}${more}`).evidence, ...evidence],
    };
  }
  return { ...pass(summary(seen, inspection), 'script'), evidence: [...pass(summary(seen, inspection), 'script').evidence, ...evidence] };
}

function summary(seen: Libraries, inspection: Inspection): string {
  const all = [...(seen.home ?? []), ...(seen.payment ?? [])];
  const names = [...new Set(all.map(({ library, version }) => `${library} ${version}`))];
  const what = names.length === 0 ? `no known library in ${seen.looked} scripts` : `recognised: ${listed(names, MOST_TOLD)}`;
  return `${what}; compared with ${ageOf(libraryFacts().asOf, inspection.startedAt).text}`;
}

function restOf(seen: Libraries): Evidence[] {
  const vendors = [...(seen.home ?? []), ...(seen.payment ?? [])].filter(({ vendor }) => vendor !== null);
  return vendors.map(({ library, version, vendor }) => ({
    kind: 'script',
    text: `${library} ${version} is a build mended by ${vendor ?? ''}: its number says nothing, ask them`,
  }));
}

function listed(items: readonly string[], most: number): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
