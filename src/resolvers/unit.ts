import type { UnitResolvers } from '../generated/resolvers.js';
import { ofUnit as production } from './production.js';

export const Unit: UnitResolvers = {
  label: ({ unit_display_name, unit_name, id_rec }) => unit_display_name ?? unit_name ?? id_rec,
  ...production,
};
