import PostalMime from 'postal-mime';
import type { CaughtMail } from './types.ts';

/** Reads one caught mail as a mail program would. `Delivered-To` (written when it was caught) says who it was for. */
export async function parseCaught(id: string, receivedAt: Date, raw: Uint8Array): Promise<CaughtMail> {
  const mail = await PostalMime.parse(raw);
  const headers: Record<string, string> = {};
  const to: string[] = [];
  for (const { key, value } of mail.headers) {
    if (key === 'delivered-to') to.push(value.trim());
    headers[key] ??= value;
  }
  return {
    id,
    receivedAt,
    from: mail.from?.address ?? '',
    to,
    subject: mail.subject ?? '',
    text: withoutFinalBreak(mail.text ?? ''),
    html: mail.html ?? null,
    headers,
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? '',
      type: mimeType,
      content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
    })),
  };
}

function withoutFinalBreak(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/\n$/, '');
}
