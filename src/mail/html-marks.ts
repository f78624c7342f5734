import type { Attributes, Style } from './html-attributes.ts';

/**
 * How mail programs mark what is not the words of this time. The text has no tags to tell it by, so the marks become
 * what plain text has: `> `, a rule above the head of an old mail, `-- ` above a signature.
 */
export type Mark =
  /** A signature. */
  | 'signature'
  /** An old mail with its head begins here. */
  | 'old-mail'
  /** Their containers of an old mail: one line says who wrote, and below it is what was written (html-old-mail.ts). */
  | 'yahoo'
  | 'gmail'
  /** Its words are quoted. */
  | 'quoted'
  /** The same in Gmail, if it is a reply. */
  | 'gmail-quote'
  /** Moved in, and the sender's own words. */
  | 'indented';

export function markOf(name: string, attributes: Attributes, style: Style): Mark | undefined {
  const id = attributes.get('id') ?? '';
  const classes = attributes.get('class') ?? '';
  if (name === 'blockquote') return blockquote(attributes, style, classes);
  if (/^(?:x_)*(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)$/.test(id)) return 'old-mail';
  if (name === 'div' && /^solid/.test(style.get('border-top') ?? '')) return 'old-mail';
  if (/(?:^|\s)yahoo_quoted(?:\s|$)/.test(classes)) return 'yahoo';
  if (name === 'div' && /(?:^|\s)(?:x_)*gmail_(?:quote|extra)(?:\s|$)/.test(classes)) return 'gmail';
  return isSignature(id, classes, attributes) ? 'signature' : undefined;
}

/** "Indent more" of Gmail and Outlook is a blockquote that only moves its words. */
function blockquote(attributes: Attributes, style: Style, classes: string): Mark {
  if (attributes.get('type') === 'cite') return 'quoted';
  if (/gmail_quote/.test(classes)) return 'gmail-quote';
  const borderless = /^(?:none|0)/.test(style.get('border') ?? '') && !style.has('border-left');
  return borderless && !/quote/.test(classes) ? 'indented' : 'quoted';
}

function isSignature(id: string, classes: string, attributes: Attributes): boolean {
  return (
    /^(?:x_)*(?:Signature|AppleMailSignature|ms-outlook-mobile-signature)$/.test(id) ||
    /(?:^|\s)(?:x_)*(?:gmail_signature|moz-signature)(?:\s|$)/.test(classes) ||
    attributes.get('data-smartmail') === 'gmail_signature'
  );
}
