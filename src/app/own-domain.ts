/** A mail server takes no mail from a bare machine name or a number. */
export function ownDomain(publicUrl: string | undefined): string | null {
  const host = publicUrl === undefined ? '' : new URL(publicUrl).hostname;
  return /^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$/i.test(host) ? host : null;
}
