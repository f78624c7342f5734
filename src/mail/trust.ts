export interface Trust {
  readonly verdict: 'pass' | 'fail' | 'none' | 'unknown';
  readonly because: string;
}
