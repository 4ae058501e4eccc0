/** What the registry of a name says of it (RDAP, RFC 9083). */
export type RegistryAnswer =
  | {
      readonly kind: 'registered';
      /** When it was registered; `null`: the registry does not tell. */
      readonly since: Date | null;
      /** When the registration ends; `null`: the registry does not tell. */
      readonly until: Date | null;
      readonly states: readonly string[];
      readonly ms: number;
    }
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown'; readonly reason: string };
