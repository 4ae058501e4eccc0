import { orgHeader } from '#engines/mail/org-header.ts';
import type { Mailer, OutgoingMail } from '#engines/mail/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Translate } from '#web/types.ts';
import { textIn } from './announcements.ts';
import { statusTexts } from './status-texts.ts';
import type { PostKind, StatusLanguage, StatusPart } from './status-words.ts';
import type { Texts } from './store.ts';

type News =
  | { readonly kind: 'confirm'; readonly confirmUrl: string }
  | { readonly kind: 'part'; readonly parts: readonly StatusPart[]; readonly state: 'fine' | 'trouble' }
  | {
      readonly kind: 'post';
      readonly post: PostKind;
      readonly titles: Texts;
      readonly texts: Texts;
      readonly parts: readonly StatusPart[];
    };

export interface MailFacts {
  readonly channel: 'mail' | 'push';
  /** What it tells of, once a subscriber. */
  readonly about: string;
  /** The same whenever this mail is sent again. */
  readonly id: string;
  readonly org: OrgId;
  readonly mode: Mailer['mode'];
  /** A mail address, or a browser's endpoint with its keys. */
  readonly to: string;
  readonly from: string;
  readonly shop: string;
  /** The language of the reader, and that of the page. */
  readonly language: StatusLanguage;
  readonly main: StatusLanguage;
  readonly url: string;
  readonly leaveUrl: string;
  readonly news: News;
}

/** A mail to somebody who asked for news: plain text in their language, with the way out at its end and in its headers (RFC 8058). */
export function composeStatusMail(facts: MailFacts): OutgoingMail {
  const t = statusTexts(facts.language);
  const shop = oneLine(facts.shop);
  const { subject, lines } = say(facts, t, shop);
  const isQuestion = facts.news.kind === 'confirm';
  const foot = [t(isQuestion ? 'watch.status.mail.confirm-foot' : 'watch.status.mail.foot', { shop }), facts.leaveUrl];
  return {
    to: facts.to,
    from: { name: shop, address: facts.from },
    subject: oneLine(subject),
    text: [...lines, '', '-- ', ...foot, ''].join('\n'),
    id: facts.id,
    headers: {
      ...orgHeader(facts.mode, facts.org),
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${facts.leaveUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

/** What news says in a few words, without links. */
export function newsWords(facts: MailFacts): { readonly subject: string; readonly text: string } {
  const { news, language, main } = facts;
  const t = statusTexts(language);
  const { subject } = say(facts, t, oneLine(facts.shop));
  const own = news.kind === 'part' ? t(`watch.status.mail.part-${news.state}-text`) : '';
  return { subject: oneLine(subject), text: news.kind === 'post' ? textIn(news.texts, language, main).text : own };
}

function say(
  { news, language, main, url }: MailFacts,
  t: Translate,
  shop: string,
): { readonly subject: string; readonly lines: readonly string[] } {
  const see = [t('watch.status.mail.see'), `${url}?lang=${language}`];
  if (news.kind === 'confirm') {
    return {
      subject: t('watch.status.mail.confirm-subject', { shop }),
      lines: [t('watch.status.mail.confirm', { shop }), '', news.confirmUrl, '', t('watch.status.mail.confirm-else')],
    };
  }
  if (news.kind === 'part') {
    const subject = t(`watch.status.mail.part-${news.state}`, { part: partNames(news.parts, t), shop });
    return { subject, lines: [subject, '', t(`watch.status.mail.part-${news.state}-text`), '', ...see] };
  }
  const title = textIn(news.titles, language, main).text;
  const concerns = news.parts.length === 0 ? [] : [t('watch.status.concerns', { parts: partNames(news.parts, t) })];
  return {
    subject: t(`watch.status.mail.post-${news.post}`, { shop, title }),
    lines: [title, ...concerns, '', textIn(news.texts, language, main).text, '', ...see],
  };
}

function partNames(parts: readonly StatusPart[], t: Translate): string {
  return parts.map((part) => t(`watch.status.part.${part}`)).join(', ');
}

/** Whatever people wrote, a subject is one line. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
