import { type Attributes, isHidden, isInvisible, isTiny, type Style } from './html-attributes.ts';
import type { List } from './html-lists.ts';
import type { OldMail } from './html-old-mail.ts';
import type { Place } from './html-page.ts';
import type { Table } from './html-tables.ts';

/** What holds for the words at one place of the HTML: all that the elements around them say. */
export interface Around extends Place {
  readonly hidden: boolean;
  readonly tiny: boolean;
  readonly invisible: boolean;
  readonly signature: boolean;
  /** Outlook's own bullet: the sign of a font nobody else has. */
  readonly bullet: boolean;
  readonly list: List | undefined;
  readonly table: Table | undefined;
  readonly old: OldMail | undefined;
}

export const NOTHING_AROUND: Around = {
  ...{ quotes: 0, indent: '', space: 'flows', hidden: false, tiny: false, invisible: false, signature: false },
  ...{ bullet: false, list: undefined, table: undefined, old: undefined },
};

const MOST_INDENT = 24;

export function isUnseen({ hidden, tiny, invisible }: Around): boolean {
  return hidden || tiny || invisible;
}

/** Hidden stays hidden; small and invisible letters may be made seen again within. */
export function hiddenness(outside: Around, attributes: Attributes, style: Style, showHidden: boolean): Around {
  if (attributes.size === 0 || showHidden) return outside;
  const hidden = outside.hidden || isHidden(attributes, style);
  const tiny = isTiny(style) ?? outside.tiny;
  const invisible = isInvisible(style) ?? outside.invisible;
  const same = hidden === outside.hidden && tiny === outside.tiny && invisible === outside.invisible;
  return same ? outside : { ...outside, hidden, tiny, invisible };
}

export function withSpace(name: string, style: Style, around: Around): Around {
  if (name === 'pre' || name === 'xmp' || name === 'listing') return { ...around, space: 'pre' };
  const space = style.get('white-space');
  if (space === undefined || around.space === 'pre') return around;
  const wanted = /^pre/.test(space) ? 'lines' : 'flows';
  return wanted === around.space ? around : { ...around, space: wanted };
}

export function moved(around: Around, by: string): Around {
  return around.indent.length >= MOST_INDENT ? around : { ...around, indent: around.indent + by };
}
