import { isAddress, isHost, isLine, isListen, isLogin, isName } from './field-syntax.ts';
import { choice, text, whole } from './kind.ts';

/** Kinds of value that keys of several sections have. */
export const name = text('one word of letters, digits, ".", "_" or "-"', isName);
export const line = text('one line of 1 to 200 characters', isLine);
export const login = text('a login: letters, digits and any of _ . @ $ \\ + -', isLogin);
export const address = text('a mail address such as "support@example.org" (ASCII, domain as xn--…)', isAddress);
export const host = text('a host name or an IP address', isHost);
export const listen = text('"host:port", "[ipv6]:port" or the absolute path of a unix socket', isListen);
export const language = text('a language tag such as "en" or "pt-BR"', t =>
  /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/.test(t),
);
export const markdown = text('text of 1 to 2000 characters', t => t.trim() !== '' && t.length <= 2_000);
export const tls = choice('implicit', 'starttls', 'none');
export const port = whole(1, 65_535);
