/**
 * The page around a letter: small, whole in itself, nothing fetched and nothing run. Colours are the reader's, so it is
 * as dark as the program that shows it; in one that drops style sheets it is plain text with links.
 */
import { escapeHtml, literalHtml } from './literal.ts';

export interface Page {
  /** RFC 5646. */
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly signature: string;
  /** The reply token as it ends the text, '' for none. */
  readonly mark: string;
}

/** In short lines, so that a page of ASCII goes out as it is written here. */
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:1em;overflow-wrap:anywhere;-webkit-text-size-adjust:100%;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.letter{max-width:38em}
p,ul,ol,pre,table,blockquote{margin:0 0 1em}
h1,h2,h3,h4,h5,h6{margin:1.2em 0 .5em;font-size:1.1em;line-height:1.3}
ul,ol{padding-inline-start:1.6em}
li ul,li ol{margin:0}
blockquote{padding:0 0 0 .8em;border-left:3px solid #8888;opacity:.85}
pre,code{font:.9em/1.45 ui-monospace,Consolas,Menlo,monospace}
pre{padding:.7em .9em;border:1px solid #8886;border-radius:4px;
white-space:pre-wrap}
table{display:block;overflow-x:auto;border-collapse:collapse}
td,th{padding:.3em .7em;border:1px solid #8888;text-align:start;
overflow-wrap:break-word}
hr{border:0;border-top:1px solid #8888}
.signature{margin-top:1.5em;padding-top:.8em;border-top:1px solid #8886;
font-size:.9em;opacity:.8}
.signature p{margin:0 0 .4em}
.mark{margin-top:1em;font-size:.7em;opacity:.6}
@media (prefers-color-scheme:dark){a{color:#8ab4f8}}
`.trim();

/** Languages whose letters go from right to left; words in another way round have a direction of their own (markdown.ts). */
const RIGHT_TO_LEFT = /^(?:ar|ckb|dv|fa|he|ps|sd|syr|ug|ur|yi)(?:-|$)/i;

export function htmlPage({ language, title, body, signature, mark }: Page): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}"${RIGHT_TO_LEFT.test(language) ? ' dir="rtl"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${STYLE}
</style>
</head>
<body>
<div class="letter">
${body}${signature === '' ? '' : `<div class="signature">\n${signature}</div>\n`}${mark === '' ? '' : `<p class="mark">${literalHtml(mark)}</p>\n`}</div>
</body>
</html>
`;
}
