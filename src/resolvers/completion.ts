import type { CompletionResolvers } from '../generated/resolvers.js';

export const Completion: CompletionResolvers = {
  label: ({ completion_name, well_name, id_rec }) => completion_name ?? well_name ?? id_rec,
};
