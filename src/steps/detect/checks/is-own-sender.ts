/** Whether a mail's domain is one of these or stands under one of them: `news.shop.example` under `shop.example`. */
export function isOwnSender(domain: string, own: readonly string[]): boolean {
  return own.some((one) => {
    const name = one.toLowerCase().replace(/^www\./, '');
    return name !== '' && (domain === name || domain.endsWith(`.${name}`));
  });
}
