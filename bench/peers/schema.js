import DataLoader from 'dataloader';
import {
  completions,
  completionsOf,
  daysOf,
  facilities,
  grouped,
  report,
  tanksOf,
  unitByApi10,
  units,
} from './reads.js';

export const typeDefs = `
  type Query {
    units(first: Int!): [Unit!]!
    unitByApi10(api10: String!): Unit
    completions(ids: [ID!]!): [Completion!]!
    facilities(west: Float!, south: Float!, east: Float!, north: Float!): [Facility!]!
  }
  type Mutation { report(completion: ID!, day: String!, oilBbl: Float!): Report }
  type Unit {
    idRec: ID! unitName: String unitDisplayName: String unitType: String api10: String isOperated: Boolean
    stateProvince: String county: String padName: String idFlownet: ID
    completions: [Completion!]! tanks: [Tank!]!
  }
  type Completion { idRec: ID! completionName: String days(from: String!, to: String!): [Day!]! }
  type Tank { idRec: ID! tankName: String tankCapacityBbl: Float }
  type Day { allocationDate: String! oilBbl: Float gasMcf: Float waterBbl: Float }
  type Facility {
    name: String status: String operator: String lon: Float lat: Float id: ID! source: String source_id: String
    site_type: String kind: String capacity_m3_per_day: Float basin: String state: String water_depth_m: Float
    start_date: String prodview_flownet_id: String prodview_facility_id: String api_10: String updated_at: String
  }
  type Report { productionDate: String oilBbl: Float }
`;

export const roots = {
  Query: {
    units: (_, { first }) => units(first),
    unitByApi10: (_, { api10 }) => unitByApi10(api10),
    completions: (_, { ids }) => completions(ids),
    facilities: (_, box) => facilities(box),
  },
  Mutation: { report: (_, input) => report(input) },
};

export const resolvers = {
  ...roots,
  Unit: {
    completions: ({ idRec }, _, { loaders }) => loaders.completions.load(idRec),
    tanks: ({ idRec }, _, { loaders }) => loaders.tanks.load(idRec),
  },
  Completion: { days: ({ idRec }, { from, to }, { loaders }) => loaders.days(from, to).load(idRec) },
};

/** The loaders of one request. */
export function context() {
  const days = new Map();
  const daysIn = (from, to) => {
    const window = `${from} ${to}`;
    if (!days.has(window))
      days.set(window, new DataLoader(async (ids) => grouped(ids, await daysOf(ids, from, to), 'idRecComp')));
    return days.get(window);
  };
  return {
    loaders: {
      completions: new DataLoader(async (ids) => grouped(ids, await completionsOf(ids), 'idRecParent')),
      tanks: new DataLoader(async (ids) => grouped(ids, await tanksOf(ids), 'idRecParent')),
      days: daysIn,
    },
  };
}
