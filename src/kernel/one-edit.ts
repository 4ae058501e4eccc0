export type Edit = 'none' | 'swap' | 'replaced' | 'added' | 'missing';

/** How `name` comes from `brand` by one slip of the finger, or `null` when it takes more. `at` is the place in the brand. */
export function oneEdit(name: string, brand: string): { readonly edit: Edit; readonly at: number } | null {
  const difference = name.length - brand.length;
  if (difference < -1 || difference > 1) return null;
  let at = 0;
  while (at < brand.length && name.charCodeAt(at) === brand.charCodeAt(at)) at++;
  if (difference === 0) {
    if (at === brand.length) return { edit: 'none', at };
    if (name.slice(at + 1) === brand.slice(at + 1)) return { edit: 'replaced', at };
    const swapped = name[at] === brand[at + 1] && name[at + 1] === brand[at] && name.slice(at + 2) === brand.slice(at + 2);
    return swapped ? { edit: 'swap', at } : null;
  }
  if (difference === 1) return name.slice(at + 1) === brand.slice(at) ? { edit: 'added', at } : null;
  return name.slice(at) === brand.slice(at + 1) ? { edit: 'missing', at } : null;
}
