import type { CommandSpec } from './spec.ts';

/** What shells ask; not in the table, for nobody types it. */
export const COMPLETE: CommandSpec = {
  name: 'complete',
  group: 'Running:',
  needs: 'read-only',
  description: 'what the last word may become',
  args: [{ name: '[words...]', description: 'the words after desk' }],
  examples: ['desk complete -- show 1'],
  load: async () => (await import('../complete.ts')).complete,
};
