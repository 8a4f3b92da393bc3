import { BadUserInput } from '../errors.js';
import type { CompletionResolvers } from '../generated/resolvers.js';
import { failuresOf } from '../production/recorded-failures.js';
import { reliabilityOf } from '../production/reliability.js';

export const ofCompletion: Pick<CompletionResolvers, 'reliability'> = {
  reliability: async ({ id_rec, id_flownet }, { from, until }, context, info) => {
    const now = await context.now();
    const asked = { from: new Date(from), until: new Date(until) };
    if (asked.from >= asked.until) throw new BadUserInput('from', `${from} is not before until (${until})`);
    // What has not been yet was neither up nor down.
    const window = { from: asked.from, until: asked.until < now ? asked.until : now };
    const failures = await context
      .loaders(info)
      .batched(`reliability ${from} ${until}`, [id_rec, id_flownet ?? ''], (keys) =>
        failuresOf(keys, window, context.read(info)),
      );
    return reliabilityOf(failures, window);
  },
};
