/** Names of fields, and parts of them, in which customers type their card. */
export const CARD_WORD =
  /\bcc[_-]?(?:num(?:ber)?|cid|cvv2?|cvc|exp\w*|own\w*|type|csc)\b|_cc_(?:number|cid|owner|exp\w*|type)|card[-_ ]?(?:number|num|no|cvv|cvc|code|exp\w*|holder|csc)\b|\bcvv2?\b|\bcvc2?\b|cvv2?$|creditcard|credit[-_ ]card|security[-_]?code|\bcc-(?:number|csc|exp)\b|expiration_(?:mo|ye)|exp(?:iry|iration)?[-_]?(?:month|year|date)|payment\[cc|\bpan\b.{0,6}cvv/i;

/** Parts of addresses of the pages on which customers pay. */
export const CHECKOUT_WORD =
  /check-?out|one-?step|one-?page|fire-?checkout|onestepcheckout|\bpayment|\bcart\b|kasse|paiement|pagamento|bestellung|billing|order-?pay/i;

/** Words that name a page of payment and hardly anything else. */
export const CHECKOUT_PAGE = /onepage|one-?step|firecheckout|onestepcheckout|[/|(]checkout|checkout[/|)#]|^checkout$|checkout\|/i;

const HOST = /^\s*(?:(?:https?|wss?):)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?(?:[/?#]|$)/i;
const HOST_OPEN = /^\s*(?:(?:https?|wss?):)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i;

/** The host of an address that names one, else null. */
export function hostOf(address: string): string | null {
  return HOST.exec(address)?.[1]?.toLowerCase() ?? HOST_OPEN.exec(address)?.[1]?.toLowerCase() ?? null;
}

const CODE = /\bfunction\b|=>|\beval\(|document\.|window\.|createElement|\bvar [a-z_$]/i;

/** What a text that was hidden is about; null when it is nothing that matters. */
export function subjectOf(text: string): 'address' | 'card' | 'checkout' | 'code' | 'part' | null {
  if (hostOf(text) !== null) return 'address';
  if (CARD_WORD.test(text)) return 'card';
  if (CHECKOUT_PAGE.test(text) || /^(?:checkout|onepage|onestep|payment)$/i.test(text)) return 'checkout';
  if (text.length > 40 && CODE.test(text)) return 'code';
  return /^(?:script|createElement|appendChild|XMLHttpRequest|WebSocket|sendBeacon|querySelectorAll|localStorage|textarea|input\b.*select\b.*|eval|src|POST)$/.test(
    text,
  )
    ? 'part'
    : null;
}

/** Text in which nearly everything can be read. */
export function isReadable(text: string): boolean {
  if (text.length < 4) return false;
  let odd = 0;
  for (let i = 0; i < Math.min(text.length, 2_000); i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code > 126) odd++;
  }
  return odd / Math.min(text.length, 2_000) < 0.02;
}
