import { z } from 'zod';
import { publicSources } from '#engines/advisories/open-advisory-files.ts';
import type { AdvisorySources } from '#engines/advisories/types.ts';

const copyOf = (address: string) =>
  z
    .union([z.literal('off'), z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text))], {
      error: 'must be an address, or off',
    })
    .default(address)
    .transform((text) => (text === 'off' ? undefined : text.replace(/\/+$/, '')));

/** Where advisories are fetched from: settings of the environment. */
export const advisorySettings = {
  SHOPBELL_ADVISORIES: {
    shape: copyOf(publicSources.osv),
    what: 'Where advisories are fetched from, whole files of registries: a copy of osv.dev’s files, or off. Asked only once a bill of materials was given.',
    fallback: publicSources.osv,
  },
  SHOPBELL_EXPLOITED: {
    shape: copyOf(publicSources.exploited),
    what: 'Where the catalogue of known exploited holes (CISA) is fetched from.',
    fallback: publicSources.exploited,
  },
  SHOPBELL_LIBRARIES: {
    shape: copyOf(publicSources.libraries),
    what: 'Where the known holes of front-end libraries (retire.js) are fetched from once a week, or off.',
    fallback: publicSources.libraries,
  },
} as const;

/** A copy that somebody names may stand in their own network; the public ones may not be led there. */
export function advisorySources(
  osv: string | undefined,
  exploited: string | undefined,
  libraries: string | undefined,
): AdvisorySources | null {
  const named = { osv: osv ?? null, exploited: exploited ?? null, libraries: libraries ?? null };
  const { osv: usual, exploited: known, libraries: retire } = publicSources;
  return { ...named, allowPrivate: ![usual, known, retire].some((address) => Object.values(named).includes(address)) };
}
