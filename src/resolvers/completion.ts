import type { CompletionResolvers } from '../generated/resolvers.js';
import { ofCompletion as merged } from './merged.js';
import { ofCompletion as production } from './production.js';
import { ofCompletion as reliability } from './reliability.js';
import { ofCompletion as tests } from './tests.js';

export const Completion: CompletionResolvers = {
  label: ({ completion_name, well_name, id_rec }) => completion_name ?? well_name ?? id_rec,
  ...merged,
  ...production,
  ...reliability,
  ...tests,
};
