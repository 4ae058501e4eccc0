import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages, type Messages } from '#web/messages.ts';
import type { Translate } from '#web/types.ts';
import type { StatusLanguage } from './status-words.ts';

let messages: Messages | null = null;

/** The product's texts outside a request, read once: for files and mails. */
export function statusTexts(language: StatusLanguage): Translate {
  messages ??= loadMessages(productFiles);
  return messages.in(language);
}
