/** One part that a release is made of. */
export interface Component {
  /** `purl` where there is one, else `name@version`: what a baseline keeps. */
  readonly id: string;
  /** With the group or scope: `@scope/name`. */
  readonly name: string;
  /** '' when the document names none. */
  readonly version: string;
  readonly licences: readonly string[];
  /** Holes that the document itself names: id and severity as written there. */
  readonly holes: readonly { readonly id: string; readonly severity: string }[];
}
