import { decodeEntities } from './entities.ts';

/**
 * The attributes of one tag, and what its style says that changes how words are read. Only the style attribute is
 * looked at: style sheets are not followed, so a class that hides hides nothing here.
 */
export type Attributes = ReadonlyMap<string, string>;

const NONE: Attributes = new Map();
const ATTRIBUTE = /([^\s"'<>/=]{1,100})(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]{1,16384})))?/g;

/** Names in lower case; of two with one name the first counts. At most as long as htmlPieces lets them be. */
export function readAttributes(written: string): Attributes {
  if (!/[a-z]/i.test(written)) return NONE;
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of written.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, decodeEntities(double ?? single ?? bare ?? '').replace(/[\r\n\t]/g, ''));
  }
  return found;
}

export type Style = ReadonlyMap<string, string>;

const NO_STYLE: Style = new Map();

/** Declarations, lower case. Outlook's own are among them. */
export function styleOf(attributes: Attributes): Style {
  const written = attributes.get('style');
  if (written === undefined) return NO_STYLE;
  const found = new Map<string, string>();
  for (const declaration of written.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon > 0) found.set(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim());
  }
  return found;
}

/** Nothing within it is seen. Visibility and font size are another matter: what is within may undo them. */
export function isHidden(attributes: Attributes, style: Style): boolean {
  if (attributes.has('hidden') && attributes.get('hidden') !== 'until-found') return true;
  if (style.size === 0) return false;
  const says = (name: string, value: RegExp) => value.test(style.get(name) ?? '');
  const clipped =
    says('overflow', /^hidden/) && (says('max-height', ZERO) || says('height', ZERO) || says('width', ZERO));
  return says('display', /^none/) || says('mso-hide', /^all/) || says('opacity', /^0(?:\.0*)?(?:$|\s|!)/) || clipped;
}

const ZERO = /^0(?:\.0*)?(?:px|pt|em|%)?(?:$|\s|!)/;

/** Letters too small to be seen; undefined when the style says nothing of their size. */
export function isTiny(style: Style): boolean | undefined {
  const size = style.get('font-size');
  const [, number, unit = ''] = /^(\d{0,6}\.?\d{0,6})\s?(px|pt|em|rem|%)?/.exec(size ?? '') ?? [];
  if (size === undefined || number === undefined || number === '' || number === '.') {
    return size === undefined ? undefined : false;
  }
  return Number(number) <= (unit === 'px' || unit === 'pt' ? 1 : unit === '%' ? 5 : 0.05);
}

/** Undefined when the style says nothing of it. */
export function isInvisible(style: Style): boolean | undefined {
  const visibility = style.get('visibility');
  return visibility === undefined ? undefined : /^(?:hidden|collapse)/.test(visibility);
}
