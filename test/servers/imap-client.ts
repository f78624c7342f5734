import { ImapFlow } from 'imapflow';

/** Another person's mail program: looks into an account, marks, removes, moves. */
export interface SeenMail {
  readonly uid: number;
  readonly flags: readonly string[];
  readonly source: string;
}

export interface Account {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** All mails of a folder, oldest first. */
export async function readMailbox(account: Account, folder = 'INBOX'): Promise<SeenMail[]> {
  return asClient(account, folder, async client => {
    if (!client.mailbox || client.mailbox.exists === 0) return [];
    const rows = await client.fetchAll('1:*', { uid: true, flags: true, source: true });
    return rows.map(row => ({
      uid: row.uid,
      flags: [...(row.flags ?? [])],
      source: row.source?.toString('latin1') ?? '',
    }));
  });
}

export async function listFolders(account: Account): Promise<string[]> {
  return asClient(account, 'INBOX', async client => (await client.list()).map(folder => folder.path));
}

/** Does something to INBOX as another client would. */
export async function asClient<T>(account: Account, folder: string, act: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: account.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: account.user, pass: account.password },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen(folder);
    return await act(client);
  } finally {
    await client.logout().catch(() => undefined);
    client.close();
  }
}
