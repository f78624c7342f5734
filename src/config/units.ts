import { DURATION_UNITS } from '../desk/durations.ts';

/**
 * Durations and sizes as people write them. kB, MB and GB are decimal (SI), KiB, MiB and GiB binary; case does not
 * matter, so "KB" is 1000 bytes and never 1024.
 */
const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** ms of "30s", "5m", "2h" or "7d"; undefined when it is not one. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9}) ?([smhd])$/.exec(text) ?? [];
  const [, one] = DURATION_UNITS.find(([name]) => name === unit) ?? [];
  return one === undefined ? undefined : Number(count) * one;
}

/** Bytes of "50 MB", "64kB" or "1.5 GiB", rounded down; undefined when it is not one. */
export function parseSize(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,12}(?:\.\d{1,6})?) ?([a-z]{1,3})$/i.exec(text) ?? [];
  const bytes = BYTES[unit?.toLowerCase() ?? ''];
  return count === undefined || bytes === undefined ? undefined : Math.floor(Number(count) * bytes);
}
