interface Contact {
  readonly id: string;
  readonly position: number;
}

const ROUNDS = 3;

/** Who is paged first: everybody at the lowest position. */
export function firstContacts<C extends Contact>(contacts: readonly C[]): readonly C[] {
  const first = Math.min(...contacts.map((contact) => contact.position));
  return contacts.filter((contact) => contact.position === first);
}

/**
 * Who is paged when nobody at `position` answered: everybody at the next one; after the last, the first again.
 * `null` after three rounds, when more mails would help nobody.
 */
export function nextContacts<C extends Contact>(
  contacts: readonly C[],
  position: number,
  round: number,
): { readonly contacts: readonly C[]; readonly round: number } | null {
  const later = contacts.filter((contact) => contact.position > position);
  if (later.length > 0) return { contacts: firstContacts(later), round };
  if (contacts.length === 0 || round >= ROUNDS) return null;
  return { contacts: firstContacts(contacts), round: round + 1 };
}
