import type { FoundLibrary } from './recognise-libraries.ts';

/** Which libraries two pages run, as far as was seen. */
export interface Libraries {
  /** `null`: the page was not seen. */
  readonly home: readonly FoundLibrary[] | null;
  readonly payment: readonly FoundLibrary[] | null;
  /** Places in the shop’s own scripts that name a platform; absent in what was saved before. */
  readonly marks?: readonly { readonly url: string; readonly text: string }[];
  /** Scripts of the home page that were looked at, by address or content. */
  readonly looked: number;
  /** Scripts that could not be read, each with why. */
  readonly missing: readonly string[];
  /** Why the list may lack some, or null. */
  readonly cut: string | null;
}
