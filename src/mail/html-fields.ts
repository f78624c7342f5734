import type { Attributes } from './html-attributes.ts';

/** What a form that was mailed says in its fields: `[Ann]`, `[x]`, `(x)`; '' for what nobody sees. */
export function fieldWords(attributes: Attributes): string {
  const value = (attributes.get('value') ?? attributes.get('placeholder') ?? '').trim().slice(0, 2000);
  switch ((attributes.get('type') ?? 'text').toLowerCase()) {
    case 'hidden':
    case 'password':
    case 'file':
    case 'image':
      return '';
    case 'checkbox':
      return attributes.has('checked') ? '[x]' : '[ ]';
    case 'radio':
      return attributes.has('checked') ? '(x)' : '( )';
    default:
      return value === '' ? '' : `[${value}]`;
  }
}
