/**
 * The courier of a sandbox: keeps every letter as a file and shows it, so that a desk can be tried without a mail
 * server. A letter counts as handed over just before its file gets its name, and as sent once that is safely on the
 * disk; a second try writes the same file again.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Courier, type Delivery, type DueLetter, type HandOver, KEPT_BACK } from './outbox.ts';
import { readLetter } from './read-letter.ts';

export interface KeepCourierParts {
  readonly folder: string;
  /** Gets a text that `clean` has made fit for a terminal. */
  readonly show: (text: string) => void;
  readonly clean: (text: string) => string;
}

export function createKeepCourier(parts: KeepCourierParts): Courier {
  return { deliver: (letter, handOver) => deliver(parts, letter, handOver), close: async () => {} };
}

async function deliver(
  { folder, show, clean }: KeepCourierParts,
  letter: DueLetter,
  handOver: HandOver,
): Promise<Delivery> {
  const name = fileName(letter);
  const trouble = await keep(folder, name, letter.bytes, handOver).catch(storageTrouble);
  if (trouble !== undefined)
    return { sent: false, permanent: false, reply: `${folder}: ${trouble}`, courierDown: true };
  show(clean(rendering(letter)));
  return { sent: true, reply: `kept as ${name}` };
}

/** A full or read-only disk is trouble; anything else is a bug and goes on. */
function storageTrouble(error: unknown): string {
  if (error instanceof Error && 'code' in error && 'syscall' in error) return error.message;
  throw error;
}

/** What hindered it, if anything did. */
async function keep(folder: string, name: string, bytes: Uint8Array, handOver: HandOver): Promise<string | undefined> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${name}.part`);
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (!(await handOver())) {
    await rm(temporary);
    return KEPT_BACK;
  }
  await rename(temporary, join(folder, name));
  await syncFolder(folder);
  return undefined;
}

/** The rename itself must reach the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** `12-ann-example.org.eml`: letters of an address, and nothing a shell or a file system would read. */
function fileName(letter: DueLetter): string {
  const recipient = letter.envelopeTo
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, 60);
  return `${letter.id}-${recipient}.eml`;
}

function rendering(letter: DueLetter): string {
  const { field, text } = readLetter(letter.bytes);
  const fields = ['From', 'To', 'Reply-To', 'Subject'].map(name => `${`${name}:`.padEnd(10)}${field(name)}`);
  return `${fields.join('\n')}\n\n${text}`;
}
