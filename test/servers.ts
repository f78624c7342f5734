/** Real servers for tests, on random loopback ports, each ended by the number of its own process. */
export * from './servers/dovecot.ts';
export { asRoot, until } from './servers/ground.ts';
export * from './servers/imap-client.ts';
export * from './servers/postfix.ts';
export * from './servers/reception.ts';
export * from './servers/sink.ts';
export * from './servers/smtp-client.ts';
